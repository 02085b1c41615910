package import Wire

/// How a client opened its connection: what was known of it before its first frame.
package struct Opening: Sendable {
  /// The token to log in with before anything else happens: from a header or, for browsers, from the cookie.
  package var token: String?
  /// What the client speaks. In a tutorial's dialect the host lets the client into the room of its path.
  package var dialect: Dialect

  package init(token: String? = nil, dialect: Dialect = .verbatim) {
    self.token = token
    self.dialect = dialect
  }
}
