package import Engine

/// Which messages are meant: those in rooms, or those between two people. Each kind has a table and an index of its own.
package enum MessageKind: Hashable, Sendable {
  case room
  case pair

  static let all: [MessageKind] = [.room, .pair]

  var table: String { self == .room ? "messages" : "private_messages" }
  var index: String { self == .room ? "message_index" : "private_message_index" }
  /// The columns that say where a message is.
  private var placeColumns: [String] { self == .room ? ["room"] : ["low", "high"] }

  /// What the table keeps, in the order in which `MessageRow` reads it.
  var columns: [String] {
    ["id", "seq", "user", "at", "text", "deleted", "edited_at"] + Self.extraColumns + placeColumns
  }

  /// The columns that have a value for few messages.
  private static let extraColumns = ["reply_to", "data", "mentions"]

  /// How many columns a selection has: as many for both kinds.
  static let selected = Int32(MessageKind.pair.columns.count)

  /// The columns; a room has no second one of its place.
  ///
  /// - Parameter known: The columns that the table has; an earlier program's lacks some.
  func selection(known: Set<String>? = nil) -> String {
    let columns = columns.map { known?.contains($0) != false ? $0 : "NULL" }
    return (columns + (self == .room ? ["NULL"] : [])).joined(separator: ", ")
  }

  /// The beginning of a select of whole rows.
  var select: String { "SELECT \(selection()) FROM \(table)" }

  /// What narrows a select to a place, whose numbers are bound to the parameters from this one on.
  func isAtPlace(_ parameter: Int) -> String {
    placeColumns.enumerated().map { "\($1) = ?\(parameter + $0)" }.joined(separator: " AND ")
  }

  /// An insert of a message that has its text; the place comes last, behind what few messages have beside the text.
  fileprivate func insert(withExtras: Bool) -> String {
    let left = ["deleted", "edited_at"] + (withExtras ? [] : Self.extraColumns)
    let columns = columns.filter { !left.contains($0) }
    let values = columns.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(values))"
  }
}

extension MessagePlace {
  var kind: MessageKind { if case .room = self { .room } else { .pair } }
}

/// A stored message.
package struct MessageRow: Hashable, Sendable {
  /// Its place among all messages of the server, from 1.
  package let number: UInt64
  package let place: MessagePlace
  /// Its place in the room or the pair, from 1.
  package let seq: UInt64
  package let from: UserID
  package let text: String
  package let at: Instant
  /// Whether the text was taken away; it is empty then.
  package let deleted: Bool
  /// When the text was edited last, or nil where it is the first.
  package let editedAt: Instant?
  package let extras: MessageExtras<UserID>?
  /// Its reactions in the order of first use, where they were looked up.
  package var reactions: [ReactionRow] = []
}

extension MessageRow {
  /// The current row of a statement that selects the columns of `MessageKind.selection` first.
  init(_ row: Statement) {
    number = row.unsigned(0)
    place = Self.place(of: row)
    seq = row.unsigned(1)
    from = row.user(2)
    at = row.instant(3)
    text = row.text(Self.textColumn)
    deleted = row.truth(5)
    editedAt = row.isNull(6) ? nil : row.instant(6)
    extras = MessageExtras(
      replyTo: row.isNull(7) ? nil : row.unsigned(7), data: row.isNull(8) ? nil : row.text(8),
      mentions: Self.mentions(of: row))
  }

  static let textColumn: Int32 = 4

  static func place(of row: Statement) -> MessagePlace {
    row.isNull(11) ? .room(row.room(10)) : .pair(Pair(row.user(10), row.user(11)))
  }

  /// Whom the message of a row mentions.
  static func mentions(of row: Statement) -> [UserID] {
    row.isNull(9) ? [] : row.text(9).utf8.split { $0 < 0x30 || $0 > 0x39 }.compactMap(UserID.init(decimal:))
  }
}

/// The statements of one table of messages and of its index.
final class MessageTable {
  let all: [Statement]
  let insert: Statement
  let insertWithExtras: Statement
  let byNumber: Statement
  let empty: Statement
  /// Gives a message another text: parameters are its number, the text, the instant and the mentions.
  let edit: Statement
  /// The two ways through a conversation by seq: parameters are the seq above which, the seq up to which, how many, and the place.
  let ascending: Statement
  let descending: Statement
  /// Finds words, the newest message first; in rooms it tells the room too.
  let search: Statement
  let byWord: Statement
  private let messageWithText: Statement
  private let addToIndex: Statement
  private let takeFromIndex: Statement

  init(_ kind: MessageKind, on connection: OpaquePointer) {
    var prepare = StatementList(on: connection)
    let (table, index) = (kind.table, kind.index)
    insert = prepare(kind.insert(withExtras: false))
    insertWithExtras = prepare(kind.insert(withExtras: true))
    messageWithText = prepare("\(kind.select) WHERE \(kind.isAtPlace(2)) AND seq = ?1 AND deleted = 0")
    byNumber = prepare("\(kind.select) WHERE id = ?")
    empty = prepare("UPDATE \(table) SET text = '', deleted = 1, data = NULL, mentions = NULL WHERE id = ?")
    edit = prepare("UPDATE \(table) SET text = ?2, edited_at = ?3, mentions = ?4 WHERE id = ?1")
    let history = "\(kind.select) WHERE \(kind.isAtPlace(4)) AND seq > ?1 AND seq <= ?2 ORDER BY seq"
    ascending = prepare("\(history) LIMIT ?3")
    descending = prepare("\(history) DESC LIMIT ?3")
    let room = kind == .room ? ", (SELECT room FROM \(table) WHERE id = \(index).rowid)" : ""
    search = prepare(
      "SELECT rowid\(room) FROM \(index) WHERE \(index) MATCH ?1 AND rowid <= ?2 ORDER BY rowid DESC")
    byWord = prepare("SELECT rowid FROM \(index) WHERE \(index) MATCH ? LIMIT ?")
    addToIndex = prepare("INSERT INTO \(index) (rowid, text, scope) VALUES (?, ?, ?)")
    takeFromIndex = prepare(
      "INSERT INTO \(index) (\(index), rowid, text, scope) VALUES ('delete', ?, ?, ?)")
    all = prepare.all
  }

  /// Finds a message by its seq and its place, unless its text was deleted.
  func withText(_ seq: UInt64, at place: MessagePlace) -> Statement {
    messageWithText.bind(seq, place)
    return messageWithText
  }

  /// Puts a message into the index.
  func index(_ entry: IndexEntry) throws(StoreError) { try run(addToIndex, entry) }

  /// Takes a message out: a contentless index forgets one when it is told again what was indexed.
  func unindex(_ entry: IndexEntry) throws(StoreError) { try run(takeFromIndex, entry) }

  private func run(_ statement: Statement, _ entry: IndexEntry) throws(StoreError) {
    statement.bind(entry.number, at: 1)
    statement.bindText(entry.words, at: 2)
    statement.bindText(entry.scope.words, at: 3)
    try statement.run()
  }
}

/// What an index has of a message.
struct IndexEntry {
  let number: Int64
  let place: MessagePlace
  let words: [UInt8]
  let scope: MessageScope
  /// How many bytes the text has: about as much work as it is.
  let work: Int

  /// The message of a current row.
  init(_ row: Statement) {
    number = row.number(0)
    place = MessageRow.place(of: row)
    (words, work) = row.withUTF8(MessageRow.textColumn) { text in
      var words = SearchWords()
      words.add(utf8: text)
      return (words.bytes, text.count)
    }
    scope = MessageScope(place, from: row.user(2), mentioning: MessageRow.mentions(of: row))
  }
}

extension UserID {
  /// The user of a number in decimal digits.
  fileprivate init?(decimal digits: Substring.UTF8View) {
    guard let number = UInt32(Substring(digits)) else { return nil }
    self.init(number)
  }
}

/// Three parameters for what few messages have beside their text.
extension MessageExtras: Bindable where User == UserID {
  func bind(to statement: Statement, at index: inout Int32) {
    replyTo.bind(to: statement, at: &index)
    data.bind(to: statement, at: &index)
    mentions.json.bind(to: statement, at: &index)
  }
}

extension [UserID] {
  /// The numbers of users as a JSON array, or nil where there are none.
  var json: String? {
    isEmpty ? nil : "[" + map { String($0.number) }.joined(separator: ",") + "]"
  }
}
