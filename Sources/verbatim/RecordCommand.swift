import ArgumentParser
import Client
import Engine
import Foundation
import Recording
import Store

/// `verbatim record --from-journal FILE.db -o FILE.chat`, or `--url ws://… -o FILE.chat`
struct RecordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Turn part of a server's journal, or a live conversation, into a scenario that passes.",
    discussion: """
      With --url it is a proxy: clients connect to the address that it prints, and the scenario is written on ctrl-C, or \
      with --until-idle when the last client has left.

      The scenario begins with everyone logged in, and repeats the frames at the same intervals. Passwords and tokens \
      never appear. What a scenario cannot express becomes a comment and is listed on standard error. The database is not \
      changed.
      """)

  @Option(
    help: ArgumentHelp("The database of a server that is not running.", valueName: "file.db"))
  var fromJournal: String?

  @Option(
    help: ArgumentHelp(
      "Record what clients do with this server, such as ws://localhost:8080.", valueName: "address"))
  var url: String?

  @Option(help: "With --url, the port of 127.0.0.1 that clients connect to. (default: a free one)")
  var listen: Int?

  @Flag(help: "With --url, end when the last client has left.")
  var untilIdle = false

  @Option(help: "Begin with this entry of the journal, or at this time, such as 2026-01-01T12:00:00Z.")
  var from: JournalActions.Stretch.Bound?

  @Option(help: "End with this entry, or at this time.")
  var to: JournalActions.Stretch.Bound?

  @Option(help: "Record only events of this room.")
  var room: String?

  @Option(help: "The scenario's title.")
  var title: String?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Write the scenario to this file instead of standard output.", valueName: "file.chat"))
  var output: String?

  func validate() throws {
    guard (url == nil) != (fromJournal == nil) else {
      throw ValidationError("Give --from-journal or --url, and not both.")
    }
    if url == nil, listen != nil || untilIdle {
      throw ValidationError("--listen and --until-idle go with --url.")
    }
    if let url {
      guard Endpoint(url) != nil else {
        throw ValidationError("\(url) is not a server's address; use one such as ws://localhost:8080.")
      }
      guard from == nil, to == nil, room == nil else {
        throw ValidationError("--from, --to and --room go with --from-journal.")
      }
      guard output != nil else {
        throw ValidationError("--url needs -o, because standard output shows the address to connect to.")
      }
    }
    try require(listen, in: 0...65535, "A port is a number")
    if let output, !output.hasSuffix(".chat") {
      throw ValidationError("\(output) is not a scenario's file name; it must end in .chat.")
    }
  }

  func run() async throws {
    guard let fromJournal else { return try await recordLive() }
    let archive = try Archive.openForCommand(fromJournal)
    let found = try Archive.readingForCommand(fromJournal) {
      try JournalActions(archive, .init(from: from, to: to, room: room))
    }
    let recording: Recording
    do throws(Recording.Failure) {
      recording = try Recording.scenario(
        of: found.actions, title: title ?? title(of: fromJournal), limits: found.limits,
        comments: found.comments, path: output ?? "recording.chat")
    } catch {
      StandardError.write("\(fromJournal): \(error.message)\n")
      throw Outcome.of(error)
    }
    try write(recording, notOver: fromJournal)
  }

  /// Writes the scenario and says what is not in it.
  func write(_ recording: Recording, notOver source: String) throws {
    let file = try LineOutput(path: output, notOver: source)
    try file.complete { try file.write(Array(recording.text.utf8)) }
    for what in recording.leftOut { StandardError.write("left out: \(what)\n") }
  }

  private func title(of fromJournal: String) -> String {
    "Recorded from \(URL(fileURLWithPath: fromJournal).lastPathComponent)"
      + (room.map { ", room \($0)" } ?? "")
  }
}

extension Outcome {
  /// What it means for the process that there is no recording.
  static func of(_ failure: Recording.Failure) -> ExitCode {
    switch failure {
    case .nothingRecorded, .tooLong, .setUp: failed
    case .notRepeatable: fault
    }
  }
}

extension JournalActions.Stretch.Bound: ExpressibleByArgument {
  /// Reads the number of an entry, or a time as RFC 3339 has it.
  public init?(argument: String) {
    if let number = UInt64(argument) {
      self = .entry(number)
      return
    }
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: argument.contains("."))
    guard let date = try? style.parse(argument) else { return nil }
    self = .time(Instant(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded())))
  }
}
