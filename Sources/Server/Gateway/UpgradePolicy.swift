import Engine
import HTTPTypes
import Host
import Wire

/// Decides from an HTTP request alone whether it becomes a WebSocket, and of which kind.
struct UpgradePolicy: Sendable {
  /// The SHA-256 of the operator's token, or nil where there is none and nobody is the operator.
  var adminToken: [UInt8]?
  /// The origins whose pages may connect (RFC 6455, section 10.2); a client that is no browser sends none.
  var origins: OriginList

  /// What a request is good for.
  enum Verdict {
    case accept(Opening, isControl: Bool, subprotocol: String?)
    case refuse(UpgradeRefusal, PlainResponse)
  }

  /// The name that clients offer in `Sec-WebSocket-Protocol`.
  static let subprotocol = "verbatim.v1"

  /// Judges a request that asks for a WebSocket, or is made where there are some.
  ///
  /// - Parameter admitsOperators: Whether the operator's token is one here; elsewhere it is that of nobody.
  func judge(_ request: PlainRequest, admitsOperators: Bool = true) -> Verdict {
    let (path, headers) = (request.path, request.headers)
    let dialect: Dialect
    do throws(Refusal) {
      guard let found = path.utf8.elementsEqual("/ws".utf8) ? .verbatim : try Dialect(path: path)
      else {
        return .refuse(
          .path,
          PlainResponse(
            .notFound, code: "not_found", message: "There is no WebSocket at \(path); use /ws."))
      }
      dialect = found
    } catch {
      return .refuse(
        .path, PlainResponse(.badRequest, code: error.code.rawValue, message: error.message))
    }
    guard request.method == .get else {
      return .refuse(.method, .otherMethods(["GET"], "A WebSocket begins with GET."))
    }
    guard !(request.query.map(Self.hasToken) ?? false) else {
      return .refuse(
        .tokenInQuery,
        .badRequest(
          "A token in the query ends up in logs; send `Authorization: Bearer …` or a `login` frame."))
    }
    guard request.asksForWebSocket else {
      return .refuse(.noUpgrade, .upgradeRequired("This is a WebSocket; connect with ws://."))
    }
    guard headers[values: .connection].compactMap(\.ascii).contains(where: { $0.hasElement("upgrade") })
    else {
      return .refuse(
        .noUpgrade,
        .upgradeRequired(
          "The header Connection must name Upgrade (RFC 6455, section 4.2.1); a proxy may have taken it."))
    }
    guard headers[.secWebSocketVersion]?.ascii == "13" else {
      return .refuse(.version, .upgradeRequired("Only version 13 of WebSockets is spoken (RFC 6455)."))
    }
    guard let key = headers[.secWebSocketKey], WebSocketKey.isValid(key) else {
      return .refuse(.key, .badRequest("Sec-WebSocket-Key must be 16 bytes in base64 (RFC 6455)."))
    }
    if let origin = headers[.origin], !origins.allows(origin, host: request.host) {
      return .refuse(
        .origin,
        .forbidden("Pages of \(origin) may not connect; the operator can allow it with `--origin`."))
    }
    let credential = Self.token(of: request)
    let isControl = admitsOperators && dialect == .verbatim && credential.map(isAdminToken) ?? false
    let opening = Opening(
      token: isControl ? nil : credential, from: request.client.address, dialect: dialect)
    // The tutorials' clients ask for no subprotocol, and none is spoken with them.
    guard dialect == .verbatim else { return .accept(opening, isControl: false, subprotocol: nil) }
    let offered = headers[values: .secWebSocketProtocol].compactMap(\.ascii)
      .flatMap { $0.split(separator: ",") }.map(\.trimmed)
    guard offered.isEmpty || offered.contains(Self.subprotocol[...]) else {
      return .refuse(
        .subprotocol,
        .badRequest("The subprotocol spoken at /ws is \(Self.subprotocol); offer it, or none."))
    }
    return .accept(
      opening, isControl: isControl, subprotocol: offered.isEmpty ? nil : Self.subprotocol)
  }

  /// Whether a query has a token in it, however it is escaped.
  private static func hasToken(_ query: String) -> Bool {
    let bytes = PercentEncoding.bytes(query.utf8) ?? Array(query.utf8)
    let text = String(decoding: bytes.filter { $0 < 0x80 }, as: UTF8.self)
    return text.lowercased().contains("token")
  }

  /// Compares in constant time, so that the time taken tells nothing of the token.
  private func isAdminToken(_ token: String) -> Bool {
    guard let adminToken else { return false }
    return zip(AdminToken.digest(of: token), adminToken).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// The token that a request comes with: in a header, which only a program can set, or else in the cookie of a log-in.
  static func token(of request: PlainRequest) -> String? {
    request.headers[.authorization]?.ascii.flatMap(bearerToken) ?? SessionCookie.token(in: request)
  }

  /// The token of an `Authorization` header (RFC 6750, section 2.1).
  private static func bearerToken(_ header: String) -> String? {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1].trimmed)
  }
}
