import Engine
import GRDBSQLite

/// A prepared statement of the hot path, bound and stepped through SQLite's own interface.
///
/// GRDB's statements cost several times as much a step, and messages, searches and the journal go through here.
final class Statement {
  private let sql: String
  private let connection: OpaquePointer
  private var prepared: OpaquePointer?
  /// Why it could not be prepared. What is bound then goes nowhere, so that it is not tried again before `step` has told.
  private var failure: StoreError?

  /// Prepares one statement that will be used many times. The connection must outlive it.
  convenience init(_ sql: String, on connection: OpaquePointer) throws(StoreError) {
    self.init(later: sql, on: connection)
    try prepare()
  }

  /// A statement that is prepared with its first use. Preparing all that a store may need takes longer than a simulated server that
  /// needs few of them.
  init(later sql: String, on connection: OpaquePointer) {
    self.sql = sql
    self.connection = connection
  }

  deinit { sqlite3_finalize(prepared) }

  /// Prepares the statement where it is not prepared yet.
  func prepare() throws(StoreError) {
    _ = try usable()
  }

  private func usable() throws(StoreError) -> OpaquePointer {
    if let handle { return handle }
    defer { failure = nil }
    throw failure ?? .corrupt(detail: "a statement is empty")
  }

  /// SQLite's statement, or nil where it cannot be prepared.
  private var handle: OpaquePointer? { prepared ?? firstHandle() }

  private func firstHandle() -> OpaquePointer? {
    guard failure == nil else { return nil }
    let code = sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    if prepared == nil { failure = StoreError(code: code, connection: connection) }
    return prepared
  }

  /// Binds a number to the parameter at an index from 1.
  func bind(_ number: Int64, at index: Int32) {
    sqlite3_bind_int64(handle, index, number)
  }

  /// Binds a text, copied, so that it may go away before the step.
  func bind(_ text: String, at index: Int32) {
    var text = text
    text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text(
          handle, index, characters.baseAddress ?? emptyText, Int32(characters.count), transient)
      }
    }
  }

  /// Binds bytes as text, copied; they must be UTF-8.
  func bindText(_ utf8: [UInt8], at index: Int32) {
    utf8.withUnsafeBytes { bytes in
      let characters = bytes.assumingMemoryBound(to: CChar.self)
      _ = sqlite3_bind_text(
        handle, index, characters.baseAddress ?? emptyText, Int32(characters.count), transient)
    }
  }

  func bindNull(at index: Int32) {
    sqlite3_bind_null(handle, index)
  }

  /// Binds bytes, copied.
  func bind(_ bytes: [UInt8], at index: Int32) {
    bytes.withUnsafeBytes { buffer in
      _ = sqlite3_bind_blob(
        handle, index, buffer.baseAddress ?? UnsafeRawPointer(emptyText), Int32(buffer.count), transient)
    }
  }

  /// Looks at the bytes of a text in a column of the current row where they are.
  func withUTF8<Result>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let start = sqlite3_column_text(handle, column)
    return body(UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }

  /// Goes to the next row; false where there is none. `reset` has to follow before the next use.
  func step() throws(StoreError) -> Bool {
    let handle = try usable()
    let code = sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      // The error is read first: a reset would not lose it, but another statement's would.
      let error = StoreError(code: code, connection: connection)
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Runs a statement that returns no rows, and makes it ready for the next run.
  func run() throws(StoreError) {
    _ = try step()
    sqlite3_reset(handle)
  }

  /// Ends a run, so that no read stays open.
  func reset() {
    sqlite3_reset(prepared)
  }

  /// Calls the body for each row, then resets.
  func forEachRow(_ body: (Statement) -> Void) throws(StoreError) {
    while try step() { body(self) }
    reset()
  }

  /// The number in a column of the current row, columns counted from 0.
  func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// A number that is not negative.
  func unsigned(_ column: Int32) -> UInt64 { UInt64(clamping: number(column)) }

  func truth(_ column: Int32) -> Bool { number(column) != 0 }

  func instant(_ column: Int32) -> Instant { Instant(milliseconds: number(column)) }

  /// The user whose number is in a column of the current row.
  func user(_ column: Int32) -> UserID { UserID(UInt32(clamping: number(column))) }

  /// The room whose number is in a column of the current row.
  func room(_ column: Int32) -> RoomID { RoomID(UInt32(clamping: number(column))) }

  /// Whether a column of the current row has no value.
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// The text in a column of the current row, byte for byte, NUL included.
  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// The bytes in a column of the current row, or nil for NULL.
  func bytes(_ column: Int32) -> [UInt8]? {
    guard !isNull(column) else { return nil }
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// The digest whose bytes are in a column of the current row, or nil where there are none.
  func digest(_ column: Int32) -> Digest? { bytes(column).flatMap { Digest(bytes: $0) } }
}

/// Makes statements that are prepared with their first use, and keeps a list of them.
struct StatementList {
  let connection: OpaquePointer
  private(set) var all: [Statement] = []

  init(on connection: OpaquePointer) { self.connection = connection }

  mutating func callAsFunction(_ sql: String) -> Statement {
    let statement = Statement(later: sql, on: connection)
    all.append(statement)
    return statement
  }
}

/// SQLite's marker for "copy this before you return" (a macro that Swift cannot import).
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// Somewhere to point to for an empty text, because SQLite takes a null pointer for NULL.
private let nothing: StaticString = ""
private var emptyText: UnsafePointer<CChar> {
  UnsafeRawPointer(nothing.utf8Start).assumingMemoryBound(to: CChar.self)
}
