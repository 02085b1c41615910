/// Why a WebSocket connection could not be made, or no longer works.
public enum WebSocketError: Error, Hashable, Sendable {
  /// Nobody answers at the address: the name is unknown, the port is closed, or the network does not lead there.
  case unreachable(reason: String)
  /// The server answered the upgrade with an HTTP status and no WebSocket.
  case refused(status: Int)
  /// The encrypted connection could not be made.
  case tls(reason: String)
  /// The peer does not keep to HTTP or to RFC 6455.
  case protocolViolation(reason: String)
  /// What was waited for did not happen in time.
  case timeout
  /// The peer has used up what it was allowed of time or memory.
  case exhausted(reason: String)
  /// The connection is closed or lost.
  case closed

  /// What went wrong and what helps, in one sentence.
  public var message: String {
    switch self {
    case .unreachable(let reason):
      "no server answers there (\(reason)); check the address and that the server runs"
    case .refused(let status):
      status == 401
        ? "the server refuses the connection with status 401; check the token"
        : "the server refuses the connection with status \(status); check the path of the address"
    case .tls(let reason): "the TLS connection failed (\(reason)); check the certificate"
    case .protocolViolation(let reason): "the peer does not speak the protocol as it should (\(reason))"
    case .timeout: "the peer does not answer in time"
    case .exhausted(let reason): "the peer is given up: \(reason)"
    case .closed: "the connection is closed"
    }
  }
}
