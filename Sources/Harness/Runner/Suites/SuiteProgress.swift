/// How far a suite is: which part is next, what has come out, and how many results are wanted.
struct SuiteProgress {
  private var results: [ScenarioResult?]
  private var next = 0
  private var told = 0
  /// How many results there will be: all, or up to the first that is red.
  private var end: Int
  private let stopsAtFailure: Bool

  init(count: Int, stopsAtFailure: Bool) {
    results = Array(repeating: nil, count: count)
    end = count
    self.stopsAtFailure = stopsAtFailure
  }

  /// The results that there are and that are wanted, in the order of the suite.
  var finished: [ScenarioResult] { results[..<end].compactMap(\.self) }

  /// The place of the next part, or nil where none is left.
  mutating func take() -> Int? {
    guard next < end else { return nil }
    next += 1
    return next - 1
  }

  /// Takes a result, and reports it when all before it are there.
  mutating func put(_ result: ScenarioResult, at index: Int, report: (ScenarioResult) -> Void) {
    results[index] = result
    // Parts after it that run already are not told: what is told must not depend on how many run at a time.
    if stopsAtFailure, result.verdict.isBad { end = min(end, index + 1) }
    while told < end, let result = results[told] {
      report(result)
      told += 1
    }
  }
}
