import Dispatch
import Foundation

/// Runs a suite, several scenarios at a time.
///
/// Results, and the order in which they are told, are the same however many run at a time, as long as nothing ends the run early.
package struct SuiteRunner: Sendable {
  private let stopsAtFailure: Bool

  /// - Parameter stopsAtFailure: Whether the first result that is red is the last.
  package init(stopsAtFailure: Bool = false) { self.stopsAtFailure = stopsAtFailure }

  /// Runs the parts of a suite.
  ///
  /// - Parameters:
  ///   - sessions: One for each worker, which alone uses it.
  ///   - report: Is told each result when it is there and all before it are, by one thread at a time.
  /// - Returns: The results in the order of the suite.
  package func run(
    _ items: [SuiteItem], in sessions: [ScenarioSession],
    report: @escaping @Sendable (ScenarioResult) -> Void = { _ in }
  ) -> [ScenarioResult] {
    let progress = SuiteProgress(count: items.count, stopsAtFailure: stopsAtFailure)
    if sessions.count == 1 {
      Self.work(on: items, in: sessions[0], progress, report)
      return progress.finished
    }
    // Simulated scenarios keep a processor busy and those on the wire wait, so each worker has a thread of its own.
    let group = DispatchGroup()
    for session in sessions {
      nonisolated(unsafe) let session = session
      group.enter()
      Thread.detachNewThread {
        Self.work(on: items, in: session, progress, report)
        group.leave()
      }
    }
    group.wait()
    return progress.finished
  }

  /// Runs one part after the other, as long as there are any.
  private static func work(
    on items: [SuiteItem], in session: ScenarioSession, _ progress: SuiteProgress,
    _ report: @Sendable (ScenarioResult) -> Void
  ) {
    while let index = progress.take() {
      let result: ScenarioResult
      switch items[index] {
      case .scenario(let scenario, let sources):
        result = .timed { session.run(scenario, sources: sources) }
      case .unreadable(var unreadable):
        unreadable.venue = session.venueName
        result = unreadable
      }
      progress.put(result, at: index, report: report)
    }
  }
}
