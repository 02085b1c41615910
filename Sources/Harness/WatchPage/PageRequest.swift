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
  /// A scenario is to be stepped through.
  case debug(name: String)
  /// What the debugger is to do, in its own words.
  case command(line: String)
  /// The debugger is not needed any more.
  case leave

  /// How long a request may be, in bytes, and how deep.
  static let limits = (bytes: 65_536, depth: 4)

  /// Reads a message of the page, or gives nil where it is none.
  package init?(_ bytes: [UInt8]) {
    let json = try? JSON.parse(bytes, maximumBytes: Self.limits.bytes, maximumDepth: Self.limits.depth)
    let message = ServerFrame(json ?? .null)
    switch (message.typeName, message.text("name"), message.text("line")) {
    case ("run", _, _): self = .run
    case ("show", let name?, _): self = .show(name: name)
    case ("bless", let name?, _): self = .bless(name: name)
    case ("write", _, _): self = .write
    case ("debug", let name?, _): self = .debug(name: name)
    case ("command", _, let line?): self = .command(line: line)
    case ("leave", _, _): self = .leave
    case _: return nil
    }
  }
}
