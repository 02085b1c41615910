import Client
import TestSupport
import Testing

/// The connection of a thread that may block, against a peer that keeps to RFC 6455.
@Suite("A blocking connection", .blocking, .hangGuard) struct BlockingConnectionTests {
  private func connect(to peer: WebSocketPeer) throws -> BlockingConnection {
    try BlockingConnection(to: peer.endpoint, options: .init(), deadlineMilliseconds: 60_000)
  }

  @Test func `a frame that is sent with a ping has been read when the ping is answered`() async throws {
    let peer = try await WebSocketPeer { WebSocketPeer.echo($0, $1) }
    defer { peer.stop() }
    let connection = try connect(to: peer)
    defer { connection.abort() }
    try connection.sendAndPing(Array("hello".utf8))
    #expect(try connection.take() == .text(Array("hello".utf8)))
  }

  @Test func `several connections are pinged at once, and one that is over says so`() async throws {
    let peer = try await WebSocketPeer { WebSocketPeer.echo($0, $1) }
    defer { peer.stop() }
    let connections = try (1...3).map { _ in try connect(to: peer) }
    defer { for connection in connections { connection.abort() } }
    #expect(try BlockingConnection.ping(connections) == [nil, nil, nil])
    try connections[1].close(code: 1000)
    #expect(try BlockingConnection.ping(connections) == [nil, .closed, nil])
    #expect(try BlockingConnection.ping([]).isEmpty)
  }
}
