/// What a client asks for, read from a frame and checked for shape, not yet for sense.
///
/// A password or token never gets here: the host keeps it and passes a `Secret`, or a `Digest`.
package enum Command: Hashable, Sendable {
  /// `invitation` is the code that an operator gave out.
  case register(user: String, password: Secret, invitation: Digest? = nil)
  /// `remember` asks for a token to log in with next time.
  case logIn(Credential, resume: ResumePoint?, remember: Bool = false)
  /// `forget` asks that the token that the session was begun with ends as well.
  case logOut(forget: Bool = false)
  case setPassword(old: Secret, new: Secret)
  case join(room: String, after: UInt64?)
  case leave(room: String)
  /// Who is mentioned in a message follows from its text, and is never in a command.
  case sendMessage(room: String, text: String, key: String?, extras: MessageExtras<UserID>? = nil)
  case sendPrivateMessage(to: String, text: String, key: String?, extras: MessageExtras<UserID>? = nil)
  /// Give one of one's own messages another text.
  case editMessage(Conversation, seq: UInt64, text: String)
  /// Give a message a reaction, or take one's own away.
  case react(Conversation, seq: UInt64, reaction: String, adds: Bool)
  case fetchHistory(Conversation, page: HistoryPage, limit: Int?)
  case search(SearchRequest)
  case listRooms(limit: Int?, cursor: String?)
  case listUsers(room: String, limit: Int? = nil, cursor: String? = nil)
  case createRoom(room: String)
  case typeLine(room: String?, line: String)
  case ping(received: UInt64?)
  /// Moderate a room, as its owner or a moderator.
  case moderate(room: String, ModerationRequest)
  case setTimer(String, milliseconds: Int64)
  case cancelTimer(String)
  case listSessions
  /// Stop hearing from a user, or hear from them again.
  case block(user: String, adds: Bool)
  case listBlocks
  /// End one of one's own sessions, by the id that the list tells, or for nil all others.
  case endSessions(id: String?)
  case listTokens
  /// Revoke one of one's own tokens, by the id that the list tells.
  case revokeToken(id: String)
  /// Tell the others in a conversation that one is typing there, or has stopped.
  case tellTyping(Conversation, stopped: Bool)
  /// Have people give a bot's commands in a room as lines, in the place of those that it has there.
  case setCommands(room: String, [RoomCommand])
  case listCommands(room: String)
  /// Say of oneself whether one is at hand.
  case setStatus(Status)
  /// Ask what is known of a user.
  case readUser(String)
  /// List one's private conversations, the one with the newest message first.
  case listConversations(limit: Int?, cursor: String?)
  /// Note that one has read a conversation up to a message.
  case markRead(Conversation, seq: UInt64)
}

/// A number under which the host keeps a password while the engine decides what to do with it.
package struct Secret: Hashable, Sendable {
  package var number: UInt64
  package init(_ number: UInt64) { self.number = number }
}

/// What a client logs in with.
package enum Credential: Hashable, Sendable {
  case password(user: String, Secret)
  case token(Digest)
  /// The token that the connection was opened with.
  case opening
}

/// Which session a client wants back, and how many of its frames it has.
package struct ResumePoint: Hashable, Sendable {
  /// The digest of the session's secret name.
  package var session: Digest
  /// How many counted frames of the session have arrived.
  package var received: UInt64

  package init(session: Digest, received: UInt64) {
    self.session = session
    self.received = received
  }
}

/// Whose messages are meant, as a client names them.
package enum Conversation: Hashable, Sendable {
  case room(String)
  case with(String)
}

/// Which stretch of a conversation is meant.
package enum HistoryPage: Hashable, Sendable {
  /// The newest messages.
  case latest
  /// The newest messages below this seq.
  case before(UInt64)
  /// The oldest messages above this seq.
  case after(UInt64)
}

/// A search as a client asks for it.
package enum SearchRequest: Hashable, Sendable {
  case users(query: String, limit: Int?, cursor: String?)
  /// `mentions` asks for messages alone that mention the asker; the query may be empty then.
  case messages(
    query: String, room: String?, from: String?, limit: Int?, cursor: String?, mentions: Bool = false)
}
