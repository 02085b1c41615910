import Harness

/// Rewrites failed expectations, after showing the change and asking.
struct Bless {
  let asks: Bool

  /// Returns whether anything was rewritten.
  func rewrite(_ results: [ScenarioResult]) throws -> Bool { false }
}
