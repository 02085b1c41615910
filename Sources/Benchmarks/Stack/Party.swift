import Engine
import Host
import Store

/// A host with a store in memory and logged-in users in rooms.
final class Party {
  /// How many inputs are committed together where many come at once.
  static let inputsPerTurn = 256

  let host: Host
  var now = Instant.virtualStart
  private(set) var connections: [ConnectionID] = []

  /// Users take turns with the rooms: user number n is in the room of number n modulo the rooms.
  init(rooms: Int, members: Int) throws {
    host = try Host(
      store: try Store(.memory), configuration: Configuration(),
      credentials: .simulated, snapshotInterval: .max, at: now)
    for index in 0..<(rooms * members) {
      let connection = try add("user\(index)")
      _ = try ask(#"{"type":"join","room":"room-\#(index % rooms)"}"#, from: connection)
    }
  }

  /// Lets a user register and log in; a millisecond passes.
  func add(_ name: String) throws -> ConnectionID {
    now.milliseconds += 1
    let connection = try host.connect(at: now)
    connections.append(connection)
    _ = try ask(#"{"type":"register","user":"\#(name)","password":"a long password"}"#, from: connection)
    return connection
  }

  /// Sends a frame, makes the turn last, and returns what the server says to this connection, at first place.
  @discardableResult
  func ask(_ frame: String, from connection: ConnectionID) throws -> [UInt8] {
    try ask(Array(frame.utf8), from: connection)
  }

  /// Sends a frame, makes the turn last, and returns what the server says to this connection, at first place.
  ///
  /// An error would be measured as quick work, so there must be none.
  func ask(_ frame: [UInt8], from connection: ConnectionID) throws -> [UInt8] {
    try host.receive(frame, from: connection, at: now)
    for outgoing in try host.commit() {
      guard case .send(let reply, connection) = outgoing else { continue }
      guard !reply.bytes.starts(with: Self.errorStart) else {
        throw UnexpectedOutcome(
          "\(String(decoding: frame, as: UTF8.self)) was answered \(String(decoding: reply.bytes, as: UTF8.self))"
        )
      }
      return reply.bytes
    }
    return []
  }

  private static let errorStart = Array(#"{"type":"error""#.utf8)
}
