package import Engine
package import Wire

/// How a client opened its connection: what was known of it before its first frame.
package struct Opening: Sendable {
  /// The token of the upgrade, from `Authorization: Bearer` or a cookie. With one, the log-in begins unasked.
  package var token: String?
  /// Where the client comes from: a number that the shell makes of the address, the same for the same address.
  package var peer: Peer?
  /// The address itself, for the audit log, and as its user sees it in the list of tokens; nil on this machine and in simulations.
  package var address: String?
  /// What it came for, where it says one thing over HTTP and goes, and so is no session of its user's.
  package var visit: VisitKind?
  /// Whether its session waits for it where the connection is cut.
  package var isResumable = true
  /// What the client speaks. In a tutorial's dialect the host lets the client into the room of its path.
  package var dialect: Dialect

  package init(
    token: String? = nil, peer: Peer? = nil, address: String? = nil, dialect: Dialect = .verbatim
  ) {
    self.token = token
    self.peer = peer
    self.address = address
    self.dialect = dialect
  }
}
