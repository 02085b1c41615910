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
  package func user(ofToken token: Digest) throws(StoreError) -> UserID? {
    try turn { () throws(StoreError) in
      try flush()
      let select = statements.tokenUser
      select.bind(token.bytes, at: 1)
      defer { select.reset() }
      return try select.step() ? select.user(0) : nil
    }
  }
}
