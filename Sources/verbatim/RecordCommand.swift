import ArgumentParser
import Engine
import Foundation
import Harness
import Store

/// `verbatim record --from-journal FILE.db -o FILE.chat`
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Turn a stretch of a server's journal into a scenario that passes.",
    discussion: """
      Everyone is logged in when the scenario begins; what happened after that is repeated with the same frames at \
      the same distances of time. Passwords and tokens never appear. What a scenario cannot say becomes a comment \
      and is named on the standard error. The database is only read.
      """)

  @Option(
    help: ArgumentHelp("The database of a server that is not running.", valueName: "file.db"))
  var fromJournal: String

  @Option(help: "Begin with this entry of the journal, or at this time, such as 2026-01-01T12:00:00Z.")
  var from: JournalActions.Stretch.Bound?

  @Option(help: "End with this entry, or at this time.")
  var to: JournalActions.Stretch.Bound?

  @Option(help: "Record only what is about this room.")
  var room: String?

  @Option(help: "The scenario's title.")
  var title: String?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Write the scenario to this file instead of the terminal.", valueName: "file.chat"))
  var output: String?

  func validate() throws {
    if let output, !output.hasSuffix(".chat") {
      throw ValidationError("\(output) is no name of a scenario; it has to end in .chat.")
    }
  }

  func run() throws {
    let archive = try Archive.openForCommand(fromJournal)
    let found = try Archive.readingForCommand(fromJournal) {
      try JournalActions(archive, .init(from: from, to: to, room: room))
    }
    let recording: Recording
    do throws(Recording.Failure) {
      recording = try Recording.scenario(
        of: found.actions, title: title ?? defaultTitle, limits: found.limits, comments: found.comments,
        path: output ?? "recording.chat")
    } catch {
      StandardError.write("\(fromJournal): \(error.message)\n")
      throw Outcome.of(error)
    }
    let file = try LineOutput(path: output, notOver: fromJournal)
    do {
      try file.write(Array(recording.text.utf8))
      try file.finish()
    } catch {
      file.abandon()
      throw error
    }
    for what in recording.leftOut { StandardError.write("left out: \(what)\n") }
  }

  private var defaultTitle: String {
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
