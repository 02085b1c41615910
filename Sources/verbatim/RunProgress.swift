import Harness
import Synchronization

/// How far a run is, for the line of progress on a terminal.
final class RunProgress: Sendable {
  private let total: Int
  private let counts = Mutex((done: 0, bad: 0))

  init(of total: Int) { self.total = total }

  /// Counts a result, and says in one line how far the run is.
  func line(after result: ScenarioResult) -> String {
    counts.withLock { counts in
      counts.done += 1
      if result.verdict.isBad { counts.bad += 1 }
      return "\(counts.done) of \(total)\(counts.bad > 0 ? ", \(counts.bad) red" : "")"
    }
  }
}
