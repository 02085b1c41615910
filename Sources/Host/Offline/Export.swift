import Engine
package import Store
import Wire

/// Writes what a database holds as JSON Lines: one object a line, each with its `kind`.
///
/// Users come first, then rooms, messages, private messages, read marks and inputs, each by number, so that the same file gives the
/// same bytes.
/// What passwords and tokens were made into is never among them. Rows are read one by one, so that memory stays constant.
package struct Export {
  /// What is exported.
  package struct Parts: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let users = Parts(rawValue: 1)
    package static let rooms = Parts(rawValue: 2)
    package static let messages = Parts(rawValue: 4)
    /// What two people said to each other alone, and what anybody has read; with the journal, the texts there too.
    package static let privateMessages = Parts(rawValue: 8)
    package static let journal = Parts(rawValue: 16)
    /// What everyone on the server can see.
    package static let open: Parts = [.users, .rooms, .messages]
  }

  private let archive: Archive
  private let parts: Parts
  private let write: (_ line: [UInt8]) throws -> Void

  /// Exports parts of a database, calling `write` with each line and its line feed.
  ///
  /// - Throws: `StoreError` where the file cannot be read, and what `write` throws.
  package static func run(
    _ archive: Archive, _ parts: Parts, write: @escaping (_ line: [UInt8]) throws -> Void
  ) throws {
    let export = Export(archive: archive, parts: parts, write: write)
    if parts.contains(.users) { try export.users() }
    if parts.contains(.rooms) { try export.rooms() }
    if parts.contains(.messages) {
      try export.messages(try archive.messages(.room, departing: false), kind: "message")
    }
    if parts.contains(.privateMessages) {
      try export.messages(try archive.messages(.pair), kind: "private_message")
      try export.marks()
    }
    if parts.contains(.journal) { try export.journal() }
  }

  private func users() throws {
    let rows = try archive.users()
    while let row = try rows.next() {
      try line("user", [.text("user", row.name), .truth("bot", row.bot), .time("at", row.at)])
    }
  }

  private func rooms() throws {
    let rows = try archive.rooms()
    while let row = try rows.next() { try line("room", [.text("room", row.name), .time("at", row.at)]) }
  }

  private func messages(_ rows: ArchiveRows<ArchivedMessage>, kind: String) throws {
    let reactions = try ArchivedReactions(archive)
    while let row = try rows.next() {
      let given = try reactions.reactions(of: row.row).map {
        Event.Reaction($0.text, count: $0.users.count, users: $0.users)
      }
      var members = row.row.members(from: row.author, mentioning: row.mentions, reactions: given)
      switch row.row.place {
      case .room: members.insert(.text("room", row.placeName), at: 0)
      case .pair: members.insert(.text("target", row.placeName), at: 2)
      }
      try line(kind, members)
    }
  }

  private func marks() throws {
    guard let rows = try archive.marks() else { return }
    while let row = try rows.next() {
      let place = JSON.Member.text(row.isOfRoom ? "room" : "with", row.placeName)
      try line("read", [.text("user", row.user), place, .number("seq", row.seq)])
    }
  }

  private func journal() throws {
    var journal = archive.journal(after: .start)
    while let entry = try journal.next() {
      guard let input = entry.decoded else { throw StoreError.journalBroken(entry: entry.index) }
      let members = input.description(showsPrivate: parts.contains(.privateMessages))
      let place: [JSON.Member] = [.number("entry", entry.index.number), .time("at", entry.at)]
      try write(JSON.object([members[0]] + place + members.dropFirst()).bytes + [0x0A])
    }
  }

  private func line(_ kind: String, _ members: [JSON.Member]) throws {
    try write(JSON.object([.text("kind", kind)] + members).bytes + [0x0A])
  }
}
