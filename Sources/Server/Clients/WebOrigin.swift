/// Where a web page comes from: scheme, host and port (RFC 6454). Letters in either case and a port that is the scheme's own are the
/// same origin.
package struct WebOrigin: Hashable, Sendable {
  enum Scheme: String, CaseIterable, Sendable {
    case http, https

    var usualPort: Int {
      switch self {
      case .http: 80
      case .https: 443
      }
    }
  }

  let scheme: Scheme
  let host: Authority.Host
  let port: Int

  /// Reads an origin as browsers send it, such as `https://chat.example` or `http://localhost:3000`; nil where it is none, such as
  /// `null`, or one of a program that is no web page.
  package init?(_ text: String) {
    guard let text = text.ascii?.lowercased(),
      let scheme = Scheme.allCases.first(where: { text.hasPrefix("\($0.rawValue)://") }),
      let authority = Authority(text.dropFirst(scheme.rawValue.count + "://".count))
    else { return nil }
    self.scheme = scheme
    host = authority.host
    port = authority.port ?? scheme.usualPort
  }

  /// Whether a client that calls the server by this `Host` has its pages from it, too.
  func isServed(at authority: Authority) -> Bool {
    host == authority.host && port == authority.port ?? scheme.usualPort
  }
}

/// A host with or without a port, as URLs and the header `Host` have it (RFC 3986, section 3.2).
struct Authority: Hashable, Sendable {
  enum Host: Hashable, Sendable {
    case address(IPAddress)
    /// In lower case.
    case name(String)

    /// Whether it is an address or this machine. Any other name may be one that its owner makes mean this machine for the time of an
    /// attack (DNS rebinding).
    var isFixed: Bool {
      switch self {
      case .address: true
      case .name(let name): name == "localhost" || name.hasSuffix(".localhost")
      }
    }
  }

  let host: Host
  let port: Int?

  init?(_ text: some StringProtocol) {
    guard text.utf8.count <= Self.longest, let text = String(text).ascii?.lowercased() else { return nil }
    let rest: Substring
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]"), let address = IPAddress(text[..<end].dropFirst()) else {
        return nil
      }
      host = .address(address)
      rest = text[end...].dropFirst()
    } else {
      let end = text.firstIndex(of: ":") ?? text.endIndex
      let name = text[..<end]
      if let address = IPAddress(name) {
        host = .address(address)
      } else {
        guard Self.isName(name) else { return nil }
        host = .name(String(name))
      }
      rest = text[end...]
    }
    guard !rest.isEmpty else {
      port = nil
      return
    }
    let digits = rest.dropFirst()
    guard rest.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
      (1...65535).contains(number)
    else { return nil }
    port = number
  }

  /// A name of DNS with its dots, and a port.
  private static let longest = 260

  private static func isName(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      !label.isEmpty
        && label.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
          case _: false
          }
        }
    }
  }
}
