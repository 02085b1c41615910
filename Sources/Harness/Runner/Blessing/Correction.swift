import ScenarioLanguage
import Wire

/// What has to change in a scenario file so that it says what happened.
enum Correction {
  /// The expectation met another event.
  case replace(Expectation, actual: JSON, bindings: [String: JSON])
  /// Nothing came.
  case delete(Origin)
  /// An event came that nobody expected; it is put before the line at which that was noticed.
  case insert(before: Origin, client: String, actual: JSON)

  /// An event came that nobody expected until the end; it is put after the last line that does something.
  case append(after: Origin, client: String, actual: JSON)

  /// The line that changes.
  var origin: Origin {
    switch self {
    case .replace(let expectation, _, _): expectation.origin
    case .delete(let origin): origin
    case .insert(let origin, _, _), .append(let origin, _, _): origin
    }
  }
}
