import Engine
import Host
import Store

/// What comes to the turn thread, in the order in which it is handled.
enum Arrival: Sendable {
  /// A client connected.
  case opened(Connection)
  /// A message of a client.
  case message(Connection, [UInt8])
  /// A connection ended, and the engine does not know it yet.
  case gone(Connection, ConnectionState.Ending)
  /// The server is going away; the connection is closed after what came before is answered.
  case draining(Connection)
  /// A client was closed because it does not read; only counted.
  case slowReader(Connection)
  /// Something else that has to happen in the order of the turns, such as what an HTTP request asks for.
  case call(@Sendable (TurnThread) throws(StoreError) -> Void)
}
