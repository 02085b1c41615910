package import Engine
package import Store
import Wire

/// The times in a database, and what can be done where a clock was wrong.
package enum ClockRepair {
  /// What a file says of the time.
  package struct Finding: Sendable {
    fileprivate let path: String
    fileprivate let found: Recovery.Found

    /// The instant of the newest input.
    package var newest: Instant { found.engine.now }

    /// The newest input's time, as it is shown.
    package var text: String { Timestamp.text(of: newest) }
  }

  /// By how much a file's newest input may be ahead of a clock before a server refuses to start: an hour, in milliseconds.
  package static let bound: Int64 = 3_600_000

  /// What a file that nobody has open says of the time.
  package static func look(at path: String) throws(StoreError) -> Finding {
    Finding(path: path, found: try Recovery.find(in: try Archive(path: path)))
  }

  /// Refuses a state that is from a time which the clock has not reached.
  package static func check(_ engine: Engine, by clock: Instant) throws(StoreError) {
    guard engine.now.milliseconds - clock.milliseconds > bound else { return }
    throw .clockBehind(newest: Timestamp.text(of: engine.now), clock: Timestamp.text(of: clock))
  }

  /// Makes an instant the time of a file that was looked at and that nobody has open: sessions, timers, mutes and allowances go on
  /// as if no time had passed. What has been said keeps the time at which it was said.
  package static func repair(_ finding: Finding, to instant: Instant) throws(StoreError) {
    let store = try Store(.file(path: finding.path))
    let found = try Recovery.find(in: store, known: finding.found)
    let host = try Host(found, in: store)
    try host.apply(.restarted, at: found.engine.now)
    try host.apply(.marked(.clockSet), at: instant)
    try host.saveSnapshot()
    _ = try host.commit()
    try store.moveTokens(
      by: instant.milliseconds - found.engine.now.milliseconds, noNewerThan: instant)
  }
}
