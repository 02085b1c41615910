package import Engine

extension Store {
  /// The verifier of a user's password, or nil where the user is unknown or has no password.
  package func verifier(of user: UserID) throws(StoreError) -> [UInt8]? {
    try turn { () throws(StoreError) in
      try flush()
      let select = statements.verifier
      select.bind(Int64(user.number), at: 1)
      defer { select.reset() }
      return try select.step() ? select.bytes(0) : nil
    }
  }

  /// Whose token has this digest, or nil where nobody's has.
  package func holder(ofToken token: Digest) throws(StoreError) -> TokenHolder? {
    try turn { () throws(StoreError) in
      try flush()
      let select = statements.tokenHolder
      select.bind(token.bytes, at: 1)
      defer { select.reset() }
      guard try select.step() else { return nil }
      return TokenHolder(
        user: select.user(0), usedAt: Instant(milliseconds: select.number(1)),
        isOperators: select.number(2) != 0, label: select.text(3))
    }
  }
}

/// Whose a token is.
package struct TokenHolder: Hashable, Sendable {
  package let user: UserID
  /// When it was used last.
  package let usedAt: Instant
  /// Whether an operator made it, so that it is good however long ago that was.
  package let isOperators: Bool
  /// An operator's word for what it is for.
  package var label = ""

  /// The room that it says messages in, where it is a webhook's, and so good for nothing else: its label names the room.
  package var webhookRoom: String? {
    isOperators && label.hasPrefix(Self.webhookLabel) ? String(label.dropFirst(Self.webhookLabel.count)) : nil
  }

  /// What the label of a webhook's token begins with.
  package static let webhookLabel = "hook:"
}
