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
    abstract: "Show the time in a database, or correct it after a server ran with a wrong clock.",
    discussion: """
      The time in a database never goes back by itself. After a server ran with a clock that was ahead, its times stay wrong \
      until the real time catches up, and a server refuses to start if its clock is more than an hour behind the database. \
      --repair sets the time of the database to this machine's time: sessions, timers, mutes and rate limits continue as if \
      no time had passed. Messages keep the times that they have.
      """)

  @Argument(help: ArgumentHelp("The database of a server that is not running.", valueName: "file"))
  var path: String

  @Flag(help: "Set the time of the database to this machine's time.")
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
