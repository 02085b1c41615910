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
    case refuse(UpgradeRefusal, HTTPResponse.Status, code: String, message: String)
  }

  /// The name that clients offer in `Sec-WebSocket-Protocol`.
  static let subprotocol = "verbatim.v1"

  /// Judges a request; its path is without the query.
  func judge(path: Substring, query: Substring?, host: String?, headers: HTTPFields) -> Verdict {
    let dialect: Dialect
    do throws(Refusal) {
      guard let found = path.utf8.elementsEqual("/ws".utf8) ? .verbatim : try Dialect(path: String(path))
      else {
        return .refuse(
          .path, .notFound, code: "not_found", message: "There is no WebSocket at \(path); use /ws.")
      }
      dialect = found
    } catch {
      return .refuse(.path, .badRequest, code: error.code.rawValue, message: error.message)
    }
    guard !(query.map(Self.hasToken) ?? false) else {
      return .refuse(
        .tokenInQuery, .badRequest, code: "bad_request",
        message: "A token in the query ends up in logs; send `Authorization: Bearer …` or a `login` frame.")
    }
    guard headers[.upgrade]?.lowercasedWord == "websocket" else {
      return .refuse(
        .noUpgrade, .upgradeRequired, code: "upgrade_required",
        message: "This is a WebSocket; connect with ws://.")
    }
    guard headers[values: .connection].compactMap(\.ascii).contains(where: Self.namesUpgrade) else {
      return .refuse(
        .noUpgrade, .upgradeRequired, code: "upgrade_required",
        message:
          "The header Connection must name Upgrade (RFC 6455, section 4.2.1); a proxy may have taken it.")
    }
    guard headers[.secWebSocketVersion]?.ascii == "13" else {
      return .refuse(
        .version, .upgradeRequired, code: "upgrade_required",
        message: "Only version 13 of WebSockets is spoken (RFC 6455).")
    }
    guard let key = headers[.secWebSocketKey], Self.isKey(key) else {
      return .refuse(
        .key, .badRequest, code: "bad_request",
        message: "Sec-WebSocket-Key must be 16 bytes in base64 (RFC 6455).")
    }
    if let origin = headers[.origin], !origins.allows(origin, host: host) {
      return .refuse(
        .origin, .forbidden, code: "forbidden",
        message: "Pages of \(origin) may not connect; the operator can allow it with `--origin`.")
    }
    let credential = Self.token(in: headers)
    let isControl = dialect == .verbatim && credential.map(isAdminToken) ?? false
    let opening = Opening(token: isControl ? nil : credential, dialect: dialect)
    // The tutorials' clients ask for no subprotocol, and none is spoken with them.
    guard dialect == .verbatim else { return .accept(opening, isControl: false, subprotocol: nil) }
    let offered = headers[values: .secWebSocketProtocol].compactMap(\.ascii)
      .flatMap { $0.split(separator: ",") }.map { $0.trimming(while: \.isWhitespace) }
    guard offered.isEmpty || offered.contains(Self.subprotocol[...]) else {
      return .refuse(
        .subprotocol, .badRequest, code: "bad_request",
        message: "The subprotocol spoken at /ws is \(Self.subprotocol); offer it, or none.")
    }
    return .accept(
      opening, isControl: isControl, subprotocol: offered.isEmpty ? nil : Self.subprotocol)
  }

  /// Whether a `Connection` header names the upgrade, among others or alone.
  private static func namesUpgrade(_ header: String) -> Bool {
    header.lowercased().split(separator: ",").contains { $0.trimming(while: \.isWhitespace) == "upgrade" }
  }

  /// Whether a key is 16 bytes in base64: 22 letters and the padding.
  private static func isKey(_ key: String) -> Bool {
    let bytes = Array(key.utf8)
    guard bytes.count == 24, bytes.suffix(2).elementsEqual("==".utf8) else { return false }
    return bytes.dropLast(2).allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
        true
      case _: false
      }
    }
  }

  /// Whether a query has a token in it, however it is escaped.
  private static func hasToken(_ query: Substring) -> Bool {
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
  static func token(in headers: HTTPFields) -> String? {
    if let token = headers[.authorization]?.ascii.flatMap(bearerToken) { return token }
    return headers[values: .cookie].lazy.compactMap(\.ascii).flatMap { $0.split(separator: ";") }
      .map { $0.trimming { $0 == " " } }
      .first { $0.hasPrefix("\(SessionCookie.name)=") }
      .map { String($0.dropFirst(SessionCookie.name.count + 1)) }
  }

  /// The token of an `Authorization` header (RFC 6750, section 2.1).
  private static func bearerToken(_ header: String) -> String? {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1].trimming(while: \.isWhitespace))
  }
}

extension Substring {
  /// The text without such characters at its ends.
  fileprivate func trimming(while isUnwanted: (Character) -> Bool) -> Substring {
    var text = drop(while: isUnwanted)
    while let last = text.last, isUnwanted(last) { text.removeLast() }
    return text
  }
}
