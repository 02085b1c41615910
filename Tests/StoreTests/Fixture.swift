import Foundation

@testable import Engine
@testable import Store

/// Whether SQLite is asked to hand out rows in the opposite of the order that it finds convenient.
enum RowOrder: CaseIterable {
  case usual
  case reversed
}

extension Store {
  /// An empty store in memory.
  static func empty(_ order: RowOrder = .usual, behaviour: Int = 1) throws -> Store {
    let store = try Store(.memory, behaviour: behaviour)
    switch order {
    case .usual: break
    case .reversed: try store.run("PRAGMA reverse_unordered_selects = ON")
    }
    return store
  }

  /// Writes a snapshot of a state that is no engine's, with the open turn.
  func save(_ through: UInt64, _ state: [UInt8] = [], at: Int64 = 0, behaviour: Int = 1) throws {
    try save(
      Snapshot(
        through: .init(through), behaviour: behaviour, at: Instant(milliseconds: at),
        journalBytes: through * 17),
      pieces: state.isEmpty ? [] : [state])
  }

  /// Does all that there is to do.
  func tidyUp(
    _ tidying: Tidying, at now: Int64 = 0, tokensUsedSince oldest: Int64 = .min, inUse: Set<Digest> = [],
    journalBytes: UInt64 = 0
  ) throws {
    let tokens = TokenRule(oldestUse: Instant(milliseconds: oldest)) { inUse }
    try commit()
    while try tidy(tidying, at: Instant(milliseconds: now), tokens, journalBytes: journalBytes) {}
  }

  func register(
    _ user: UInt32, _ name: String, key: String? = nil, bot: Bool = false, verifier: [UInt8]? = nil
  ) {
    write(
      .userRegistered(
        UserID(user), name: name, key: key ?? name.uppercased().lowercased(), bot: bot, at: .virtualStart,
        request: nil),
      verifier: verifier)
  }

  func create(_ room: UInt32, _ name: String) {
    write(
      .roomCreated(
        RoomID(room), name: name, key: name.uppercased().lowercased(), owner: nil, at: .virtualStart))
  }

  func say(_ number: UInt64, in room: UInt32 = 1, seq: UInt64, from user: UInt32 = 1, _ text: String) {
    write(
      .messageStored(
        number: number, .room(RoomID(room)), seq: seq, from: UserID(user), text: text,
        at: Instant(milliseconds: Int64(number))))
  }

  func whisper(_ number: UInt64, from user: UInt32, to other: UInt32, seq: UInt64, _ text: String) {
    write(
      .messageStored(
        number: number, .pair(Pair(UserID(user), UserID(other))), seq: seq, from: UserID(user), text: text,
        at: Instant(milliseconds: Int64(number))))
  }

  func history(
    ofRoom room: UInt32 = 1, _ page: HistoryPage = .latest, limit: Int = 100, through: UInt64 = .max
  ) throws -> (rows: [MessageRow], more: Bool) {
    try messages(.roomHistory(RoomID(room), page: page, limit: limit, through: through))
  }

  func history(
    between pair: (UInt32, UInt32), asker: UInt32, _ page: HistoryPage = .latest, limit: Int = 100,
    through: UInt64 = .max
  ) throws -> (rows: [MessageRow], more: Bool) {
    try messages(
      .privateHistory(
        Pair(UserID(pair.0), UserID(pair.1)), asker: UserID(asker), page: page, limit: limit, through: through
      ))
  }

  private func messages(_ query: Query) throws -> (rows: [MessageRow], more: Bool) {
    guard case .messages(let rows, let more) = try answer(query) else { throw WrongAnswer() }
    return (rows, more)
  }

  func search(
    _ terms: String..., asker: UInt32? = nil, room: UInt32? = nil, hidden: [UInt32] = [], from: UInt32? = nil,
    limit: Int = 100, through: UInt64 = .max, after: Cursor? = nil
  ) throws -> (rows: [MessageRow], next: Cursor?) {
    let search = MessageSearch(
      terms: MessageSearch.terms(typed: terms), asker: asker.map { UserID($0) },
      room: room.map { RoomID($0) },
      from: from.map { UserID($0) }, limit: limit, through: through, after: after, fingerprint: 7)
    let answer = try answer(.messages(search)) { !hidden.contains($0.number) }
    guard case .foundMessages(let rows, let next) = answer else { throw WrongAnswer() }
    return (rows, next)
  }

  func users(
    _ text: String, limit: Int = 100, through: UInt32 = .max, after: Cursor? = nil
  ) throws -> (rows: [UserRow], next: Cursor?) {
    let search = UserSearch(text: text, limit: limit, through: UserID(through), after: after, fingerprint: 7)
    guard case .users(let rows, let next) = try answer(.users(search)) else { throw WrongAnswer() }
    return (rows, next)
  }

  func rooms(
    limit: Int = 100, through: UInt32 = .max, shown: [UInt32] = [], after: String? = nil
  ) throws -> (rows: [RoomRow], next: String?) {
    let search = RoomSearch(
      limit: limit, through: RoomID(through), shown: shown.map { RoomID($0) }, after: after)
    guard case .rooms(let rows, let next) = try answer(.rooms(search)) else { throw WrongAnswer() }
    return (rows, next)
  }

  /// The whole journal after a place.
  func entries(after: JournalEntry.Index = .start) throws -> [JournalEntry] {
    var reader = journal(after: after)
    var entries: [JournalEntry] = []
    while let entry = try reader.next() { entries.append(entry) }
    return entries
  }
}

/// The answer was of another kind than the query.
struct WrongAnswer: Error {}

/// Goes through a list page by page, and gives all its rows in the order in which they came.
func allPages<Row, Place>(_ page: (Place?) throws -> (rows: [Row], next: Place?)) throws -> [Row] {
  var rows: [Row] = []
  var cursor: Place?
  repeat {
    let found = try page(cursor)
    rows += found.rows
    cursor = found.next
  } while cursor != nil
  return rows
}
