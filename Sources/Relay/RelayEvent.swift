/// Something that a relay saw pass on one of its connections.
package struct RelayEvent: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// A client has its WebSocket. The secrets are those of its request's headers.
    case opened(secrets: [String])
    case fromClient([UInt8])
    case fromServer([UInt8])
    /// The client said goodbye first.
    case closedByClient
    /// The server said goodbye first.
    case closedByServer(code: UInt16?)
    /// The connection ended without a goodbye.
    case broken
    /// The client's connection is gone. It follows each of the three before.
    case gone
  }

  /// Counts the connections of the relay from 1.
  package let connection: Int
  /// When it was seen, in milliseconds since the relay began.
  package let milliseconds: Int64
  package let kind: Kind

  package init(connection: Int, milliseconds: Int64, kind: Kind) {
    self.connection = connection
    self.milliseconds = milliseconds
    self.kind = kind
  }
}
