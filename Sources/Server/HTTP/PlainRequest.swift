import HTTPTypes
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// A request over HTTP that has come whole.
struct PlainRequest: Sendable {
  let method: HTTPRequest.Method
  /// Without the query.
  let path: String
  /// What follows the question mark.
  let query: String?
  /// What the client calls the server.
  let host: String?
  let headers: HTTPFields
  let body: [UInt8]
  /// Whether the client asks that the connection becomes a WebSocket. With HTTP/1.0 it cannot (RFC 9110, section 7.8).
  let asksForWebSocket: Bool
  /// Who asks.
  let client: Client

  /// The longest body that is read, in bytes.
  static let longestBody = 64 * 1024

  /// Who asks, as far as the network tells.
  struct Client: Sendable {
    let address: ClientAddress
    /// Whether the connection that the client made is encrypted.
    let isEncrypted: Bool
  }

  init(_ head: HTTPRequestHead, headers: HTTPFields, body: [UInt8], from client: Client) {
    let parts = head.target.path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    method = HTTPRequest.Method(head.method.rawValue) ?? Self.unknownMethod
    path = parts.first.map(String.init) ?? ""
    query = parts.count > 1 ? String(parts[1]) : nil
    host = head.host
    self.headers = headers
    self.body = body
    self.client = client
    asksForWebSocket =
      head.version == .http1_1
      && headers[values: .upgrade].compactMap(\.ascii).contains { $0.hasElement("websocket") }
  }

  var route: Route { Route(path: path) }

  /// Stands for what is no method of HTTP, and nothing understands it.
  private static let unknownMethod = HTTPRequest.Method("UNKNOWN")!
}

extension HTTPRequestHead {
  /// What the client calls the server.
  var host: String? { target.authority.map(String.init) ?? headers.first(name: "host") }

  /// The host in the target of a request, where it has one (RFC 9112, section 3.2.2), and the path with the query.
  fileprivate var target: (authority: Substring?, path: Substring) {
    guard uri.utf8.first != UInt8(ascii: "/"),
      let scheme = ["http://", "https://"].first(where: { uri.lowercased().hasPrefix($0) })
    else { return (nil, uri[...]) }
    let rest = uri.dropFirst(scheme.count)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    return (rest[..<end], rest[end...].first == "/" ? rest[end...] : "/" + rest[end...])
  }

  /// Why a request is not looked at, whatever it asks for.
  var problem: PlainResponse? {
    if version == .http1_1, headers["host"].count != 1 {
      return .badRequest("A request has one header Host (RFC 9112, section 3.2).")
    }
    guard headers["host"].allSatisfy(\.isAuthority) else {
      return .badRequest("The header Host is no host (RFC 9112, section 3.2).")
    }
    guard headers["content-encoding"].allSatisfy({ $0.isEmpty || $0.lowercased() == "identity" }) else {
      return .badRequest(
        "No content coding is understood (RFC 9110, section 15.5.16); send the body as it is.",
        .unsupportedMediaType)
    }
    if hasDoubtfulUpgrade {
      return .badRequest("Upgrade is empty, or Connection has more than words and spaces.")
    }
    let codings = headers["transfer-encoding"].flatMap { $0.split(separator: ",") }
      .map { $0.trimmed.lowercased() }
    let isCoded = headers.contains(name: "transfer-encoding")
    // RFC 9112, section 6.1: where the version is 1.0, nobody knows where the body ends.
    guard !isCoded || version == .http1_1 else {
      return .badRequest("Transfer-Encoding is not of HTTP/1.0.")
    }
    // Whoever passed on an empty header may have taken it for something else than we do, and the body for another request.
    guard !isCoded || codings == ["chunked"] else {
      return .badRequest(
        "The only transfer coding that is understood is chunked (RFC 9112, section 6.1).", .notImplemented)
    }
    return nil
  }
}

extension String {
  /// Whether it is a host, with or without a port, as far as its characters tell (RFC 3986, section 3.2), or empty.
  fileprivate var isAuthority: Bool {
    var rest = utf8[...]
    if rest.first == UInt8(ascii: "[") {
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
      guard rest[..<end].dropFirst().allSatisfy({ $0.isOfHost || $0 == UInt8(ascii: ":") }) else {
        return false
      }
      rest = rest[end...].dropFirst()
    } else {
      rest = rest.drop(while: \.isOfHost)
    }
    return rest.isEmpty
      || rest.first == UInt8(ascii: ":")
        && rest.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Whether a header that is a list has an element, in whatever case (RFC 9110, section 5.6.1).
  func hasElement(_ name: String) -> Bool {
    split(separator: ",").contains { $0.trimmed.lowercased() == name }
  }
}

extension UInt8 {
  /// Whether it may be in the name of a host (RFC 3986, section 3.2.2).
  fileprivate var isOfHost: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case _: "-._~!$&'()*+,;=%".utf8.contains(self)
    }
  }
}

extension Substring {
  /// The text without white space at its ends.
  var trimmed: Substring {
    var text = drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
