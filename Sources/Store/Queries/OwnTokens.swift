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
    let select = statements.tokensOfUser
    select.bind(Int64(user.number), at: 1)
    select.bind(Self.mostTokens, at: 2)
    var rows: [OwnTokenRow] = []
    try select.forEachRow { row in
      guard let digest = row.bytes(0).flatMap({ Digest(bytes: $0) }) else { return }
      rows.append(
        OwnTokenRow(
          digest: digest, label: row.text(1), made: Instant(milliseconds: row.number(2)),
          used: Instant(milliseconds: row.number(3)), address: row.isNull(4) ? nil : row.text(4),
          isOperators: row.number(5) != 0))
    }
    return .tokens(rows)
  }
}
