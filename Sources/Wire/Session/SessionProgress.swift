/// How far a client has come in a session, which it can resume from there after a cut.
///
/// Bots keep it in their files, under the names of its properties.
package struct SessionProgress: Hashable, Codable, Sendable {
  /// The secret name of the session.
  package var name: String
  /// How many of its frames have come.
  package var received: Int64

  package init(name: String, received: Int64) {
    self.name = name
    self.received = received
  }

  /// Where a client is at a `ready`; nil where that names no session.
  ///
  /// - Parameter earlier: Where it was before, from which the count goes on if the session was resumed.
  package init?(_ ready: ServerFrame, after earlier: SessionProgress?) {
    guard let name = ready.session else { return nil }
    self.name = name
    received = ready.isResumed ? earlier?.received ?? 0 : 0
  }

  /// The field `resume` of a log-in.
  package var json: JSON {
    .object([.text("session", name), .number("received", received)])
  }
}
