/// Why there is nothing to measure; the text is a sentence.
package enum LoadFailure: Error, Hashable, Sendable {
  /// No connection can be made.
  case unreachable(String)
  /// The server did not let everybody in.
  case refused(String)
  /// Somebody interrupted the run before messages were sent.
  case interrupted
}
