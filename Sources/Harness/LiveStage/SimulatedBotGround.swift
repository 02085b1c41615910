import Client
import Engine
package import Harness
import Relay

/// Bots that are programs of their own, on a simulated server: a gate with a real port stands for it.
final class SimulatedBotGround: BotGround {
  private unowned let simulator: Simulator
  private let gate: SocketGate
  /// What the simulator calls the gate's connections.
  private var ids: [Int: ConnectionID] = [:]
  let patienceSeconds: Int
  let silence: Duration

  init(on simulator: Simulator, patienceSeconds: Int, silence: Duration) throws(StageFailure) {
    self.simulator = simulator
    (self.patienceSeconds, self.silence) = (patienceSeconds, silence)
    do throws(WebSocketError) {
      gate = try SocketGate()
    } catch {
      throw .externalBot("there is no port for the simulated server: \(error.message)")
    }
  }

  var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: gate.port) }

  func settle() throws(StageFailure) {
    try takeArrived()
    try simulator.settle()
  }

  /// Brings to the simulator what the bots have done since the last time, in order.
  func takeArrived() throws(StageFailure) {
    // Who comes while the server is down waits until it is back.
    guard simulator.isUp else { return }
    for event in gate.takeEvents() {
      switch event {
      case .opened(let connection, let token):
        ids[connection] = try simulator.connect(GateConnection(connection, at: gate), token: token)
      case .received(let connection, let text):
        if let id = ids[connection] { try simulator.receive(text, from: id) }
      case .ended(let connection, let isOrderly):
        if let id = ids.removeValue(forKey: connection) { try simulator.end(id, withGoodbye: isOrderly) }
      }
    }
    (simulator.externalBots as? ExternalBotGroup)?.noteTraffic()
  }

  func check() {}

  func end() { gate.end() }
}

/// A bot's connection as the simulator has it.
private final class GateConnection: OutsideConnection {
  private let number: Int
  private let gate: SocketGate

  init(_ number: Int, at gate: SocketGate) { (self.number, self.gate) = (number, gate) }

  func deliver(_ bytes: [UInt8]) { gate.send(bytes, to: number) }
  func close(with code: CloseCode) { gate.close(number, code: code.rawValue) }
  func cut() { gate.cut(number) }
}

extension Simulator {
  /// Bots that are programs of their own, for a simulation.
  ///
  /// - Parameters:
  ///   - deadlineSeconds: How long they may take to answer, and to become quiet.
  ///   - silence: How long one that does not tell when it is done must be silent for it.
  package static func externalBots(deadlineSeconds: Int, silence: Duration) -> ExternalBotSource {
    { simulator throws(StageFailure) in
      let ground = try SimulatedBotGround(
        on: simulator, patienceSeconds: deadlineSeconds, silence: silence)
      return ExternalBotGroup(on: simulator, ground: ground)
    }
  }
}
