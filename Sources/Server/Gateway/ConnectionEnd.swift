import Engine

/// How a WebSocket ended.
enum ConnectionEnd: Hashable, Sendable {
  /// The client said goodbye, with a code that has a meaning here or with one that has none.
  case client(code: UInt16)
  /// The server said goodbye.
  case server(code: UInt16)
  /// Nobody said goodbye.
  case cut

  /// Who ended it, for metrics and logs.
  var by: String {
    switch self {
    case .client: "client"
    case .server: "server"
    case .cut: "network"
    }
  }

  /// The code for metrics and logs. A client may choose among thousands, so those without a meaning are one.
  var code: String {
    switch self {
    case .client(let code), .server(let code): Self.known(code) ? "\(code)" : "other"
    case .cut: ""
    }
  }

  private static func known(_ code: UInt16) -> Bool {
    (1000...1015).contains(code) || CloseCode(rawValue: code) != nil
  }
}
