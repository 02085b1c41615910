import Engine
import Wire

/// The connections that speak a tutorial's dialect, and how far each of them has come.
struct TutorialClients {
  private var dialects: [ConnectionID: Dialect] = [:]
  /// Who was in the room before a client that is on its way into it.
  private var arriving: [ConnectionID: [String]] = [:]
  /// Guests whose room nobody has made yet, in the order in which they came.
  private var waiting: [(connection: ConnectionID, room: NameKey)] = []

  /// The dialect of a connection. Where no tutorial's client is there, nothing is looked up.
  subscript(connection: ConnectionID) -> Dialect {
    dialects.isEmpty ? .verbatim : dialects[connection, default: .verbatim]
  }

  mutating func add(_ connection: ConnectionID, speaking dialect: Dialect) {
    if dialect.shape != .verbatim { dialects[connection] = dialect }
  }

  mutating func remove(_ connection: ConnectionID) {
    guard dialects.removeValue(forKey: connection) != nil else { return }
    arriving[connection] = nil
    waiting.removeAll { $0.connection == connection }
  }

  mutating func arrive(_ connection: ConnectionID, meeting users: [String]) {
    arriving[connection] = users
  }

  /// Who was there before the client, where the list of users is the first frame that it waits for.
  mutating func takeArrival(of connection: ConnectionID) -> [String]? {
    arriving.isEmpty ? nil : arriving.removeValue(forKey: connection)
  }

  mutating func wait(_ connection: ConnectionID, for room: String) {
    waiting.append((connection, NameKey(room)))
  }

  /// The guests that waited for a room that was made now.
  mutating func takeWaiting(for room: String) -> [ConnectionID] {
    guard !waiting.isEmpty else { return [] }
    let key = NameKey(room)
    let found = waiting.filter { $0.room == key }.map(\.connection)
    waiting.removeAll { $0.room == key }
    return found
  }
}
