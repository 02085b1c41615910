/// Everything that can happen to an engine, in the order in which it happened. The journal is a list of these.
package enum Input: Hashable, Sendable {
  /// The first input of every journal: what the engine was set up with.
  case started(Configuration)
  /// A client connected; the connection's number is above all earlier ones. `token` is the one that it came with, if any.
  ///
  /// A client that cannot resume says so here: its session then ends with the connection, however that ends.
  /// A visit is a single request over HTTP; it is not one of its user's sessions, and nobody else notices it.
  case connected(
    ConnectionID, token: Digest? = nil, peer: Peer? = nil, resumable: Bool = true, visit: VisitKind? = nil)
  /// The client closed the connection with a close frame: its session ends.
  case closed(ConnectionID)
  /// The connection broke without a close frame: its session can be resumed for a while.
  case cut(ConnectionID)
  /// A command arrived; `re` is the id that its reply is to name, `found` what the host was to look up for it.
  case command(ConnectionID, Command, re: String?, found: Lookup.Found? = nil)
  /// A command arrived and was refused; the journal has this in its place.
  case refused(ConnectionID, RefusedCommand, re: String?)
  /// A command of this kind arrived before there was an allowance for it; the journal has this in its place.
  case limited(ConnectionID, RateClass, re: String?)
  /// A frame arrived that is no command; `re` is its id where one could be read.
  case malformed(ConnectionID, Refusal, re: String?)
  /// The time has come that `nextDeadline` named.
  case deadline
  /// The outcome of an `Effect.authenticate`.
  case authenticated(RequestID, Authentication)
  /// The host restarted after a crash or a stop: every connection is gone.
  case restarted
  /// An operator made an account without a password, for a bot as a rule, and a token for it.
  case provisioned(user: String, bot: Bool, token: Digest, label: String = "")
  /// An operator's request was carried out.
  case administered(Administration)
  /// A place at which the journal begins anew. The state after it is in a snapshot; the input itself changes nothing, but for a
  /// clock that is set.
  case marked(Mark)
}

/// What is left of a command that was refused.
package struct RefusedCommand: Hashable, Sendable {
  package var refusal: Refusal
  /// The allowance that it would have used up.
  package var rateClass: RateClass

  package init(_ refusal: Refusal, _ rateClass: RateClass) {
    self.refusal = refusal
    self.rateClass = rateClass
  }
}

/// Why the journal begins anew at an entry.
package enum Mark: Int, Hashable, Sendable {
  /// Another behaviour of the engine ran the inputs before.
  case upgraded = 1
  /// The state was made from the tables.
  case rebuilt = 2
  /// Everything before is to be removed, including the text of the newest entry.
  case pruned = 3
  /// The clock was wrong, and has been set: the entry's instant is the time from now on, also where that is earlier.
  case clockSet = 4
}

/// What an operator does with accounts, rooms and messages. Everything is named as clients name it.
///
/// The host asks `Engine.check` first; one that is refused there changes nothing when it is applied all the same.
package enum Administration: Hashable, Sendable {
  /// Make a token for an existing user.
  case makeToken(user: String, token: Digest, label: String)
  /// Revoke a token, and end the sessions that were logged in with it.
  case revokeToken(Digest)
  /// Delete the text of a message; the message keeps its number.
  case deleteMessage(Place, seq: UInt64)
  /// Close an account: its credentials and sessions are removed, its name and messages stay.
  case deleteUser(String)
  /// Delete a room with all its messages.
  case deleteRoom(String)
  /// Erase an account with its name and messages. It is named by its number, because the journal keeps this input.
  case eraseUser(UserID)
  /// Give a user another password, of which the host holds the verifier under `Engine.nextRequest`; their sessions end.
  case setPassword(String)
  /// Let nobody log in to an account, and end its sessions.
  case suspendUser(String)
  /// Let a suspended user log in again.
  case unsuspendUser(String)
  /// End all sessions of a user, and revoke the tokens of their log-ins.
  case logOutUser(String)
  /// Take the guests out of a room, and close it to them.
  case removeGuests(String)
  /// Let so many people register with a code, for so many seconds.
  case makeInvitation(Digest, uses: Int, seconds: Int)
  case revokeInvitation(Digest)
  /// Let nobody connect from these addresses, for so many seconds or for good; these of the peers that are there come from them.
  case banAddress(String, peers: [Peer], seconds: Int?)
  case liftBan(String)
  /// Give a room to a user.
  case setOwner(room: String, user: String)

  /// Where messages are, as an operator names it.
  package enum Place: Hashable, Sendable {
    case room(String)
    /// The private messages of two users, in either order.
    case between(String, String)
  }
}

/// What an engine is set up with. It does not change while the engine lives.
package struct Configuration: Hashable, Sendable {
  /// The limits that the engine enforces and `hello` shows.
  package var limits: Limits
  /// Whether `hello` tells clients of a wall clock or of a virtual one.
  package var clock: Clock

  package init(limits: Limits = Limits(), clock: Clock = .virtual) {
    self.limits = limits
    self.clock = clock
  }

  /// What drives the instants that inputs carry.
  package enum Clock: String, Hashable, Sendable, CaseIterable {
    case wall
    case virtual
  }
}

/// The outcome of checking or making a credential.
package enum Authentication: Hashable, Sendable {
  case rejected
  /// The host was too busy to check the credential.
  case unavailable
  /// The credential is valid. For a token, `user` says whose it is.
  ///
  /// `session` is the digest of a fresh session name, `token` that of a fresh token where one was made.
  case accepted(user: UserID?, session: Digest, token: Digest?)
}
