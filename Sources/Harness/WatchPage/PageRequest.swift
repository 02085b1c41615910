import Wire

/// What somebody does on the page.
package enum PageRequest: Hashable, Sendable {
  /// The page is open, and has nothing yet.
  case opened
  /// The page is gone.
  case closed
  case run
  case show(name: String)
  case bless(name: String)
  /// What was proposed last is to be written.
  case write

  /// How long a request may be, in bytes, and how deep.
  static let limits = (bytes: 65_536, depth: 4)

  /// Reads a message of the page, or gives nil where it is none.
  package init?(_ bytes: [UInt8]) {
    let message = try? JSON.parse(bytes, maximumBytes: Self.limits.bytes, maximumDepth: Self.limits.depth)
    guard let message, case .string(let type)? = message["type"] else { return nil }
    var name: String? { if case .string(let name)? = message["name"] { name } else { nil } }
    switch (type, name) {
    case ("run", _): self = .run
    case ("show", let name?): self = .show(name: name)
    case ("bless", let name?): self = .bless(name: name)
    case ("write", _): self = .write
    case _: return nil
    }
  }
}
