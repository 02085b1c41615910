/// How many there are of what an engine holds, for those who watch a server.
package struct Census: Hashable, Sendable {
  /// All sessions: guests, those that are logged in, and those that wait to be resumed.
  package let sessions: Int
  /// The users with a session, the resumable ones counted.
  package let usersOnline: Int
  /// The rooms, those in which nobody is counted as well.
  package let rooms: Int
  /// All users, those whose account was closed as well.
  package let users: Int
  /// The pairs of users who have ever talked.
  package let pairs: Int
  /// About how many bytes are kept for sessions that may resume.
  package let keptBytes: Int
}

extension Engine {
  /// Counts what there is, without a look at any of it: strangers may ask for it.
  package var census: Census {
    Census(
      sessions: sessions.slots.count - sessions.free.count,
      usersOnline: usersOnline, rooms: rooms.values.count - roomsDeleted, users: users.values.count,
      pairs: pairs.count,
      keptBytes: Int(keptBytes))
  }
}
