import Client
import Wire

/// What one connection means for others.
extension Check {
  static let connections: [Check] = [
    Check(
      "connections/pong_order", "A pong comes after what had happened before its ping", covers: "CONN-12"
    ) { probe throws(ProbeEnd) in
      let (room, alice, bob) = try probe.roomOfTwo()
      for number in 1...20 {
        try alice.says(["\(number)"], in: room)
        try bob.asks(#""type":"ping""#, gets: #"{"type":"pong"}"#)
        try bob.hasGot(#"{"type":"chat_message","message":"\#(number)"}"#)
      }
    },
    Check(
      "connections/slow_reader", "A client that does not read is closed, and does not fill the server",
      covers: "CONN-5"
    ) { probe throws(ProbeEnd) in
      let limits: [(name: String, value: Int64)] = [
        ("send_queue_bytes", 65_536), ("messages_burst", 1_000_000),
      ]
      try probe.onServer(limits: limits) { probe throws(ProbeEnd) in
        let (room, alice) = try probe.room()
        let stalled = try probe.stalledReader(in: room)
        // What the kernels on the way take is not the server's: some megabytes on each.
        let most = 12 << 20
        let characters = min(try probe.limit("message_characters"), try probe.limit("frame_bytes") / 8)
        let text = String(repeating: "\u{1F4E8}", count: characters)
        var sent = 0
        while sent < most {
          try alice.says([text], in: room)
          sent += text.utf8.count
        }
        let end = try probe.ending(of: stalled, until: stalled.socket.deadline)
        // A goodbye that cannot be sent for as long as nobody reads need not be.
        guard end == .close(4002) || end == .end else {
          throw probe.failure(
            "a client did not read while \(sent >> 20) MiB were sent to its room, and was sent all of them",
            expected: "close 4002", came: end?.words ?? "all")
        }
      }
    },
  ]
}

extension Probe {
  /// A session in a room that reads nothing from now on.
  fileprivate func stalledReader(in room: String) throws(ProbeEnd) -> ProbeWebSocket {
    let bob = try user("bob")
    let stalled = try rawGuest(receiveBuffer: 4096)
    let ready = try attempt { () throws(WebSocketError) in try stalled.asks(bob.tokenLogIn) }
    let joined = try attempt { () throws(WebSocketError) in
      try stalled.asks(#""type":"join","room":"\#(room)""#)
    }
    guard ready["type"] == .string("ready"), joined["type"] == .string("user_list") else {
      throw obstacle("bob cannot join \(room); the server answers \(ready.shown) and \(joined.shown)")
    }
    return stalled
  }
}
