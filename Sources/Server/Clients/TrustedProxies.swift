import HTTPTypes

/// The proxies that are believed when they say for whom they ask (RFC 7239, section 8.1).
package struct TrustedProxies: Hashable, Sendable {
  package var ranges: [IPRange]
  /// Whether whoever connects to a socket in the file system is one, of which there is no address.
  package var includesUnixSockets: Bool

  package init(_ ranges: [IPRange] = [], unixSockets: Bool = false) {
    self.ranges = ranges
    includesUnixSockets = unixSockets
  }

  /// Why a request cannot be told whose it is: its two headers say different things, and one of them is the client's own.
  struct Contradiction: Error {}

  func contains(_ address: IPAddress?) -> Bool {
    guard let address else { return includesUnixSockets }
    return ranges.contains { $0.contains(address) }
  }

  /// For whom a request is made that came from an address: the last in the chain of proxies that is not trusted itself.
  ///
  /// What a client says of itself stands before what the first trusted proxy adds, so that it is never reached.
  func client(behind address: IPAddress?, saying headers: HTTPFields) throws(Contradiction) -> IPAddress? {
    guard contains(address) else { return address }
    let forwarded = last(
      of: Self.parameters("for", in: headers).map { IPAddress(withPort: $0) }, behind: address)
    let xForwardedFor = last(
      of: Self.list(headers[values: .xForwardedFor]).map { IPAddress(withPort: $0) }, behind: address)
    guard let forwarded else { return xForwardedFor ?? address }
    guard xForwardedFor == nil || xForwardedFor == forwarded else { throw Contradiction() }
    return forwarded
  }

  /// Whether the client's own connection is encrypted, as far as the proxy nearest to it says.
  func isEncrypted(behind address: IPAddress?, saying headers: HTTPFields) -> Bool {
    guard contains(address) else { return false }
    if let scheme = Self.list(headers[values: .xForwardedProto]).last {
      return scheme.lowercased() == "https"
    }
    return Self.parameters("proto", in: headers).last?.lowercased() == "https"
  }

  /// The headers in which proxies say for whom they ask.
  static let headers = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto"]

  /// Whether a request looks as if a proxy had made it for somebody.
  static func mayHavePassedOn(_ headers: HTTPFields) -> Bool {
    headers.contains(.xForwardedFor) || headers.contains(.forwarded)
  }

  /// The last of some hops that is no trusted proxy; nil where nothing is said. A hop that is hidden or unknown ends the chain at
  /// the proxy that says so.
  private func last(of hops: [IPAddress?], behind address: IPAddress?) -> IPAddress? {
    guard !hops.isEmpty else { return nil }
    var client = address
    for hop in hops.reversed() {
      guard let hop else { return client }
      client = hop
      guard contains(hop) else { return hop }
    }
    return client
  }

  /// One parameter of each element of `Forwarded` (RFC 7239, section 4), without quotes.
  private static func parameters(_ name: String, in headers: HTTPFields) -> [String] {
    list(headers[values: .forwarded]).map { element in
      for pair in element.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0].trimmed.lowercased() == name else { continue }
        return parts[1].trimmed.filter { $0 != "\"" }
      }
      return ""
    }
  }

  /// The elements of headers that are lists. What is not ASCII is one element that means nothing.
  private static func list(_ values: [String]) -> [Substring] {
    values.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }
      .map { (String(Substring($0)).ascii ?? "?")[...].trimmed }
  }
}

extension HTTPField.Name {
  fileprivate static let forwarded = HTTPField.Name("Forwarded")!
  fileprivate static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
  fileprivate static let xForwardedProto = HTTPField.Name("X-Forwarded-Proto")!
}
