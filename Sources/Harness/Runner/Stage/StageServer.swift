package import ScenarioLanguage

/// A server outside of the runner, such as one behind WebSockets. It makes a stage for each scenario.
///
/// The runner knows no more of it, so that it depends on no network.
package protocol StageServer: AnyObject {
  /// What reports call it.
  var name: String { get }
  /// Why a scenario cannot be run on it, or nil where it can.
  func obstacle(to scenario: Scenario) -> String?
  /// The stage of one scenario. The stage before it has ended.
  func makeStage(for scenario: Scenario) throws(StageFailure) -> any Stage
  /// Why no further scenario can be run on it, after one that failed; nil where it still answers, or has been started again.
  func loss() -> String?
  /// Breaks everything that a scenario may wait for; the next one gets a server as good as new. Any thread may ask for that,
  /// while another one runs the scenario.
  func abort()
  /// Ends what was started for the run, for a scenario that does not end has the server. Any thread may ask for that.
  func abandon()
  /// Ends all connections, and a server that was started for the run.
  func shutDown()
}
