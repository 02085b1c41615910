package import Engine

/// One thing that a client did, or that happened to it, as whoever records a conversation saw it.
///
/// A recorder gives them in the order in which they happened. It needs to know nothing of scenarios:
///
///     RecordedAction(on: "1", at: t0, .connects)
///     RecordedAction(on: "1", at: t0, .sends(bytesOfTheLogIn))
///     RecordedAction(on: "1", at: t0, .logsIn(user: "alice", resuming: nil))
///     RecordedAction(on: "1", at: t1, .sends(bytesOfALine))
///     RecordedAction(on: "1", at: t2, .breaks)
///
/// Frames are given as they were, those with passwords too: the recording knows which may not be written down.
package struct RecordedAction: Hashable, Sendable {
  /// Names one connection among all of the recording, in the recorder's own way; a client that connects again gets
  /// another one. It is empty for what happens to the server.
  package var connection: String
  /// When it happened. Only the time between actions counts.
  package var at: Instant
  package var kind: Kind

  package init(on connection: String, at instant: Instant, _ kind: Kind) {
    self.connection = connection
    at = instant
    self.kind = kind
  }

  package enum Kind: Hashable, Sendable {
    /// A connection opened.
    case connects
    /// The server said `ready`: from now on this is the user. `resuming` is the connection whose session goes on, or nil for
    /// a new session.
    case logsIn(user: String, resuming: String?)
    /// The bytes of one frame, on their way to the server.
    case sends([UInt8])
    /// The client said goodbye with a close frame.
    case closes
    /// The network broke without a goodbye.
    case breaks
    /// The server closed the connection. Where another connection took its session over (`CloseCode.replaced`),
    /// nothing is given: the log-in that resumes says it.
    case isClosed
    /// The server stopped or died, and came back; every connection broke.
    case serverRestarts
    /// Something that a scenario cannot say, in a few words for a comment.
    case isLeftOut(String)
    /// A title for what follows.
    case section(String)
  }
}
