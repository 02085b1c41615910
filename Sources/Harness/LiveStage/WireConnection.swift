import Client
import DequeModule
import Engine
import Harness
import Wire

/// A client's connection behind a WebSocket.
final class WireConnection: ClientConnection {
  let socket: BlockingConnection
  private unowned let client: Participant
  private unowned let stage: WireStage
  private var server: WireServer { stage.server }
  /// What had to be read of a client that does not read, to know that its own frame had come; it has not arrived yet.
  private var held: Deque<WebSocketConnection.Inbound> = []
  /// The id of the `ping` command that the runner itself has sent and whose `pong` is nobody else's business.
  private var awaitedPong: String?

  init(_ socket: BlockingConnection, of client: Participant, on stage: WireStage) {
    self.socket = socket
    self.client = client
    self.stage = stage
  }

  // MARK: - What the client does

  /// Sends a frame and waits until the server has read it.
  func send(_ bytes: [UInt8]) throws(StageFailure) {
    let bytes = stage.names?.outgoing(bytes) ?? bytes
    guard server.abilities.administers else {
      _ = try unlessClosed { () throws(WebSocketError) in try socket.send(bytes) }
      return
    }
    guard client.isStalled else {
      _ = try unlessClosed { () throws(WebSocketError) in try socket.sendAndPing(bytes) }
      return
    }
    _ = try unlessClosed { () throws(WebSocketError) in try socket.send(bytes) }
    socket.flow()
    try roundTrip()
    socket.stall()
    try server.reaching { () throws(WebSocketError) in
      while let inbound = try socket.take() { held.append(inbound) }
    }
  }

  /// Where the runner is not the operator, the answer is waited for: a password takes its time, and other commands overtake
  /// a log-in.
  func logIn(_ bytes: [UInt8]) throws(StageFailure) {
    try send(bytes)
    guard !server.abilities.administers else { return }
    let before = client.unread.count
    let expectedReady = client.expectsReady
    try takeNext { client.unread.count != before || client.expectsReady != expectedReady }
  }

  func cut() throws(StageFailure) {
    disconnect()
    try server.reaching { () throws(WebSocketError) in try socket.cut() }
  }

  func close() throws(StageFailure) {
    disconnect()
    try server.reaching { () throws(WebSocketError) in try socket.close(code: 1000) }
  }

  func stall() { socket.stall() }

  func flow() throws(StageFailure) {
    socket.flow()
    try takeArrived()
  }

  private func disconnect() {
    client.isStalled = false
    held.removeAll()
    client.disconnect()
  }

  // MARK: - Settling

  /// Sends a ping on each of the connections, all at once, and waits for the answers.
  static func roundTrips(_ connections: [WireConnection], to server: WireServer) throws(StageFailure) {
    try server.reaching { () throws(WebSocketError) in
      // Where the server has closed a connection, it has nothing more to say there.
      for case let error? in try BlockingConnection.ping(connections.map(\.socket)) where error != .closed {
        throw error
      }
    }
  }

  /// Sends a ping and waits for its answer.
  private func roundTrip() throws(StageFailure) {
    _ = try unlessClosed { () throws(WebSocketError) in try socket.ping() }
  }

  /// Where the runner is not the operator: what a client asked for is done when its next command is answered.
  func askForPong() throws(StageFailure) {
    // Tutorials' clients have no such command.
    guard case .verbatim = client.dialect else { return try roundTrip() }
    let id = stage.freshPing()
    awaitedPong = id
    let ping = JSON.object([.init("type", .string("ping")), .init("id", .string(id))])
    guard try unlessClosed({ () throws(WebSocketError) in try socket.send(ping.bytes) }) else { return }
    try takeNext { awaitedPong == nil }
  }

  /// Does something; false where the server has closed the connection, and so has nothing more to say.
  private func unlessClosed(_ body: () throws(WebSocketError) -> Void) throws(StageFailure) -> Bool {
    try server.reaching { () throws(WebSocketError) -> Bool in
      do throws(WebSocketError) {
        try body()
        return true
      } catch {
        guard error == .closed else { throw error }
        return false
      }
    }
  }

  // MARK: - Arriving

  /// Takes everything that waits at the client's end.
  func takeArrived() throws(StageFailure) {
    while let inbound = held.popFirst() { try arrive(inbound) }
    while client.isConnected,
      let inbound = try server.reaching({ () throws(WebSocketError) in try socket.take() })
    {
      try arrive(inbound)
    }
  }

  /// Waits for what comes until something is so, or nothing will come any more.
  private func takeNext(until isSo: () -> Bool) throws(StageFailure) {
    let deadline = socket.deadline
    while !isSo(), client.isConnected,
      let inbound = try server.reaching({ () throws(WebSocketError) in try socket.next(before: deadline) })
    {
      try arrive(inbound)
    }
  }

  private func arrive(_ inbound: WebSocketConnection.Inbound) throws(StageFailure) {
    let frame: Received
    switch inbound {
    case .text(let bytes):
      do throws(JSONError) {
        frame = try Received(stage.names?.incoming(bytes) ?? bytes, reader: stage.roster.reader)
      } catch {
        throw .server("the server sent invalid JSON to \(client.name): \(error)")
      }
    case .closed(let code):
      disconnect()
      frame = Received(closed: code ?? 1005)
    case .lost:
      disconnect()
      if let fault = socket.fault {
        throw .server("the server broke the connection of \(client.name) by what it sent: \(fault)")
      }
      frame = Received(closed: 1006)
    }
    // A refusal answers it as well.
    if let pong = awaitedPong, frame.fields.re == pong {
      awaitedPong = nil
      // It is a frame of the session as every other.
      client.session?.received += 1
    } else {
      stage.handOver(frame, to: client)
    }
  }
}
