/// A message about which the engine has to know something before it decides about a command: it keeps no messages.
///
/// The host finds it in the store, and gives what it found as a part of the input, so that a replay needs no store.
package struct Lookup: Hashable, Sendable {
  package let place: MessagePlace
  package let seq: UInt64

  /// What the store knows of the message.
  package struct Found: Hashable, Sendable {
    /// Its place among all messages of the server; 0 where an earlier program looked it up.
    package var number: UInt64
    /// Who said it.
    package var author: UserID
    package var at: Instant
    /// Whether its text was taken away before.
    package var isDeleted: Bool
    /// What it was sent with beside the text, without mentions.
    package var extras: MessageExtras<UserID>?

    package init(
      number: UInt64 = 0, author: UserID, at: Instant, isDeleted: Bool, extras: MessageExtras<UserID>? = nil
    ) {
      self.number = number
      self.author = author
      self.at = at
      self.isDeleted = isDeleted
      self.extras = extras
    }
  }
}

/// Where a message is: in a room, or between two users.
package enum MessagePlace: Hashable, Sendable {
  case room(RoomID)
  case pair(Pair)
}

extension Engine {
  /// The command that a typed line stands for in its session. A line that stands for none stays as it is, as every other command does.
  package func meaning(of command: Command, from connection: ConnectionID) -> Command {
    guard case .typeLine(let room, let line) = command, let session = connections[connection],
      let meant = try? interpret(line, in: room, of: session)
    else { return command }
    return meant
  }

  /// What has to be looked up before a command is applied; nil where nothing has to be.
  package func lookup(for command: Command, from connection: ConnectionID) -> Lookup? {
    // Other lines are messages, which need nothing; they are interpreted once, when they are applied.
    if case .typeLine(_, let line) = command, line.utf8.first != UInt8(ascii: "/") { return nil }
    switch meaning(of: command, from: connection) {
    case .moderate(let name, .deleteMessage(let seq)):
      return lookup(seq, in: .room(name), from: connection)
    case .editMessage(let conversation, let seq, text: _):
      return lookup(seq, in: conversation, from: connection)
    case .search(.messages(_, _, _, _, let cursor?, _)):
      guard let place = Cursor.place(from: cursor), let seq = Cursor.seq(from: cursor) else { return nil }
      // Whoever may not read there learns nothing of the order in which anything was said.
      if case .room(let name) = place, barrier(toRoom: name, on: connection) != nil { return nil }
      return lookup(seq, in: place, from: connection)
    case _: return nil
    }
  }

  private func lookup(_ seq: UInt64, in conversation: Conversation, from connection: ConnectionID) -> Lookup?
  {
    switch conversation {
    case .room(let name): return roomIDs[NameKey(name)].flatMap { lookup(seq, at: .room($0)) }
    case .with(let name):
      guard let user = connections[connection].flatMap({ sessions[$0].user }),
        let other = userIDs[NameKey(name)]
      else { return nil }
      return lookup(seq, at: .pair(Pair(user, other)))
    }
  }

  private func lookup(_ seq: UInt64, at place: MessagePlace) -> Lookup? {
    seq >= 1 && seq <= newestSeq(at: place) ? Lookup(place: place, seq: seq) : nil
  }
}
