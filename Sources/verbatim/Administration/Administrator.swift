import Host
import Wire

/// Somebody who can be asked what an operator asks: a database file, or a server that runs.
protocol Administrator {
  /// The answer to a request; what was changed lasts when it returns. A refusal is an answer too.
  ///
  /// Errors: an exit code, after the reason was said, where there is no answer.
  func answer(to request: AdminRequest) throws -> JSON
}
