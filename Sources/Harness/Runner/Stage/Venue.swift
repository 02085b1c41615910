import ScenarioLanguage
import Wire

/// Where scenarios are run: what makes the stage of each.
package enum Venue {
  /// A server in this process, on a virtual network.
  case simulator
  /// A server outside of the runner.
  case server(any StageServer)

  /// What reports call it, and `--on` too: `simulator`, `wire`, or an address.
  package var name: String {
    switch self {
    case .simulator: "simulator"
    case .server(let server): server.name
    }
  }

  /// Why a scenario cannot be run here, or nil where it can.
  ///
  /// - Parameter startsBots: Whether the simulator is given bots that are programs of their own.
  func obstacle(to scenario: Scenario, startsBots: Bool = false) -> String? {
    let header = scenario.header
    for connect in header.connect.map(\.value) where Dialect(connect) == nil {
      return "it connects as \(connect.kind), which \(nounPhrase) does not speak"
    }
    for need in header.needs.map(\.value) {
      switch need {
      case "simulator":
        if case .server = self { return "it needs the simulator" }
      // What these mean, the server's abilities decide.
      case "uninterrupted", "fresh", "virtual-clock": continue
      case _: return "it needs \(need), which \(nounPhrase) does not have"
      }
    }
    switch self {
    case .simulator:
      if startsBots { return nil }
      return header.bots.first { $0.value.command != nil }.map {
        "its bot \($0.value.name) is a program of its own, which only `verbatim run` and `verbatim watch` start"
      }
    case .server(let server): return server.obstacle(to: scenario)
    }
  }

  private var nounPhrase: String {
    switch self {
    case .simulator: "the simulator"
    case .server: "the runner on the wire"
    }
  }
}
