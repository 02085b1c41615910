import Wire

/// A server that can no longer write.
extension Check {
  /// How large a file may become, in bytes.
  private static let largestFile = 1 << 20
  /// How much is said to fill it, in messages of `messageCharacters`.
  fileprivate static let mostMessages = 250
  private static let messageCharacters = 30_000
  fileprivate static let text = String(repeating: "x", count: messageCharacters)

  static let durability: [Check] = [
    Check(
      "durability/full_disk", "On a full disk the server answers what only looks, and refuses the rest",
      covers: "ERR-4"
    ) {
      probe throws(ProbeEnd) in
      let limits: [(name: String, value: Int64)] = [
        ("messages_burst", 1_000_000), ("message_characters", Int64(messageCharacters)),
        ("queries_burst", 1_000_000), ("peer_registrations_burst", 1_000_000),
      ]
      try probe.onServer(limits: limits, largestFileBytes: largestFile) { probe throws(ProbeEnd) in
        let (room, alice) = try probe.room()
        let newest = try alice.fills(room)
        // A full disk may take a little now and then, and the server may send everybody away when it does.
        let deadline = ContinuousClock.now + .seconds(Probe.patienceSeconds)
        while true {
          guard ContinuousClock.now < deadline else {
            throw probe.failure("nothing is refused on a full disk", expected: "unavailable")
          }
          let guest = try probe.guest()
          guard try guest.sees(newest, in: room) else { continue }
          let fields =
            #""type":"register","user":"\#(probe.name("bob"))","password":"\#(ProbeUser.password)""#
          guard let reply = try guest.asksIfOpen(fields), reply["type"] != .string("ready") else { continue }
          guard reply.has(JSON.trusted(#"{"type":"error","code":"unavailable"}"#)) else {
            throw probe.failure("a full disk is told otherwise", expected: "unavailable", came: reply.shown)
          }
          guard try guest.sees(newest, in: room) else { continue }
          return
        }
      }
    }
  ]
}

extension ProbeUser {
  /// Says so much that the disk is full, and gives the newest seq that was acknowledged.
  fileprivate func fills(_ room: String) throws(ProbeEnd) -> Int64 {
    var newest: Int64 = 0
    for _ in 0..<Check.mostMessages {
      let fields = #""type":"chat_message","room":"\#(room)","message":"\#(Check.text)""#
      guard let reply = try asksIfOpen(fields), case .integer(let seq)? = reply["seq"] else { return newest }
      newest = seq
    }
    throw .notApplicable(
      reason: "it went on when none of its files could grow, so that no full disk can be shown to it")
  }

  /// Reads the newest message, which has to be the one that was acknowledged last; false where the connection ends before.
  fileprivate func sees(_ seq: Int64, in room: String) throws(ProbeEnd) -> Bool {
    for (fields, type) in [
      (#""type":"rooms""#, "room_list"), (#""type":"who","room":"\#(room)""#, "user_list"),
    ] {
      guard let reply = try asksIfOpen(fields) else { return false }
      try expect(reply, has: #"{"type":"\#(type)"}"#, after: fields)
    }
    let fields = #""type":"history","room":"\#(room)","limit":1"#
    guard let page = try asksIfOpen(fields) else { return false }
    try expect(page, has: #"{"type":"history","messages":[{"seq":\#(seq)}]}"#, after: fields)
    return true
  }
}
