/// Everything that can happen to an engine, in the order in which it happened. The journal is a list of these.
package enum Input: Hashable, Sendable {
  /// The first input of every journal: what the engine was set up with.
  case started(Configuration)
  /// A client connected; the connection's number is above all earlier ones. `token` is the one that it came with, if any.
  case connected(ConnectionID, token: Digest? = nil, peer: Peer? = nil)
  /// The client said goodbye with a close frame: its session ends.
  case closed(ConnectionID)
  /// The connection broke without a goodbye: its session stays resumable for a while.
  case cut(ConnectionID)
  /// A command arrived; `re` is the id that its reply is to name.
  case command(ConnectionID, Command, re: String?)
  /// A frame arrived that is no command; `re` is its id where one could be read.
  case malformed(ConnectionID, Refusal, re: String?)
  /// The time has come that `nextDeadline` named.
  case deadline
  /// What became of a request for `Effect.authenticate`.
  case authenticated(RequestID, Authentication)
  /// The host came back after a crash or a stop: every connection is gone.
  case restarted
  /// An operator made an account without a password, for a bot as a rule, and a token for it.
  case provisioned(user: String, bot: Bool, token: Digest)
}

/// What an engine is set up with. It does not change while the engine lives.
package struct Configuration: Hashable, Sendable {
  /// The bounds that are kept and advertised.
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
  /// Nobody had the time to look at the credential.
  case unavailable
  /// The credential holds. For a token, `user` says whose it is.
  ///
  /// `session` is the digest of a fresh session name, `token` that of a fresh token where one was made.
  case accepted(user: UserID?, session: Digest, token: Digest?)
}
