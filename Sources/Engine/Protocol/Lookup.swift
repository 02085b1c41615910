/// A message about which the engine has to know something before it decides about a command: it keeps no messages.
///
/// The host finds it in the store, and gives what it found as a part of the input, so that a replay needs no store.
package struct Lookup: Hashable, Sendable {
  package let place: MessagePlace
  package let seq: UInt64
  /// The reaction of which something has to be known too.
  package var reaction: Reaction?

  /// A user's reaction to the message, whether it has it or not.
  package struct Reaction: Hashable, Sendable {
    package let user: UserID
    /// The reaction as it was written.
    package let text: String
  }

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
    private var kept: Kept?

    package init(
      number: UInt64 = 0, author: UserID, at: Instant, isDeleted: Bool,
      extras: MessageExtras<UserID>? = nil, reactions: Reactions? = nil
    ) {
      self.number = number
      self.author = author
      self.at = at
      self.isDeleted = isDeleted
      self.extras = extras
      kept = if let reactions { .reactions(reactions) } else { nil }
    }

    /// What is known of its reactions, where a reaction was looked up.
    package var reactions: Reactions? {
      get { if case .reactions(let reactions)? = kept { reactions } else { nil } }
      set { kept = if let newValue { .reactions(newValue) } else { nil } }
    }

    /// One reference, so that inputs which look for no reaction cost no more.
    private indirect enum Kept: Hashable, Sendable {
      case reactions(Reactions)
    }
  }

  /// What the store knows of a message's reactions.
  package struct Reactions: Hashable, Sendable {
    /// The reaction that was looked up, in Unicode's normalization form C.
    package var text: String
    /// How many different ones the message has.
    package var kinds: Int
    /// How many users gave it the one that was looked up.
    package var count: Int
    /// How many different ones the user gave it.
    package var kindsOfUser: Int
    /// Whether the one that was looked up is among these.
    package var isOfUser: Bool

    package init(text: String, kinds: Int, count: Int, kindsOfUser: Int, isOfUser: Bool) {
      self.text = text
      self.kinds = kinds
      self.count = count
      self.kindsOfUser = kindsOfUser
      self.isOfUser = isOfUser
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
    switch command {
    // Other lines are messages, which need nothing; they are interpreted once, when they are applied.
    case .typeLine(_, let line) where line.utf8.first == UInt8(ascii: "/"):
      let meant = meaning(of: command, from: connection)
      if case .typeLine = meant { return nil }
      return lookup(for: meant, from: connection)
    case .moderate(let name, .deleteMessage(let seq)):
      return lookup(seq, in: .room(name), from: connection)
    case .editMessage(let conversation, let seq, text: _):
      return lookup(seq, in: conversation, from: connection)
    case .react(let conversation, let seq, let reaction, adds: _):
      return lookup(reaction, on: seq, in: conversation, from: connection)
    case .search(.messages(_, _, _, _, let cursor?, _)):
      guard let place = Cursor.place(from: cursor), let seq = Cursor.seq(from: cursor) else { return nil }
      // Whoever may not read there learns nothing of the order in which anything was said.
      if case .room(let name) = place, barrier(toRoom: name, on: connection) != nil { return nil }
      return lookup(seq, in: place, from: connection)
    case _: return nil
    }
  }

  private func lookup(
    _ reaction: String, on seq: UInt64, in conversation: Conversation, from connection: ConnectionID
  ) -> Lookup? {
    guard let user = connections[connection].flatMap({ sessions[$0].user }),
      (try? checkReaction(reaction)) != nil,
      var found = lookup(seq, in: conversation, from: connection)
    else { return nil }
    found.reaction = Lookup.Reaction(user: user, text: reaction)
    return found
  }

  private func lookup(_ seq: UInt64, in conversation: Conversation, from connection: ConnectionID) -> Lookup?
  {
    switch conversation {
    case .room(let name): return roomIDs[name].flatMap { lookup(seq, at: .room($0)) }
    case .with(let name):
      guard let user = connections[connection].flatMap({ sessions[$0].user }),
        let other = userIDs[name]
      else { return nil }
      return lookup(seq, at: .pair(Pair(user, other)))
    }
  }

  private func lookup(_ seq: UInt64, at place: MessagePlace) -> Lookup? {
    seq >= 1 && seq <= newestSeq(at: place) ? Lookup(place: place, seq: seq) : nil
  }
}
