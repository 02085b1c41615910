import Bots
package import Client
import Engine
package import Wire

/// The operator's connection to a server: it moves the clock, and knows when everything is done.
package final class ControlConnection {
  private let connection: BlockingConnection
  private var lastID = 0
  /// The server's greeting.
  let hello: JSON

  /// Connects, and waits for the greeting.
  ///
  /// - Parameter token: The operator's; without one the connection is a guest's.
  package init(to endpoint: Endpoint, token: String?, deadlineMilliseconds: Int) throws(WebSocketError) {
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

  /// What the server says that it can.
  var capabilities: [String] {
    guard case .array(let list)? = hello["capabilities"] else { return [] }
    return list.compactMap { if case .string(let name) = $0 { name } else { nil } }
  }

  /// The server's time when it greeted.
  var greetedAt: Instant {
    guard case .string(let text)? = hello["now"], let instant = Timestamp.instant(of: text) else {
      return .virtualStart
    }
    return instant
  }

  /// Asks for something and gives the answer, which may be an error frame.
  package func ask(_ type: String, _ members: [JSON.Member] = []) throws(WebSocketError) -> JSON {
    lastID += 1
    let id = JSON.string("control-\(lastID)")
    let frame = JSON.object([.init("type", .string(type)), .init("id", id)] + members)
    try connection.send(frame.bytes)
    while let inbound = try connection.next() {
      guard case .text(let bytes) = inbound,
        let reply = try? JSON.parse(bytes, maximumBytes: .max, maximumDepth: 64)
      else { continue }
      // A token that is not valid is refused unasked.
      if reply["re"] == id || (reply["type"] == .string("error") && reply["re"] == nil) { return reply }
    }
    throw .closed
  }

  /// Ends the connection.
  package func close() { connection.abort() }
}
