package import Engine

/// One encoded frame; all its receivers share it.
package final class Frame: Sendable {
  /// One JSON text in UTF-8.
  package let bytes: [UInt8]

  /// A frame of these bytes.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// What a host wants done on its connections, in order.
package enum Outgoing {
  case send(Frame, to: ConnectionID)
  case sendToMany(Frame, to: [ConnectionID])
  /// Say goodbye with this code; the engine has forgotten the connection already.
  case close(ConnectionID, CloseCode)
}
