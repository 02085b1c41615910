import Engine
import HTTPTypes

/// What can be asked over HTTP.
enum Route: String, CaseIterable, Sendable {
  case healthz, readyz, metrics, rooms, register, login, logout, password
  /// Everything at and below `/ws`: it is answered here where it did not become a WebSocket.
  case webSocket = "ws"
  /// What there is not.
  case other

  /// - Parameter path: Without the query.
  init(path: some StringProtocol) {
    guard let path = String(path).ascii else {
      self = .other
      return
    }
    let name = path.drop { $0 == "/" }
    switch Route(word: name) {
    case .other?: self = .other
    case let route? where path == "/" + route.rawValue: self = route
    case _: self = path.hasPrefix("/ws/") ? .webSocket : .other
    }
  }

  /// The methods that it understands; none where any will do.
  var methods: [HTTPRequest.Method] {
    switch self {
    case .healthz, .readyz, .metrics, .rooms: [.get, .head]
    case .register, .login, .logout, .password: [.post]
    case .webSocket: [.get]
    case .other: []
    }
  }
}
