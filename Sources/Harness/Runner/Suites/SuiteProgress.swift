import Synchronization

/// How far a suite is: which part is next, what has come out, and how many results are wanted. All workers share it.
final class SuiteProgress: Sendable {
  private struct State {
    var results: [ScenarioResult?]
    var next = 0
    var told = 0
    /// How many results there will be: all, or up to the first that is red.
    var end: Int
  }

  private let stopsAtFailure: Bool
  private let state: Mutex<State>

  init(count: Int, stopsAtFailure: Bool) {
    self.stopsAtFailure = stopsAtFailure
    state = Mutex(State(results: Array(repeating: nil, count: count), end: count))
  }

  /// The results that there are and that are wanted, in the order of the suite.
  var finished: [ScenarioResult] { state.withLock { $0.results[..<$0.end].compactMap(\.self) } }

  /// The place of the next part, or nil where none is left.
  func take() -> Int? {
    state.withLock { state in
      guard state.next < state.end else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  /// Takes a result, and reports it when all before it are there, by one thread at a time.
  func put(_ result: ScenarioResult, at index: Int, report: (ScenarioResult) -> Void) {
    state.withLock { state in
      state.results[index] = result
      // Parts after it that run already are not told: what is told must not depend on how many run at a time.
      if stopsAtFailure, result.verdict.isBad { state.end = min(state.end, index + 1) }
      while state.told < state.end, let result = state.results[state.told] {
        report(result)
        state.told += 1
      }
    }
  }
}
