import Harness

/// Why a check in Swift did not come to its end.
enum ProbeEnd: Error {
  /// The server does not do what it must.
  case failed(ScenarioFailure)
  /// The check says nothing of this server, for a reason.
  case notApplicable(reason: String)
}
