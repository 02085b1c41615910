/// Why a request did not become a WebSocket.
enum UpgradeRefusal: String, CaseIterable, Sendable {
  case path
  case tokenInQuery = "token_in_query"
  case noUpgrade = "no_upgrade"
  case method, version, key, origin, subprotocol
}
