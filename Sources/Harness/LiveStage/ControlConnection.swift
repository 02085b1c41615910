import Bots
package import Client
import Engine
package import Wire

/// The operator's connection to a server: it moves the clock, and knows when everything is done.
package final class ControlConnection {
  let connection: BlockingConnection
  private var lastID = 0
  /// The server's greeting.
  package let hello: ServerFrame

  /// Connects, and waits for the greeting.
  ///
  /// - Parameter token: The operator's; without one the connection is a guest's.
  package init(to endpoint: Endpoint, token: String?, deadlineMilliseconds: Int) throws(WebSocketError) {
    connection = try BlockingConnection(
      to: endpoint,
      options: .init(headers: token.map { [("Authorization", "Bearer \($0)")] } ?? []),
      deadlineMilliseconds: deadlineMilliseconds)
    hello = try Self.greeting(on: connection, deadlineMilliseconds: deadlineMilliseconds)
  }

  /// The server's first frame, which has to be a `hello`.
  private static func greeting(
    on connection: BlockingConnection, deadlineMilliseconds: Int
  ) throws(WebSocketError) -> ServerFrame {
    let first: WebSocketConnection.Inbound?
    do throws(WebSocketError) {
      first = try connection.next()
    } catch {
      throw .protocolViolation(reason: "it sends no `hello` within \(deadlineMilliseconds / 1000) s")
    }
    switch first {
    case .text(let bytes):
      if let frame = ServerFrame(parsing: bytes, maximumBytes: WireBounds.messageBytes), frame.type == .hello
      {
        return frame
      }
      let start = VisibleText.of(String(decoding: bytes.prefix(60), as: UTF8.self))
      throw .protocolViolation(
        reason: "its first frame is not `hello` but \(start)\(bytes.count > 60 ? "…" : "")")
    case .closed(let code):
      throw .protocolViolation(reason: "it closes with \(code ?? 1005) and sends no `hello`")
    case .lost, nil:
      throw .protocolViolation(reason: connection.fault ?? "it ends the connection and sends no `hello`")
    }
  }

  /// The server's time when it greeted.
  var greetedAt: Instant { hello.now ?? .virtualStart }

  /// Asks for something and gives the answer, which may be an error frame.
  package func ask(_ type: String, _ members: [JSON.Member] = []) throws(WebSocketError) -> ServerFrame {
    lastID += 1
    let id = "control-\(lastID)"
    let frame = JSON.object([.init("type", .string(type)), .init("id", .string(id))] + members)
    // A server that has closed the connection may have said why, which is still to be read.
    connection.post(frame.bytes)
    let deadline = connection.deadline
    while let inbound = try connection.next(before: deadline) {
      guard case .text(let bytes) = inbound, let reply = ServerFrame(parsing: bytes) else { continue }
      // A token that is not valid is refused unasked.
      if reply.re == id || (reply.type == .error && !reply.has("re")) { return reply }
    }
    throw .closed
  }

  /// Ends the connection.
  package func close() { connection.abort() }
}
