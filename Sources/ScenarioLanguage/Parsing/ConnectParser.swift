/// Reads what follows `connect:`, such as `tutorial-chat in lobby for alice bob, verbatim.v1`.
struct ConnectParser {
  var scanner: LineScanner
  /// Where the header's value ends; what follows is a comment.
  let end: Int

  private static let remedy = "write connect: tutorial-chat in lobby for alice bob"

  mutating func entries() throws(LineProblem) -> [ConnectSyntax] {
    var entries: [ConnectSyntax] = []
    repeat {
      let entry = try entry()
      if entry.sessions.isEmpty, entries.contains(where: { $0.sessions.isEmpty }) {
        throw LineProblem(
          .connectNotValid, "two entries are for everybody", remedy: "say who with for alice",
          at: entry.kind.range)
      }
      entries.append(entry)
    } while scanner.position < end && scanner.take(",")
    return entries
  }

  private mutating func entry() throws(LineProblem) -> ConnectSyntax {
    guard let kind = word() else {
      throw LineProblem(
        .connectNotValid, "a way to connect is missing here", remedy: Self.remedy, at: scanner.here)
    }
    var entry = ConnectSyntax(kind: kind, room: nil, writtenRoom: nil, sessions: [])
    var next = word()
    if next?.text == "in" {
      let room = try scanner.literal(.connectNotValid, "a room is a word or a text in quotes")
      entry.room = room.plainText
      entry.writtenRoom = scanner.text(room.range)
      next = word()
    }
    if let keyword = next, keyword.text == "for" {
      while let name = word() { entry.sessions.append(name) }
      guard !entry.sessions.isEmpty else {
        throw LineProblem(
          .connectNotValid, "after for come the sessions", remedy: Self.remedy, at: keyword.range)
      }
    } else if let next {
      throw LineProblem(
        .connectNotValid, "after a way to connect come in and its room, for and its sessions, or a comma",
        remedy: Self.remedy, at: next.range)
    }
    return entry
  }

  /// The next word of this entry, or nil where the entry ends.
  private mutating func word() -> NameSyntax? {
    scanner.skipSpaces()
    guard scanner.position < end else { return nil }
    let range = scanner.takeEntry()
    return range.isEmpty ? nil : scanner.name(range)
  }
}
