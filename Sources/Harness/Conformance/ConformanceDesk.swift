import Harness
import LiveStage
import Synchronization
import Wire

/// What the workers of a conformance run share: which check is next, what has come out, and whether it makes sense to go on.
struct ConformanceDesk {
  /// After how many checks in a row that found no server to talk to, the server is asked whether it is still there.
  static let patience = 3
  /// After how many checks in a row that got no answer the rest is given up, though the server may still answer pings.
  static let greatestPatience = 25

  private(set) var results: [ScenarioResult?]
  /// What the server said first of all, where it said anything.
  var hello: JSON?
  private var next = 0
  private var told = 0
  private var troublesInARow = 0
  private var troublesSinceAsked = 0
  /// Why no further check is carried out.
  private var obstacle: String?
  /// Why the run ended early from outside.
  private(set) var end: RunStop?
  /// Those of the workers' servers.
  var brakes: [ServerBrake] = []
  private let ends: ContinuousClock.Instant
  private let timeLimitSeconds: Int

  init(count: Int, timeLimitSeconds: Int) {
    results = Array(repeating: nil, count: count)
    self.timeLimitSeconds = timeLimitSeconds
    ends = .now + .seconds(timeLimitSeconds)
  }

  /// Whether no further check is carried out.
  var hasStopped: Bool { obstacle != nil }

  /// The next check, and why it cannot be carried out, where that is so; nil where nothing is left for the worker.
  ///
  /// - Parameter hasServer: Whether the worker has one; without it can only say of checks that they are not carried out.
  mutating func take(hasServer: Bool) -> (index: Int, obstacle: String?)? {
    guard next < results.count else { return nil }
    if obstacle == nil, ContinuousClock.now >= ends {
      obstacle =
        "the time limit for all checks, \(timeLimitSeconds) s, was reached before this one; raise --time-limit"
    }
    guard hasServer || hasStopped else { return nil }
    next += 1
    return (next - 1, obstacle)
  }

  /// No further check is carried out.
  mutating func stop(because reason: String) { obstacle = obstacle ?? reason }

  /// No further check is carried out, and those that are under way have to end: returns what breaks their connections.
  mutating func interrupt(by stop: RunStop) -> [ServerBrake] {
    end = stop
    obstacle = stop.message
    return brakes
  }

  /// Notes whether a check could talk to the server, and says whether the server has to be asked if it is still there.
  mutating func hasToAsk(after trouble: String?) -> Bool {
    guard let trouble else {
      (troublesInARow, troublesSinceAsked) = (0, 0)
      return false
    }
    troublesInARow += 1
    troublesSinceAsked += 1
    if troublesInARow >= Self.greatestPatience {
      stop(
        because: "the server left \(troublesInARow) checks in a row without an answer; the last: \(trouble)")
    }
    guard troublesSinceAsked >= Self.patience, !hasStopped else { return false }
    troublesSinceAsked = 0
    return true
  }

  /// Takes a result, and reports it when all before it are there. A check that was given up has one.
  mutating func put(_ result: ScenarioResult, at index: Int, report: (ScenarioResult) -> Void) {
    guard results[index] == nil else { return }
    results[index] = result
    while told < results.count, let result = results[told] {
      report(result)
      told += 1
    }
  }
}

/// The desk as all workers have it.
final class SharedDesk: Sendable {
  private let desk: Mutex<ConformanceDesk>

  init(_ desk: ConformanceDesk) { self.desk = Mutex(desk) }

  func withLock<Value>(_ body: (inout sending ConformanceDesk) -> sending Value) -> sending Value {
    desk.withLock(body)
  }
}
