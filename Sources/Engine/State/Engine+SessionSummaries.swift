/// What code outside the engine can know of a session: where it is connected, whose it is, and its rooms.
package struct SessionSummary: Hashable, Sendable {
  /// The connection, or nil for a session that was cut and can be resumed.
  package let connection: ConnectionID?
  /// The name of the user, or nil for a guest.
  package let user: String?
  /// The digest of the session's name, or nil for a guest.
  package let name: Digest?
  /// The rooms that it is in, in the order of joining.
  package let rooms: [Membership]

  /// A room that a session is in.
  package struct Membership: Hashable, Sendable {
    package let room: String
    /// The number of the engine's newest delivery when the session joined; it sorts the joins of several sessions.
    package let joinedAfter: UInt64
  }
}

extension Engine {
  /// All sessions, including those that are disconnected and can be resumed.
  package var sessionSummaries: [SessionSummary] { sessions.ids.map(summary) }

  /// The session of a connection, or nil where the connection is not open.
  package func sessionSummary(on connection: ConnectionID) -> SessionSummary? {
    connections[connection].map(summary)
  }

  /// The session with this digest of its name, or nil where there is none.
  package func sessionSummary(named session: Digest) -> SessionSummary? {
    sessionsByName[session].map(summary)
  }

  /// How many users, rooms and messages there are; private messages are counted with the others.
  package var counts: (users: UInt64, rooms: UInt64, messages: UInt64) {
    (UInt64(users.lastID.number), UInt64(rooms.lastID.number), messages)
  }

  private func summary(of id: SessionID) -> SessionSummary {
    let session = sessions[id]
    var name: Digest?
    if case .user(_, let digest) = session.identity { name = digest }
    return SessionSummary(
      connection: session.connection, user: session.user.map { users[$0].name }, name: name,
      rooms: session.memberships.map {
        SessionSummary.Membership(room: rooms[$0.room].name, joinedAfter: $0.joinedAfter)
      })
  }
}
