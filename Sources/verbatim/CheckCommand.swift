import ArgumentParser
import Host
import Store
import Wire

/// `verbatim check FILE`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Verify a database and report the first fault.",
    discussion: """
      Reads every page, the hash chain of the journal and every snapshot, and compares every row with a replay of the \
      journal. The file is not changed.

      Exit codes: 0 the database is sound, 1 it has a fault.
      """)

  @Argument(help: ArgumentHelp("The database of a server that is not running.", valueName: "file"))
  var path: String

  @Flag(help: "Print the result as JSON.")
  var json = false

  func run() throws {
    let report = try Archive.readingForCommand(path) { try FileCheck.run(try Archive(path: path)) }
    let counts = report.counts
    if json {
      let answer = JSON.object([
        .text("verdict", report.fault == nil ? "good" : "wrong"), .number("entries", report.entries),
        .number("snapshots", report.snapshots), .number("users", counts.users),
        .number("rooms", counts.rooms), .number("messages", counts.messages),
        .init("other_behaviour", report.otherBehaviour.map { .integer(Int64($0)) } ?? .null),
        .init("fault", report.fault.map { .string($0) } ?? .null),
      ])
      print(answer.text)
    } else {
      print(report.fault.map { "verdict     wrong: \($0)" } ?? Self.good(report))
    }
    if report.fault != nil { throw Outcome.failed }
  }

  private static func good(_ report: FileCheck.Report) -> String {
    let counts = report.counts
    let compared =
      report.otherBehaviour.map {
        "not run     the newest inputs, which behaviour \($0) of the engine ran; their chain fits"
      } ?? "compared    users: \(counts.users), rooms: \(counts.rooms), messages: \(counts.messages)"
    return """
      journal     \(report.entries) entries
      snapshots   \(report.snapshots)
      \(compared)
      verdict     good
      """
  }
}
