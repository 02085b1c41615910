/// A message about which the engine has to know something before it decides about a command: it keeps no messages.
///
/// The host finds it in the store, and gives what it found as a part of the input, so that a replay needs no store.
package struct Lookup: Hashable, Sendable {
  package let place: MessagePlace
  package let seq: UInt64

  /// What the store knows of the message.
  package struct Found: Hashable, Sendable {
    /// Who said it.
    package var author: UserID
    package var at: Instant
    /// Whether its text was taken away before.
    package var isDeleted: Bool

    package init(author: UserID, at: Instant, isDeleted: Bool) {
      self.author = author
      self.at = at
      self.isDeleted = isDeleted
    }
  }
}

/// Where a message is: in a room, or between two users.
package enum MessagePlace: Hashable, Sendable {
  case room(RoomID)
  case pair(Pair)
}

extension Engine {
  /// What a command means that arrived, and what has to be looked up before it is applied.
  ///
  /// A line is interpreted here. One that means nothing stays a line, and is refused when it is applied.
  package func prepare(_ command: Command, from connection: ConnectionID) -> (Command, Lookup?) {
    var command = command
    if case .typeLine(let room, let line) = command, let session = connections[connection],
      let meant = try? interpret(line, in: room, of: session)
    {
      command = meant
    }
    return (command, lookup(for: command))
  }

  private func lookup(for command: Command) -> Lookup? {
    guard case .moderate(let name, .deleteMessage(let seq)) = command, let room = roomIDs[NameKey(name)],
      seq >= 1, seq <= rooms[room].seq
    else { return nil }
    return Lookup(place: .room(room), seq: seq)
  }
}
