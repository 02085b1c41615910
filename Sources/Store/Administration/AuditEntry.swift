package import Engine

/// Something that happened to accounts, rooms or messages, or was tried, for which an operator may have to account.
///
/// It names users and rooms by their numbers, so that an erased user's name is nowhere in it.
package struct AuditEntry: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case accountMade = "account_made"
    case accountSuspended = "account_suspended"
    case accountUnsuspended = "account_unsuspended"
    case accountDeleted = "account_deleted"
    case accountErased = "account_erased"
    /// A password or a token was wrong; `user` is whose it would have been, where there is such an account.
    case logInFailed = "log_in_failed"
    case passwordChanged = "password_changed"
    case tokenMade = "token_made"
    case tokenRevoked = "token_revoked"
    /// All tokens of a user's log-ins but the one that asked for it.
    case tokensRevoked = "tokens_revoked"
    case messageDeleted = "message_deleted"
    case roomDeleted = "room_deleted"
    case banned
    case unbanned
    /// The operator connected, or asked for something that has no kind of its own.
    case operatorConnected = "operator_connected"
    case operatorRequest = "operator_request"
  }

  package enum Actor: Hashable, Sendable {
    case `operator`
    case user(UserID)
    case nobody
  }

  package var kind: Kind
  package var at: Instant
  /// Whom it is about.
  package var user: UserID?
  package var actor: Actor
  package var room: RoomID?
  /// Where it was asked for from, as connections are counted by addresses.
  package var address: String?
  /// What it is about beside that, such as a token's id.
  package var detail: String

  package init(
    _ kind: Kind, at: Instant, user: UserID? = nil, by actor: Actor = .nobody, room: RoomID? = nil,
    from address: String? = nil, detail: String = ""
  ) {
    (self.kind, self.at, self.user, self.actor) = (kind, at, user, actor)
    (self.room, self.address, self.detail) = (room, address, detail)
  }
}

/// An entry with its number, which grows.
package struct AuditRow: Hashable, Sendable {
  package let number: UInt64
  package let entry: AuditEntry
}
