import Client
import Wire

extension Probe {
  /// Sends what no client may send, each on a connection of its own, and shows that each is closed with the code.
  func expectClose(_ code: Int, after misdeeds: [(name: String, bytes: [UInt8])]) throws(ProbeEnd) {
    for misdeed in misdeeds {
      let client = try rawGuest()
      try attempt { () throws(WebSocketError) in
        try client.socket.send(misdeed.bytes, untilAnswered: true)
      }
      try expectClose(code, of: client, after: misdeed.name)
    }
  }

  /// Shows that the server closes a connection with a code, and then ends it.
  func expectClose(
    _ code: Int, of client: ProbeWebSocket, after misdeed: String,
    until deadline: ContinuousClock.Instant? = nil
  ) throws(ProbeEnd) {
    let end = try ending(of: client, until: deadline ?? client.socket.deadline)
    guard end == .close(code) else {
      throw failure(
        "the connection is not closed as it must be after \(misdeed)", expected: "close \(code)",
        came: end?.words ?? "nothing")
    }
    let last = try attempt { () throws(WebSocketError) in
      try client.send(ClientBytes.close(code))
      return try timely { () throws(WebSocketError) in try client.next() }
    }
    guard last == .end else {
      throw failure(
        "the server goes on after its close frame after \(misdeed)", expected: "the end of the connection",
        came: last?.words ?? "nothing")
    }
  }

  /// The close frame or the end of a connection, whatever comes before; nil where neither does in time.
  func ending(
    of client: ProbeWebSocket, until deadline: ContinuousClock.Instant
  ) throws(ProbeEnd) -> ProbeWebSocket.Inbound? {
    try attempt { () throws(WebSocketError) in
      while let inbound = try timely({ () throws(WebSocketError) in try client.next(until: deadline) }) {
        switch inbound {
        case .close, .end: return inbound
        case .text, .ping, .pong: continue
        }
      }
      return nil
    }
  }

  /// What is waited for, or nil where it does not come in time.
  func timely<Value>(_ body: () throws(WebSocketError) -> Value) throws(WebSocketError) -> Value? {
    do throws(WebSocketError) {
      return try body()
    } catch {
      guard error == .timeout else { throw error }
      return nil
    }
  }

  /// Shows that a connection lives.
  func expectPong(_ client: ProbeWebSocket, after misdeed: String) throws(ProbeEnd) {
    let reply: JSON
    do throws(WebSocketError) {
      reply = try client.asks(#""type":"ping""#)
    } catch {
      throw failure("a connection does not go on after \(misdeed)", expected: "pong", came: error.message)
    }
    guard reply["type"] == .string("pong") else {
      throw failure("a ping is not answered after \(misdeed)", expected: "pong", came: reply.shown)
    }
  }
}
