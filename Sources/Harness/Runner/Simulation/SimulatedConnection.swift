import DequeModule
import Engine
import Host
import Store

/// A client's connection on the virtual network: an in-order pipe each way, which a cut empties.
final class SimulatedConnection: ClientConnection {
  let id: ConnectionID
  let client: Participant
  private unowned let simulator: Simulator
  /// What the server sent to a client that does not read, with what led to it: a place in the transcript, where one is written.
  private(set) var pipe: Deque<(frame: Received, cause: Int?)> = []
  private var pipeBytes = 0

  init(_ id: ConnectionID, of client: Participant, in simulator: Simulator) {
    self.id = id
    self.client = client
    self.simulator = simulator
  }

  func send(_ bytes: [UInt8]) throws(StageFailure) {
    try logIn(bytes)
    if simulator.crashesEverywhere, client.session != nil { try simulator.crashUnheard() }
  }

  /// The server never dies of a log-in: whose log-in is lost may have no session to resume.
  func logIn(_ bytes: [UInt8]) throws(StageFailure) {
    try simulator.attempt { host throws(StoreError) in try host.receive(bytes, from: id, at: simulator.now) }
  }

  func cut() throws(StageFailure) {
    disconnect()
    try simulator.attempt { host throws(StoreError) in try host.cut(id, at: simulator.now) }
  }

  func close() throws(StageFailure) {
    disconnect()
    try simulator.attempt { host throws(StoreError) in try host.closed(id, at: simulator.now) }
  }

  /// What is sent to the client stays in the pipe.
  func stall() {}

  func flow() {
    pipeBytes = 0
    let cause = simulator.log?.cause
    while let waiting = pipe.popFirst() {
      simulator.log?.cause = waiting.cause
      simulator.handOver(waiting.frame, to: client)
    }
    simulator.log?.cause = cause
  }

  /// A frame comes to the client's end of the pipe, where nothing is read. One who reads too slowly is closed and may resume.
  func hold(_ frame: Received) throws(StageFailure) {
    pipe.append((frame, simulator.log?.cause))
    pipeBytes += frame.bytes
    guard pipeBytes > simulator.configuration.limits[.sendQueueBytes] else { return }
    closed(with: .slowReader)
    try simulator.attempt { host throws(StoreError) in try host.cut(id, at: simulator.now) }
  }

  /// The server closes the connection.
  func closed(with code: CloseCode) {
    disconnect()
    simulator.handOver(Received(closed: code.rawValue), to: client)
  }

  private func disconnect() {
    simulator[id] = nil
    client.disconnect()
  }
}
