package import Harness

/// What the checks of a clause say of a server together.
package enum Standing: String, CaseIterable, Sendable {
  /// Every check that could be carried out passed.
  case kept
  /// A check failed.
  case broken
  /// A check of a rule that does not bind failed.
  case warned
  /// The server did not let a check come to what it is about, so that nobody knows.
  case untestable
  /// A check failed, and the baseline says that it does.
  case knownFailure = "known_failure"
  /// The server does not say that it can, or nobody lets the suite do it there.
  case notApplicable = "not_applicable"
  /// There are checks, and none was selected, or the run ended before.
  case notRun = "not_run"
  /// No check covers it.
  case unchecked = "no_check"

  /// What the verdict of one check says of the clauses that it covers.
  package init(_ kind: Verdict.Kind) {
    self =
      switch kind {
      // An entry of the baseline that is stale says nothing against the server.
      case .passed, .passedUnexpectedly: .kept
      case .failed: .broken
      case .warned: .warned
      case .untestable, .unreadable, .timedOut, .interrupted, .harnessError: .untestable
      case .failedAsExpected: .knownFailure
      case .skipped, .notApplicable: .notApplicable
      case .notRun: .notRun
      }
  }

  /// The words of a count, as in `2 not applicable`.
  package var words: String {
    switch self {
    case .kept, .broken, .warned, .untestable: rawValue
    case .knownFailure: "known to be broken"
    case .notApplicable: "not applicable"
    case .notRun: "not asked for"
    case .unchecked: "without a check"
    }
  }

  /// Whether somebody should look at it.
  package var isOpen: Bool {
    switch self {
    case .broken, .untestable, .knownFailure, .warned: true
    case .kept, .notApplicable, .notRun, .unchecked: false
    }
  }

  /// Those that a check can give, the one that outweighs the others first.
  static let byWeight: [Standing] = [.broken, .untestable, .knownFailure, .warned, .kept, .notApplicable]
}
