/// One client of the chat as others can know of it: for those who describe a state from outside.
package struct Seat: Hashable, Sendable {
  /// The connection, or nil for a session that was cut and can be resumed.
  package let connection: ConnectionID?
  /// The name of the user, or nil for a guest.
  package let user: String?
  /// The digest of the session's name, or nil for a guest.
  package let session: Digest?
  /// The rooms that it is in, in the order of joining.
  package let rooms: [Place]

  /// A room that a session is in.
  package struct Place: Hashable, Sendable {
    package let room: String
    /// Grows with each joining, so that those of several sessions can be put in order.
    package let order: UInt64
  }
}

extension Engine {
  /// Everyone who is there, resumable sessions included.
  package var seats: [Seat] { sessions.ids.map(seat) }

  /// Who is on a connection, or nil where it is not open.
  package func seat(on connection: ConnectionID) -> Seat? { connections[connection].map(seat) }

  /// Whose session has this digest of its name, or nil where there is none.
  package func seat(of session: Digest) -> Seat? { sessionsByName[session].map(seat) }

  /// How many users, rooms and messages there are; private messages are counted with the others.
  package var counts: (users: UInt64, rooms: UInt64, messages: UInt64) {
    (UInt64(users.lastID.number), UInt64(rooms.lastID.number), messages)
  }

  private func seat(_ id: SessionID) -> Seat {
    let session = sessions[id]
    var connection: ConnectionID?
    if case .attached(let attached) = session.attachment { connection = attached }
    var secret: Digest?
    if case .user(_, let digest) = session.identity { secret = digest }
    return Seat(
      connection: connection, user: session.user.map { users[$0].name }, session: secret,
      rooms: session.memberships.map { Seat.Place(room: rooms[$0.room].name, order: $0.order) })
  }
}
