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
        isOperators: select.number(2) != 0)
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
}
