import Engine
import Host
import Store

/// Engine, wire and a store in memory together, as the simulator and the server use them.
enum StackBenchmark {
  /// Frames in, each message journaled, stored, searchable at the end, and encoded once for its receivers.
  static func roomChat(rooms: Int, members: Int, inputs: Int) throws -> Measurement {
    let party = try Party(rooms: rooms, members: members)
    let frames = (0..<rooms).map { room in
      Array(
        #"{"type":"chat_message","id":"1","room":"room-\#(room)","message":"good morning to all of you in here"}"#
          .utf8)
    }
    var sent = 0
    let start = party.now
    let elapsed = try seconds {
      for index in 0..<inputs {
        let user = index % party.connections.count
        party.now = Pace.instant(of: index, after: start, users: party.connections.count)
        try party.host.receive(frames[user % rooms], from: party.connections[user], at: party.now)
        if index % 256 == 255 { sent += try party.host.commit().count }
      }
      sent += try party.host.commit().count
      // The search brings the index up to date, so that its cost is counted.
      try party.search()
    }
    precondition(sent == inputs * 2, "\(sent) frames for \(inputs) messages")
    return Measurement(
      name: "engine, wire and store in memory, room chat in \(rooms) rooms of \(members)",
      value: Double(inputs) / elapsed, unit: "inputs/s", goal: .atLeast(100_000))
  }
}

/// A host with logged-in users in rooms.
final class Party {
  let host: Host
  var now = Instant.virtualStart
  private(set) var connections: [ConnectionID] = []

  init(rooms: Int, members: Int) throws {
    host = try Host(
      store: try Store(.memory, engineVersion: Engine.version), configuration: Configuration(),
      credentials: .simulated, snapshotInterval: .max, at: now)
    for index in 0..<(rooms * members) { try add("user\(index)", room: "room-\(index % rooms)") }
  }

  func add(_ name: String, room: String) throws {
    let connection = try host.connect(at: now)
    connections.append(connection)
    try send(#"{"type":"register","user":"\#(name)","password":"a long password"}"#, from: connection)
    now.milliseconds += 1
    try send(#"{"type":"join","room":"\#(room)"}"#, from: connection)
    _ = try host.commit()
  }

  func send(_ frame: String, from connection: ConnectionID) throws {
    try host.receive(Array(frame.utf8), from: connection, at: now)
  }

  func search() throws {
    now.milliseconds += 1000
    try send(#"{"type":"search","in":"messages","query":"morning"}"#, from: connections[0])
    _ = try host.commit()
  }
}
