import Engine
import Store

/// Compares what the inputs write with the tables' rows, both in the order of their numbers and read once.
struct TableCheck {
  /// A row that is not what an input made it.
  struct Fault {
    let entry: JournalEntry.Index
    let at: Instant
    let input: Input
    let what: String
  }

  private let archive: Archive
  private var users: Cursor<ArchivedUser>
  private var rooms: Cursor<ArchivedRoom>
  private var messages: Cursor<ArchivedMessage>
  private var privateMessages: Cursor<ArchivedMessage>
  private var firstFault: Fault?
  private var deletions = Deletions()
  private var edits = Edits()
  private var reactions: ReactionCheck

  /// The first row that differs; it is known when all inputs were checked.
  var fault: Fault? {
    [firstFault, deletions.unexplained, edits.unexplained, reactions.unexplained].compactMap(\.self)
      .min { $0.entry < $1.entry }
  }

  /// How many messages there ever were before the first input.
  let messagesBefore: UInt64

  /// How many messages since then went with their rooms.
  var messagesGone: UInt64 { deletions.messagesGone }

  /// Rows of what was there before the first input are passed over: the state tells how many there are.
  init(_ archive: Archive, startingWith engine: Engine) throws(StoreError) {
    self.archive = archive
    reactions = try ReactionCheck(archive)
    let counts = engine.counts
    messagesBefore = counts.messages
    users = Cursor(try archive.users(from: UserID(UInt32(clamping: counts.users + 1))))
    rooms = Cursor(try archive.rooms(from: RoomID(UInt32(clamping: counts.rooms + 1))))
    messages = Cursor(try archive.messages(.room, from: counts.messages + 1))
    privateMessages = Cursor(try archive.messages(.pair, from: counts.messages + 1))
  }

  /// Goes on with a state that was not made by the inputs before.
  mutating func begin(with engine: Engine) throws(StoreError) {
    let earlier = (firstFault, deletions, edits, reactions)
    self = try TableCheck(archive, startingWith: engine)
    (firstFault, deletions, edits, reactions) = earlier
    deletions.countAnew()
  }

  /// Checks what one input wrote.
  mutating func check(_ record: Record, of input: Input, _ entry: JournalEntry) throws(StoreError) {
    func fault(_ what: String) -> Fault {
      Fault(entry: entry.index, at: entry.at, input: input, what: what)
    }
    guard let what = try difference(record, fault), firstFault == nil else { return }
    firstFault = fault(what)
  }

  private mutating func difference(
    _ record: Record, _ fault: (String) -> Fault
  ) throws(StoreError) -> String? {
    switch record {
    case .userRegistered(let user, let name, key: _, let bot, let at, request: _):
      let row = try users.row { $0.user < user ? .earlier : $0.user == user ? .same : .later }
      return Self.difference(
        "user \(user.number)", row,
        [
          ("name", { $0.isErased || $0.name.isSame(as: name) }), ("kind", { $0.bot == bot }),
          ("time", { $0.at == at }),
        ])
    case .roomCreated(let room, let name, key: _, owner: _, let at):
      let row = try rooms.row { $0.room < room ? .earlier : $0.room == room ? .same : .later }
      return Self.difference(
        "room \(room.number)", row, [("name", { $0.name.isSame(as: name) }), ("time", { $0.at == at })])
    case .messageStored(let number, let place, let seq, let from, let text, let at, let extras):
      let name: String
      let placeName: String
      let row: ArchivedMessage?
      switch place {
      case .room(let room):
        (name, placeName) = ("message \(number)", "room")
        row = try messages.row { $0.place(of: number) }
        if row == nil {
          deletions.expectDeletion(of: room, otherwise: fault("\(name) is not in the tables"))
          return nil
        }
      case .pair:
        (name, placeName) = ("private message \(number)", "pair")
        row = try privateMessages.row { $0.place(of: number) }
      }
      if let row { note(row, fault) }
      return Self.difference(
        name, row,
        [
          (placeName, { $0.row.place == place }), ("seq", { $0.row.seq == seq }),
          ("author", { $0.row.from == from }),
          (
            "text",
            { $0.row.deleted ? $0.row.text.isEmpty : $0.row.editedAt != nil || $0.row.text.isSame(as: text) }
          ),
          ("time", { $0.row.at == at }), ("reply, data or mentions", { $0.row.has(extras) }),
        ])
    case .messageEdited(let place, let seq, let text, let at, let mentions):
      return try edit(.init(place: place, seq: seq), to: text, mentioning: mentions, at: at, fault)
    case .reactionChanged(let place, let seq, let user, let reaction, let adds):
      let archive = archive
      try reactions.change(
        .init(place: place, seq: seq), user, reaction, adds: adds,
        isGone: { () throws(StoreError) in try archive.message(seq, at: place)?.deleted != false },
        otherwise: fault)
      return nil
    case .messageDeleted(let place, let seq): return try delete(.init(place: place, seq: seq))
    case .roomDeleted(let room):
      deletions.delete(room)
      return nil
    case .userErased(let user, _, _):
      deletions.erase(user)
      reactions.erase(user)
      return nil
    // Rules are compared by nobody; read marks go on, and the oldest of rooms go.
    case .roomRuled, .messagesRead: return nil
    case .tokenMade, .tokenUsed, .tokenRevoked, .ownTokenRevoked, .ownTokensRevokedByID,
      .ownTokensRevoked, .ownTokensBounded,
      .passwordChanged, .userSuspended, .userDeleted:
      // What a secret was made into is not in the journal, so that there is nothing to compare.
      return nil
    }
  }

  private mutating func note(_ message: ArchivedMessage, _ fault: (String) -> Fault) {
    if message.row.editedAt != nil { edits.expect(message.row, otherwise: fault(Self.edit(message.row))) }
    guard message.row.deleted else { return }
    let place = Deletions.Place(place: message.row.place, seq: message.row.seq)
    deletions.expect(
      place, by: message.row.from,
      otherwise: fault("message \(message.row.number) has no text in the tables, and no input took it"))
  }

  private mutating func delete(_ place: Deletions.Place) throws(StoreError) -> String? {
    // One from before the first input was not met.
    if deletions.delete(place) { return nil }
    return try archive.message(place.seq, at: place.place)?.deleted == false
      ? "the message that it deleted is in the tables with its text" : nil
  }

  private mutating func edit(
    _ place: Deletions.Place, to text: String, mentioning mentions: [UserID], at instant: Instant,
    _ fault: (String) -> Fault
  ) throws(StoreError) -> String? {
    if edits.edit(place, to: text, mentioning: mentions, at: instant) { return nil }
    // One from before the first input was not met, and one whose room went is not there.
    guard let row = try archive.message(place.seq, at: place.place) else { return nil }
    guard row.editedAt != nil else { return "the message that it edited is in the tables as it was before" }
    edits.expect(row, otherwise: fault(Self.edit(row)))
    _ = edits.edit(place, to: text, mentioning: mentions, at: instant)
    return nil
  }

  private static func edit(_ row: MessageRow) -> String {
    "message \(row.number) was edited in the tables otherwise than by the inputs"
  }

  private typealias Field<Row> = (name: String, isSame: (Row) -> Bool)

  private static func difference<Row>(_ name: String, _ row: Row?, _ fields: [Field<Row>]) -> String? {
    guard let row else { return "\(name) is not in the tables" }
    let wrong = fields.filter { !$0.isSame(row) }.map(\.name)
    return wrong.isEmpty ? nil : "\(name) has another \(wrong.joined(separator: " and ")) in the tables"
  }
}

/// Rows of which each is looked at once, in their order.
private struct Cursor<Row> {
  /// How a row stands to the one that is looked for.
  enum Place {
    case earlier
    case same
    case later
  }

  private let rows: ArchiveRows<Row>
  private var waiting: Row?

  init(_ rows: ArchiveRows<Row>) { self.rows = rows }

  /// The row that is looked for, or nil where there is none; earlier ones are passed over.
  mutating func row(_ place: (Row) -> Place) throws(StoreError) -> Row? {
    while true {
      let next: Row?
      if let waiting { next = waiting } else { next = try rows.next() }
      guard let row = next else { return nil }
      waiting = nil
      switch place(row) {
      case .earlier: continue
      case .same: return row
      case .later:
        waiting = row
        return nil
      }
    }
  }
}

extension ArchivedMessage {
  fileprivate func place(of number: UInt64) -> Cursor<ArchivedMessage>.Place {
    row.number < number ? .earlier : row.number == number ? .same : .later
  }
}

extension MessageRow {
  /// Whether it has what it was sent with; a deleted one has no more than what it answers, and an edited one mentions others.
  fileprivate func has(_ sent: MessageExtras<UserID>?) -> Bool {
    guard !deleted else { return extras == sent?.withoutText }
    let isData = (extras?.data ?? "").isSame(as: sent?.data ?? "")
    let isMention = editedAt != nil || (extras?.mentions ?? []) == (sent?.mentions ?? [])
    return extras?.replyTo == sent?.replyTo && isData && isMention
  }
}

extension String {
  /// Equal byte for byte; `==` does not see a difference of normalisation.
  fileprivate func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
