import Engine
import Host
import Wire

/// The layers together.
extension CountedWay {
  /// Counts deliveries: for each message one acknowledgement, and the message to each of 10.
  static func runHost(_ messages: Int) throws -> Int {
    let party = try Party(rooms: 1, members: 10)
    return try say(messages, in: party)
  }

  /// Counts messages in pages: 50 in each.
  static func runHistory(_ pages: Int) throws -> Int {
    let party = try Party(rooms: 1, members: 10)
    _ = try say(100, in: party)
    let frame = Array(#"{"type":"history","id":"1","room":"room-0","limit":50}"#.utf8)
    // One page is read here, so that reading is no part of what the others cost.
    party.now.milliseconds += stepMilliseconds
    let page = try party.ask(frame, from: party.connections[0])
    guard let found = ServerFrame(parsing: page)?.messages, found.count == 50 else {
      throw UnexpectedOutcome("\(String(decoding: page, as: UTF8.self)) is no page of 50 messages")
    }
    var told = 0
    for index in 0..<pages {
      party.now.milliseconds += stepMilliseconds
      let reply = try party.ask(frame, from: party.connections[index % party.connections.count])
      guard reply == page else { throw UnexpectedOutcome("page \(index + 1) is not that of before") }
      told += found.count
    }
    return told
  }

  /// Lets the users send messages one after the other, each in a turn of its own, and counts deliveries.
  private static func say(_ messages: Int, in party: Party) throws -> Int {
    var delivered = 0
    for index in 0..<messages {
      party.now.milliseconds += stepMilliseconds
      let sender = party.connections[index % party.connections.count]
      try party.host.receive(commandFrames[index % commandFrames.count], from: sender, at: party.now)
      for outgoing in try party.host.commit() {
        switch outgoing {
        case .send: delivered += 1
        case .sendToMany(_, let receivers): delivered += receivers.count
        case .close(_, let code): throw UnexpectedOutcome("a connection was closed: \(code)")
        }
      }
    }
    guard delivered == messages * (party.connections.count + 1) else {
      throw UnexpectedOutcome("\(delivered) frames were delivered of \(messages) messages")
    }
    return delivered
  }
}
