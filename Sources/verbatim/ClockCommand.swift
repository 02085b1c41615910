import ArgumentParser
import Engine
import Foundation
import Host
import Server
import Store
import Wire

/// `verbatim clock FILE`
struct ClockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Show the time in a database, or set it right after a server ran with a wrong clock.",
    discussion: """
      Time in a database never goes back by itself. Where a server ran with a clock that was ahead, all later times would be \
      wrong until that time is reached, and a server refuses to start by a clock that is more than an hour behind. --repair \
      makes this machine's time that of the database: sessions, timers, mutes and allowances go on as if no time had passed. \
      What was said keeps the time that it has.
      """)

  @Argument(help: ArgumentHelp("The database of a server that is not running.", valueName: "file"))
  var path: String

  @Flag(help: "Make this machine's time that of the database.")
  var repair = false

  func run() throws {
    let finding = try Archive.readingForCommand(path) { try ClockRepair.look(at: path) }
    let clock = WallClock.systemTime
    let seconds = Double(finding.newest.milliseconds - clock.milliseconds) / 1000
    print("newest entry   \(finding.text)")
    print("this machine   \(Timestamp.text(of: clock))")
    print("difference     \(String(format: "%+.1f", seconds)) s")
    guard repair else { return }
    try Archive.readingForCommand(path) { try ClockRepair.repair(finding, to: clock) }
    print("set to         \(Timestamp.text(of: clock))")
  }
}
