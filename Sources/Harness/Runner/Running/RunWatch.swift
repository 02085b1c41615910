package import ScenarioLanguage
import Synchronization

/// What a scenario that runs, and whoever waits for it on another thread, tell each other.
package final class RunWatch: Sendable {
  private struct State {
    var place: Origin?
    var stop: RunStop?
  }

  private let state = Mutex(State())

  package init() {}

  /// The line that the scenario is at, or nil before its first.
  package var place: Origin? { state.withLock { $0.place } }

  /// Why the scenario has to end as soon as it can, or nil while it may go on.
  package var stop: RunStop? { state.withLock { $0.stop } }

  /// The scenario has come to a line.
  func reach(_ origin: Origin) { state.withLock { $0.place = origin } }

  /// Tells the scenario to end; of several reasons the first counts.
  package func end(because stop: RunStop) { state.withLock { $0.stop = $0.stop ?? stop } }
}
