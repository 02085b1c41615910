/// The origins whose web pages may connect to a server, beside its own.
package struct OriginList: Hashable, Sendable {
  /// What an operator lists.
  package enum Entry: Hashable, Sendable {
    case one(WebOrigin)
    /// Pages of every origin, which get nothing with a cookie.
    case all

    /// Reads an origin, also with the slash that people copy with it, or `*`; nil where it is neither.
    package init?(_ text: String) {
      guard text != "*" else {
        self = .all
        return
      }
      guard let origin = WebOrigin(text.hasSuffix("/") ? String(text.dropLast()) : text) else { return nil }
      self = .one(origin)
    }
  }

  /// What a page is to the server.
  enum Standing: Equatable {
    /// It is from the server's own host.
    case own(WebOrigin)
    case listed
    /// It is nobody's in particular, and pages of every origin may connect.
    case anybody
    case foreign
  }

  private let entries: Set<Entry>

  package init(_ entries: [Entry] = []) {
    self.entries = Set(entries)
  }

  /// Whether there are any but the server's own.
  var isEmpty: Bool { entries.isEmpty }

  /// What a page is, by the `Origin` and `Host` that its browser sends.
  func standing(of origin: String, host: String?) -> Standing {
    guard let origin = WebOrigin(origin) else { return entries.contains(.all) ? .anybody : .foreign }
    // Nobody but the owner of a name has a certificate for it, and no such page is let to talk in the clear.
    if let authority = host.flatMap({ Authority($0) }), origin.isServed(at: authority),
      origin.scheme == .https || authority.host.isFixed
    {
      return .own(origin)
    }
    if entries.contains(.one(origin)) { return .listed }
    return entries.contains(.all) ? .anybody : .foreign
  }

  /// Whether a page of this origin may connect. One that came from the same host may, where nobody else can own that host's name.
  func allows(_ origin: String, host: String?) -> Bool {
    standing(of: origin, host: host) != .foreign
  }
}
