extension Engine {
  mutating func listTokens(re: String?, session: SessionID) throws(Refusal) {
    let user = try user(of: session, for: .listTokens)
    answer(.tokens(of: user, current: sessions[session].token), re: re, to: session)
  }

  /// Revokes a token of the same user, and ends the sessions that it began or resumed. It goes also where an operator made it: the user
  /// named this one, and was shown it.
  ///
  /// Which tokens there are is the store's to know: an id that none has is no error.
  mutating func revokeToken(_ id: String, re: String?, by session: SessionID) throws(Refusal) {
    let user = try user(of: session, for: .revokeToken)
    guard let number = Digest.firstWord(ofShortID: id) else {
      throw Refusal(
        .noSuchToken, "A token's id has 16 hexadecimal digits; `tokens` lists yours.", field: "token_id")
    }
    guard sessions[session].token?.words.0 != number else {
      throw Refusal(
        .forbidden, "This session has this token; send `logout` with `forget` to revoke it.",
        field: "token_id")
    }
    record(.ownTokensRevokedByID(user, id: number))
    confirm(re: re, to: session)
    for other in users[user].sessions where sessions[other].token?.words.0 == number {
      end(other, closing: .revoked)
    }
  }
}
