import Engine
import Host
import NIOCore

/// What a server counts about itself.
///
/// The turn thread adds up a turn and counts it once; event loops count only what happens seldom. Nothing that a client sent is
/// ever a label: each label is one of a closed set.
final class Metrics: Sendable {
  let started = NIODeadline.now()

  // WebSockets.
  let connections = Gauge()
  let connectionsOpened = Counter()
  let connectionsClosed = LabelledCounter<ConnectionEnd>()
  let slowReaders = Counter()

  // All sockets, before it is known what they are for.
  let connectionsRefused = LabelledCounter<Doorkeeper.Reason>()
  /// Requests that a proxy passed on that is not trusted.
  let untrustedProxies = Counter()
  let upgradesRefused = LabelledCounter<UpgradeRefusal>()
  let httpRequests = LabelledCounter<HTTPLabel>()

  // Turns.
  let framesReceived = Counter()
  let framesSent = Counter()
  let deliveries = Counter()
  let inputs = Counter()
  let turns = Counter()
  let commits = Counter()
  let storeErrors = Counter()
  let commitDuration = Histogram()
  /// By how many milliseconds the system's clock is ahead without being followed.
  let ignoredClockStep = Gauge()
  let snapshots = SnapshotMetrics()
  let refused = LabelledCounter<ErrorCode>()
  let logIns = LabelledCounter<LogInOutcome>()

  /// What was asked over HTTP, and how it was answered.
  struct HTTPLabel: Hashable {
    let route: Route
    let status: Int
  }

  /// What became of a log-in.
  enum LogInOutcome: String, CaseIterable {
    case accepted, resumed, rejected
  }

  /// Counts a turn that has lasted.
  func count(_ tally: Tally) {
    inputs.add(tally.inputs)
    for (code, count) in tally.refused { refused.add(count, for: code) }
    if tally.loggedIn > 0 { logIns.add(tally.loggedIn, for: .accepted) }
    if tally.resumed > 0 { logIns.add(tally.resumed, for: .resumed) }
    if !tally.rejected.isEmpty { logIns.add(tally.rejected.count, for: .rejected) }
  }
}
