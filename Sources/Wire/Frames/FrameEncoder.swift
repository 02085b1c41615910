package import Engine

/// Writes events as the frames that clients receive. One event that goes to many sessions is encoded once.
package struct FrameEncoder: Sendable {
  let configuration: Configuration

  /// An encoder for a server that is set up like this; `hello` tells of it.
  package init(configuration: Configuration) {
    self.configuration = configuration
  }
}
