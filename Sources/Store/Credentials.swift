package import Engine

extension Store {
  /// The verifier of a user's password, or nil where the user is unknown or has no password.
  package func verifier(of user: UserID) throws(StoreError) -> [UInt8]? {
    try reading { () throws(StoreError) in try statements.verifier.first(user) { $0.bytes(0) } }
  }

  /// Whose token has this digest, or nil where nobody's has.
  package func holder(ofToken token: Digest) throws(StoreError) -> TokenHolder? {
    try reading { () throws(StoreError) in
      try statements.tokenHolder.first(token) { row in
        TokenHolder(
          user: row.user(0), usedAt: row.instant(1), isOperators: row.truth(2), label: row.text(3))
      }
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
    // A name may begin with a mark that is one character with what stands before it.
    guard isOperators, label.utf8.starts(with: Self.webhookLabel.utf8) else { return nil }
    return String(label.unicodeScalars.dropFirst(Self.webhookLabel.unicodeScalars.count))
  }

  /// What the label of a webhook's token begins with.
  package static let webhookLabel = "hook:"
}
