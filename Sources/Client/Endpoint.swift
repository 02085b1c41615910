import Foundation

/// Where a server is: the parts of a `ws://` or `wss://` address (RFC 6455, section 3).
public struct Endpoint: Hashable, Sendable {
  public var host: String
  public var port: Int
  /// Whether the connection is encrypted.
  public var isSecure: Bool
  /// The path with its leading slash, `/ws` where the address has none.
  public var path: String

  public init(host: String, port: Int, isSecure: Bool = false, path: String = "/ws") {
    self.host = host
    self.port = port
    self.isSecure = isSecure
    self.path = path
  }

  /// The endpoint that an address names, or nil where it is none: `ws://localhost:8080`, `wss://chat.example/ws`.
  ///
  /// User names, queries and fragments are refused: a token in an address would end up in logs.
  public init?(_ address: String) {
    guard let colon = address.range(of: "://") else { return nil }
    switch address[..<colon.lowerBound].lowercased() {
    case "ws": isSecure = false
    case "wss": isSecure = true
    case _: return nil
    }
    let rest = address[colon.upperBound...]
    guard !rest.contains(where: { "?#@ ".contains($0) }) else { return nil }
    let authority = rest.prefix { $0 != "/" }
    path = authority.endIndex == rest.endIndex ? "/ws" : String(rest[authority.endIndex...])
    if path == "/" { path = "/ws" }
    guard let (host, port) = Self.parts(of: authority) else { return nil }
    self.host = host
    self.port = port ?? (isSecure ? 443 : 80)
  }

  /// Host and port of an authority; an IPv6 address is in brackets (RFC 3986, section 3.2.2).
  private static func parts(of authority: Substring) -> (host: String, port: Int?)? {
    var host = authority
    var port: Substring?
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = authority[authority.index(after: authority.startIndex)..<end]
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      if !rest.isEmpty { port = rest.dropFirst() }
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    guard !host.isEmpty else { return nil }
    guard let port else { return (String(host), nil) }
    guard let number = Int(port), (1...65535).contains(number), port.allSatisfy(\.isNumber) else {
      return nil
    }
    return (String(host), number)
  }
}

extension Endpoint: CustomStringConvertible {
  /// The address, with its port where it is not the usual one.
  public var description: String { "\(isSecure ? "wss" : "ws")://\(authority)\(path)" }

  /// The host with its port where that is not the usual one.
  package var authority: String {
    port == (isSecure ? 443 : 80) ? bracketedHost : "\(bracketedHost):\(port)"
  }

  /// The host as it is in an address.
  package var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
}
