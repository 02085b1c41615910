extension Engine {
  /// Gives a message a reaction of a user, or takes it away; where it is so already, nobody is told.
  mutating func react(
    with reaction: String, to seq: UInt64, of conversation: Conversation, adds: Bool, found: Lookup.Found?,
    re: String?, by session: SessionID
  ) throws(Refusal) {
    let user = try self.user(of: session, for: .react)
    let place = try place(of: conversation, for: .react, user: user, session: session)
    try checkReaction(reaction)
    try checkMessage(seq, at: place)
    // The host finds every message that was numbered.
    guard let found, let known = found.reactions else { throw Self.noSuchMessage }
    guard !found.isDeleted else { throw Refusal(.noSuchMessage, "The message was deleted.", field: "seq") }
    guard known.isOfUser != adds else { return confirm(re: re, to: session) }
    if adds { try checkSpace(for: known) }

    users[user].mayExpire = false
    confirm(re: re, to: session)
    record(.reactionChanged(place, seq: seq, by: user, reaction: known.text, adds: adds))
    let change = Event.ReactionChange(
      seq: seq, user: users[user].name, reaction: known.text, count: known.count + (adds ? 1 : -1),
      isAdded: adds)
    tell(at: place, by: user) { .reactionChanged($0, change) }
  }

  /// The place that a user means, where they have a permission if it is a room.
  func place(
    of conversation: Conversation, for permission: Permission, user: UserID, session: SessionID
  ) throws(Refusal) -> MessagePlace {
    switch conversation {
    case .room(let name):
      let room = try self.room(named: name)
      try require(permission, in: room, of: session)
      return .room(room)
    case .with(let name): return .pair(Pair(user, try self.user(named: name, field: "with")))
    }
  }

  /// Refuses what cannot be shown as one sign: nothing, too much, or with white space or a control character in it.
  func checkReaction(_ reaction: String) throws(Refusal) {
    try checkLength(of: reaction, in: "reaction", most: limits[.reactionCharacters])
    guard !reaction.isEmpty else { throw Refusal(.badFrame, "The reaction is empty.", field: "reaction") }
    guard reaction.isLine, !reaction.unicodeScalars.contains(where: \.isSpace) else {
      throw Refusal(
        .badFrame, "The reaction has white space or a control character in it.", field: "reaction")
    }
  }

  /// Refuses a reaction that would be one too many.
  private func checkSpace(for known: Lookup.Reactions) throws(Refusal) {
    guard limits[.reactions] > 0 else {
      throw Refusal(.forbidden, "Nobody can react to messages here.", field: "reaction")
    }
    guard known.kindsOfUser < limits[.reactionsByUser] else {
      throw Refusal(
        .tooMany, "You gave the message \(limits[.reactionsByUser]) reactions; take one away first.",
        field: "reaction")
    }
    guard known.count > 0 || known.kinds < limits[.reactions] else {
      throw Refusal(
        .tooMany, "The message has \(limits[.reactions]) different reactions already; use one of these.",
        field: "reaction")
    }
  }
}
