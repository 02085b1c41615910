package import NIOCore

/// How long the server waits for a client in each state of a connection.
package struct Deadlines: Hashable, Sendable {
  /// How long the head of the first request may take.
  package var header: TimeAmount = .seconds(10)
  /// How long the body of a request may take.
  package var body: TimeAmount = .seconds(5)
  /// How long a message may take, once its first byte has come.
  package var message: TimeAmount = .seconds(10)
  /// How long a client has to answer a close frame.
  package var goodbye: TimeAmount = .seconds(3)
  /// How often it is looked whether any of these has passed, but for those of requests.
  package var check: TimeAmount = .seconds(1)

  package init() {}
}
