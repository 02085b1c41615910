import Store

/// What comes to the turn thread, in the order in which it is handled.
enum Arrival: Sendable {
  /// What a connection tells of itself.
  case report(Connection, ConnectionState.Report)
  /// Something else that has to happen in the order of the turns, such as what an HTTP request asks for.
  case call(@Sendable (TurnThread) throws(StoreError) -> Void)
}
