package import Engine

/// A token as its user sees it.
package struct OwnTokenRow: Hashable, Sendable {
  package let digest: Digest
  package let label: String
  package let made: Instant
  package let used: Instant
  /// The address from which it was used last, where it is known.
  package let address: String?
  package let isOperators: Bool
}

extension Store {
  /// How many of a user's tokens are listed at most; an operator can make any number.
  private static let mostTokens: Int64 = 100

  /// A user's tokens, the one that was used last first.
  func tokens(of user: UserID) throws(StoreError) -> Answer {
    let rows = try statements.tokensOfUser.rows(user, Self.mostTokens) { row in
      row.digest(0).map { digest in
        OwnTokenRow(
          digest: digest, label: row.text(1), made: row.instant(2), used: row.instant(3),
          address: row.isNull(4) ? nil : row.text(4), isOperators: row.truth(5))
      }
    }
    return .tokens(rows)
  }
}
