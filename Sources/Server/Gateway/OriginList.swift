/// The origins (RFC 6454) whose web pages may connect to a server.
package struct OriginList: Hashable, Sendable {
  /// Origins such as `https://chat.example`, or `*` for all.
  package var allowed: [String]

  package init(_ allowed: [String] = []) {
    self.allowed = allowed.map { $0.lowercased() }
  }

  /// Whether a page of this origin may connect. One that came from the same host always may.
  package func allows(_ origin: String, host: String?) -> Bool {
    if allowed.contains("*") { return true }
    guard let origin = origin.ascii?.lowercased() else { return false }
    if allowed.contains(origin) { return true }
    guard let host = host?.ascii?.lowercased() else { return false }
    return origin == "http://\(host)" || origin == "https://\(host)"
  }
}
