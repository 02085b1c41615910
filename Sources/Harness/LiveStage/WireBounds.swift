import Client

/// What a server on the wire may use up of the suite; a server of the runner's own may do more.
///
/// No check asks for more than a small part of it. `Docs/conformance.md` tells the numbers to those whose servers are checked.
enum WireBounds {
  /// The longest message, in bytes.
  static let messageBytes = 1 << 20
  /// How much may wait to be read on one connection, in bytes.
  static let readAheadBytes = 2 << 20
  /// How much one check may take from all its connections, in bytes; see `PeerBudget`.
  static let checkBytes = 8 << 20
  /// How long one check may take without what it really waits, in deadlines of one answer.
  static let checkDeadlines = 12

  /// The budget of one check.
  static func budget(deadlineMilliseconds: Int) -> PeerBudget {
    PeerBudget(seconds: deadlineMilliseconds / 1000 * checkDeadlines, bytes: checkBytes)
  }
}
