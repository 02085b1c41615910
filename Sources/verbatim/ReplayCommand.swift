import ArgumentParser
import Engine
import Foundation
import Harness
import Host
import Store
import Wire

/// `verbatim replay FILE.db`
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Replay a server's journal and compare the result with the database.",
    discussion: """
      Compares the hash chain, each snapshot and each row of users, rooms and messages with the result of the replay, and \
      reports the first input after which they differ. The file is not changed.

      Exit codes: 0 they are the same, 1 they differ.
      """)

  @Argument(help: ArgumentHelp("The database of a server that is not running.", valueName: "file.db"))
  var path: String

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Add how many inputs were replayed per second of real time.")
  var timings = false

  func run() throws {
    let archive = try Archive.openForCommand(path)
    let start = ContinuousClock.now
    let showsProgress = isatty(STDERR_FILENO) != 0
    let report = try Archive.readingForCommand(path) {
      try Replay.run(archive) { done, all in
        if showsProgress { StandardError.write("\r\(done) of \(all) inputs") }
      }
    }
    if showsProgress { StandardError.write("\r\u{1B}[K") }
    let speed = timings ? Self.speed(of: report, since: start) : nil
    print(json ? Self.json(report, speed) : Self.text(report, speed))
    if report.difference != nil { throw Outcome.failed }
  }

  private static func speed(of report: Replay.Report, since start: ContinuousClock.Instant) -> Int64 {
    let seconds = (ContinuousClock.now - start) / Duration.seconds(1)
    return Int64(Double(report.inputs) / max(seconds, 1e-9))
  }

  private static func text(_ report: Replay.Report, _ speed: Int64?) -> String {
    var lines = ["inputs      \(report.inputs)"]
    if report.start != .start { lines[0] += ", from the snapshot after entry \(report.start.number)" }
    if report.passedOver > 0 {
      lines.append(
        "passed over \(report.passedOver), which another behaviour of the engine ran; their chain fits")
    }
    lines.append("chain       \(report.chain.bytes.hexadecimal)")
    if let hash = report.stateHash { lines.append("state hash  \(hash.bytes.hexadecimal)") }
    let counts = report.counts
    lines.append(
      "compared    snapshots: \(report.snapshots), users: \(counts.users), rooms: \(counts.rooms), messages: \(counts.messages)"
    )
    if let speed { lines.append("speed       \(speed) inputs/s") }
    guard let difference = report.difference else {
      return (lines + ["verdict     same"]).joined(separator: "\n")
    }
    lines.append("verdict     different from entry \(difference.entry.number) on")
    if let input = difference.input {
      lines.append("  input:    \(input.summary) at \(Timestamp.text(of: input.at))")
    }
    return (lines + ["  differs:  \(difference.what)"]).joined(separator: "\n")
  }

  private static func json(_ report: Replay.Report, _ speed: Int64?) -> String {
    var members: [JSON.Member] = [
      .text("verdict", report.difference == nil ? "same" : "different"), .number("inputs", report.inputs),
      .number("passed_over", report.passedOver), .number("start", report.start.number),
      .text("chain", report.chain.bytes.hexadecimal),
      .init("state_hash", report.stateHash.map { .string($0.bytes.hexadecimal) } ?? .null),
      .number("snapshots", report.snapshots), .number("users", report.counts.users),
      .number("rooms", report.counts.rooms), .number("messages", report.counts.messages),
    ]
    if let speed { members.append(.number("inputs_per_second", speed)) }
    if let difference = report.difference {
      let input = difference.input
      let parts: [JSON.Member] =
        [.number("entry", difference.entry.number)] + .optional("input", input?.summary)
        + .optional("at", input?.at) + [.text("what", difference.what)]
      members.append(.init("difference", .object(parts)))
    }
    return JSON.object(members).text
  }
}
