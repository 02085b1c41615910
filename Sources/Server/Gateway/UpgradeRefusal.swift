/// Why a request did not become a WebSocket.
enum UpgradeRefusal: String, CaseIterable, Sendable {
  case path
  case tokenInQuery = "token_in_query"
  case noUpgrade = "no_upgrade"
  case version, key, origin, subprotocol
  /// It was not the first request of its connection.
  case late
}
