import Bots
import Client
import Engine
import Wire

/// The operator's connection to a server: it moves the clock, and knows when everything is done.
final class ControlConnection {
  private let connection: BlockingConnection
  private var lastID = 0
  /// The server's greeting.
  let hello: JSON

  init(to endpoint: Endpoint, token: String?, deadlineMilliseconds: Int) throws(WebSocketError) {
    connection = try BlockingConnection(
      to: endpoint,
      options: .init(headers: token.map { [("Authorization", "Bearer \($0)")] } ?? []),
      deadlineMilliseconds: deadlineMilliseconds)
    guard case .text(let bytes)? = try connection.next(),
      let frame = try? JSON.parse(bytes, maximumBytes: .max, maximumDepth: 64),
      frame["type"] == .string("hello")
    else { throw .protocolViolation(reason: "its first frame is no `hello`") }
    hello = frame
  }

  /// Whether the server's clock is virtual.
  var hasVirtualClock: Bool { hello["clock"] == .string("virtual") }

  /// The server's time when it greeted.
  var greetedAt: Instant {
    guard case .string(let text)? = hello["now"], let instant = Timestamp.instant(of: text) else {
      return .virtualStart
    }
    return instant
  }

  /// Asks for something and gives the answer, which may be an error frame.
  func ask(_ type: String, _ members: [JSON.Member] = []) throws(WebSocketError) -> JSON {
    lastID += 1
    let id = JSON.string("control-\(lastID)")
    let frame = JSON.object([.init("type", .string(type)), .init("id", id)] + members)
    try connection.send(frame.bytes)
    while let inbound = try connection.next() {
      guard case .text(let bytes) = inbound,
        let reply = try? JSON.parse(bytes, maximumBytes: .max, maximumDepth: 64)
      else { continue }
      if reply["re"] == id { return reply }
    }
    throw .closed
  }

  func close() { connection.abort() }
}
