/// The origins (RFC 6454) whose web pages may connect to a server.
package struct OriginList: Hashable, Sendable {
  /// Origins such as `https://chat.example`, or `*` for all.
  package var allowed: [String]

  package init(_ allowed: [String] = []) {
    self.allowed = allowed.map { $0.lowercased() }
  }

  /// Whether a page of this origin may connect. One that came from the same host may, where nobody else can own that host's name.
  package func allows(_ origin: String, host: String?) -> Bool {
    if allowed.contains("*") { return true }
    guard let origin = origin.ascii?.lowercased() else { return false }
    if allowed.contains(origin) { return true }
    guard let host = host?.ascii?.lowercased() else { return false }
    // Nobody but the owner of a name has a certificate for it, and no such page is let to talk in the clear.
    return origin == "https://\(host)" || origin == "http://\(host)" && Self.isOwn(host)
  }

  /// Whether a host, with or without a port, is an address or this machine. Any other name may be one that its owner makes mean
  /// this machine for the time of an attack (DNS rebinding), so that the operator has to list pages of it that came in the clear.
  private static func isOwn(_ host: String) -> Bool {
    if IPAddress(withPort: host) != nil { return true }
    let name = host.split(separator: ":", maxSplits: 1).first ?? ""
    return name == "localhost" || name.hasSuffix(".localhost")
  }
}
