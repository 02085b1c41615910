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
  /// Ends all connections, and a server that was started for the run.
  func shutDown()
}
