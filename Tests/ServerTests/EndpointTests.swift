import Client
import Testing

@Suite struct `An address` {
  @Test(arguments: [
    ("ws://localhost:8080", "localhost", 8080, false, "/ws"),
    ("ws://localhost", "localhost", 80, false, "/ws"),
    ("wss://chat.example/", "chat.example", 443, true, "/ws"),
    ("wss://chat.example:9443/ws/chat/lobby/", "chat.example", 9443, true, "/ws/chat/lobby/"),
    ("WS://[::1]:8080/ws", "::1", 8080, false, "/ws"),
  ])
  func `names host, port and path`(
    _ text: String, _ host: String, _ port: Int, _ isSecure: Bool, _ path: String
  ) throws {
    let endpoint = try #require(Endpoint(text))
    #expect(endpoint == Endpoint(host: host, port: port, isSecure: isSecure, path: path))
    #expect(Endpoint(endpoint.description) == endpoint)
  }

  @Test(arguments: [
    "localhost:8080", "http://localhost", "ws://", "ws://:80", "ws://host:0", "ws://host:65536",
    "ws://host:8o",
    "ws://host:+1", "ws://[::1", "ws://[::1]x", "ws://alice@host", "ws://host/ws?token=x", "ws://host/#a",
  ])
  func `is refused where it is none, or would carry a secret`(_ text: String) {
    #expect(Endpoint(text) == nil)
  }
}
