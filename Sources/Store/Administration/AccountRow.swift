package import Engine

/// An account as an operator sees it.
package struct AccountRow: Hashable, Sendable {
  package let user: UserID
  package let name: String
  package let bot: Bool
  /// When it was made.
  package let at: Instant
  /// Whether it has a password to log in with.
  package let hasPassword: Bool
  /// How many tokens are valid.
  package let tokens: Int
  /// Whether an operator closed it.
  package let deleted: Bool
}

/// A room as an operator sees it.
package struct MadeRoomRow: Hashable, Sendable {
  package let room: RoomID
  package let name: String
  /// When it was made.
  package let at: Instant
}

/// A token as an operator sees it. The token itself is nowhere.
package struct TokenRow: Hashable, Sendable {
  package let digest: Digest
  package let user: UserID
  /// What an operator said it is for, or nothing.
  package let label: String
  /// When it was made.
  package let at: Instant

  /// What operators name the token by: the first 16 hexadecimal digits of its digest.
  package var id: String { digest.shortID }
}
