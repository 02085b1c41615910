package import Engine

/// What a client's frame turned out to be.
package enum DecodedFrame: Hashable, Sendable {
  /// A command, with the `id` that its reply is to name.
  case command(Command, id: String?)
  /// No command, and why; with its `id` wherever the frame was an object with a valid one.
  case malformed(Refusal, id: String?)
}
