/// What the engine asks its host to do, in order. Effects are few and carry no decisions.
package enum Effect: Hashable, Sendable {
  /// From now on the frames of this session go to this connection.
  case attach(SessionID, ConnectionID)
  /// The frames of this session go nowhere until it is attached again.
  case detach(SessionID)
  /// Send an event to one session, naming the command that it answers.
  case reply(Event, re: String?, to: SessionID)
  /// Send one event to many sessions; encode it once.
  case broadcast(Event, to: Audience)
  /// Run a query at exactly this point of the order and send its result to one session.
  case answer(Query, re: String?, to: SessionID)
  /// Write what happened to the store, in the transaction of this turn.
  case record(Record)
  /// Check or make a credential, and come back with `Input.authenticated`.
  case authenticate(RequestID, Work)
  /// End a connection with a close frame.
  case close(ConnectionID, CloseCode)
}

/// Who receives a broadcast: the sessions of one place at one moment.
package struct Audience: Hashable, Sendable {
  /// The sessions in the order in which they came, with gaps; a message has many receivers, so they are not copied.
  package let slots: [SessionID?]
  /// How many sessions there are.
  package let count: Int
}

/// A fact that queries can find later. The store keeps them; the engine does not read them back.
package enum Record: Hashable, Sendable {
  /// A user was made; where `request` is there, the host holds the password's verifier under it.
  case userRegistered(UserID, name: String, key: String, bot: Bool, at: Instant, request: RequestID?)
  /// A token was made for a user; the label is an operator's word for what it is for.
  case tokenMade(
    UserID, token: Digest, label: String = "", at: Instant, by: TokenMaker, from: Peer? = nil)
  /// A user logged in with a token at this time, from this address where it is known.
  case tokenUsed(Digest, at: Instant, from: Peer? = nil)
  /// A token was revoked.
  case tokenRevoked(Digest)
  /// A token was revoked, unless an operator made it.
  case ownTokenRevoked(Digest)
  /// The tokens of a user were revoked whose digests begin with these 8 bytes: one or none.
  case ownTokensRevokedByID(UserID, id: UInt64)
  /// All tokens of a user's log-ins but one were revoked; those that an operator made were not.
  case ownTokensRevoked(UserID, except: Digest?)
  /// Of the tokens of a user's log-ins only this many stay valid: this one and the newest others.
  case ownTokensBounded(UserID, keeping: Digest, most: Int)
  /// A user's password was changed; the host holds the new verifier under the request.
  case passwordChanged(UserID, request: RequestID)
  case roomCreated(RoomID, name: String, key: String, owner: UserID?, at: Instant)
  /// A message; `number` counts all messages of the server, room and private alike, from 1.
  case messageStored(
    number: UInt64, MessagePlace, seq: UInt64, from: UserID, text: String, at: Instant,
    extras: MessageExtras<UserID>? = nil)
  /// A message has another text, which mentions these users.
  case messageEdited(MessagePlace, seq: UInt64, text: String, at: Instant, mentions: [UserID] = [])
  /// A user gave a message a reaction, in Unicode's normalization form C, or took it away.
  case reactionChanged(MessagePlace, seq: UInt64, by: UserID, reaction: String, adds: Bool)
  /// A user has read what was said at a place up to a message. Of rooms, the marks that were set last are kept, as many as `most`.
  case messagesRead(MessagePlace, seq: UInt64, by: UserID, at: Instant, most: Int)
  /// The text of a message was deleted.
  case messageDeleted(MessagePlace, seq: UInt64)
  /// A user's account was closed: no credential of it is valid any more.
  case userDeleted(UserID)
  /// An operator lets nobody log in to an account, or lets its user log in again.
  case userSuspended(UserID, Bool)
  /// A room was deleted with its messages; its name is free again.
  case roomDeleted(RoomID)
  /// The rules of a room changed. No query reads them; they are for a state that is rebuilt from the tables.
  case roomRuled(RoomID, [RoomDecision])
  /// Erase a user's name and messages; the account is closed already. This name replaces theirs.
  case userErased(UserID, name: String, key: String)
}

/// One change of a room's rules.
package enum RoomDecision: Hashable, Sendable {
  case owner(UserID?)
  case topic(String)
  case inviteOnly(Bool)
  case unlisted(Bool)
  case usersOnly(Bool)
  /// A user's relation to the room was set; nil removes it.
  case relation(RoomRelation, UserID, value: Int64?)
}

/// A user's relation to a room. The numbers are in the tables.
package enum RoomRelation: Int, CaseIterable, Hashable, Sendable {
  /// The value is the place in the order in which the moderators were named.
  case moderator = 1
  /// The value is 0.
  case banned = 2
  /// The value is the instant, in milliseconds since the Unix epoch, at which it is over.
  case muted = 3
  /// The value is 0.
  case invited = 4
}

/// Who a token was made by, which decides whether it outlives a change of the password.
package enum TokenMaker: Hashable, Sendable {
  /// Its user, by registering or logging in.
  case user
  /// An operator, for a bot as a rule.
  case `operator`
}

/// What the host is to check or make with a secret.
package enum Work: Hashable, Sendable {
  /// Make a verifier of the password, a session name and a token.
  case register(Secret)
  /// Check the password of this user, or, for nil, spend the same time and reject; `remember` asks for a token too.
  case checkPassword(UserID?, Secret, remember: Bool = false)
  /// Find whose token this is.
  case checkToken(Digest)
  /// Check the old password and make a verifier of the new one.
  case changePassword(UserID, old: Secret, new: Secret)
}

/// A read-only question to the store, bounded so that it has the same answer whenever it is asked again.
package indirect enum Query: Hashable, Sendable {
  /// A page of a room, up to and with `through`.
  case roomHistory(RoomID, page: HistoryPage, limit: Int, through: UInt64)
  /// A page of a private conversation as the asker sees it, up to and with `through`.
  case privateHistory(Pair, asker: UserID, page: HistoryPage, limit: Int, through: UInt64)
  /// Users whose name begins with or contains the text, the first kind first, then by key.
  case users(UserSearch)
  /// Messages that the asker may see when it is answered, the newest first.
  case messages(MessageSearch)
  /// Rooms in the order of their keys.
  case rooms(RoomSearch)
  /// Private conversations as they are when it is answered, the one with the newest message first.
  case conversations(ConversationSearch)
  /// Up to which message of a place its reader has read: at least to this one, and further where that was said before or since.
  case readMark(MessagePlace, of: UserID, atLeast: UInt64)
  /// A user's tokens as they are when it is answered; the current one is that of the session that asks.
  case tokens(of: UserID, current: Digest?)
}

/// A search for users.
package struct UserSearch: Hashable, Sendable {
  /// The folded text, as `NameKey` folds names.
  package var text: String
  package var limit: Int
  /// Only users up to this one exist for the query.
  package var through: UserID
  package var after: Cursor?
  /// What a cursor for the next page carries, so that it fits this query only.
  package var fingerprint: UInt64

  package init(text: String, limit: Int, through: UserID, after: Cursor? = nil, fingerprint: UInt64) {
    self.text = text
    self.limit = limit
    self.through = through
    self.after = after
    self.fingerprint = fingerprint
  }
}

/// A search for messages.
package struct MessageSearch: Hashable, Sendable {
  /// Phrases that must all occur: words as the index has them, with a space between, and what says how they go on
  /// (`SearchWords.phrase`).
  package var terms: [String]
  /// Who asks, or nil for a guest. A private message is found by its two people.
  package var asker: UserID?
  package var room: RoomID?
  package var from: UserID?
  package var limit: Int
  /// Only messages up to this number exist for the query.
  package var through: UInt64
  package var after: Cursor?
  package var fingerprint: UInt64
  /// A user whom the messages mention; there need be no terms then.
  package var mentioning: UserID?
}

/// A list of rooms.
package struct RoomSearch: Hashable, Sendable {
  package var limit: Int
  /// Only rooms up to this one exist for the query.
  package var through: RoomID
  /// The rooms that the list shows beside those that it shows to everybody.
  package var shown: [RoomID] = []
  /// The folded name behind which the page begins; it need not be that of a room.
  package var after: String?
  /// What an earlier program wrote in the place of the two, until the state is complete that says what it means.
  var earlier: Earlier?

  struct Earlier: Hashable, Sendable {
    /// The rooms that the list does not show.
    let hidden: [RoomID]
    /// The room behind which the page begins.
    let after: RoomID?
  }
}

/// A list of private conversations.
package struct ConversationSearch: Hashable, Sendable {
  package var asker: UserID
  package var limit: Int
  /// Among how many of a conversation's newest messages the unread ones are counted.
  package var counted: Int
  /// Behind which conversation the page begins, with the message that was the newest there. Its number among all messages is not told
  /// to clients.
  package var after: Talk?
  package var fingerprint: UInt64
}
