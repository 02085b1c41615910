import Engine
import HTTPTypes

/// What can be asked over HTTP.
enum Route: String, CaseIterable, Sendable {
  case healthz, readyz, metrics, register, login, logout, password
  /// The API, at and below these paths; `HTTPRoute` has what there is.
  case rooms, users, search
  /// Webhooks, each below it.
  case hooks
  /// What describes the API to programs.
  case openAPI = "openapi.json"
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
    case _:
      let branches: [Route] = [.webSocket, .rooms, .users, .hooks]
      self = branches.first { path.hasPrefix("/\($0.rawValue)/") } ?? .other
    }
  }

  /// The methods that it understands; none where that is said elsewhere.
  var methods: [HTTPRequest.Method] {
    switch self {
    case .healthz, .readyz, .metrics, .openAPI: [.get, .head]
    case .register, .login, .logout, .password, .hooks: [.post]
    case .webSocket: [.get]
    case .rooms, .users, .search, .other: []
    }
  }
}
