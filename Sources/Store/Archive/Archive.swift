package import Engine
import Foundation
import GRDB
import GRDBSQLite

/// A database file that is only read: for replays, exports and recordings of what a server left.
///
/// Nothing in the file changes, no session is taken down, and no server can start on the file as long as it is open.
/// A log that a crash left beside the file is read and stays. An archive is used from one thread at a time.
package final class Archive {
  /// The file's path, as it was given.
  package let path: String
  let handle: OpaquePointer
  private let blocks: Statement
  /// A file that an earlier program left is read as it is.
  private let layout: Schema.Layout

  /// Opens a file that a server left.
  ///
  /// Errors: `StoreError.locked` where a server has the file open, and what else `StoreError` names for a file that is no
  /// database of this version of Verbatim.
  package init(path: String) throws(StoreError) {
    SQLiteSettings.apply
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
      throw .cannotOpen(path: path, detail: isFolder.boolValue ? "it is a folder" : "there is no such file")
    }
    handle = try Self.open(path)
    do {
      layout = try Self.check(handle, path)
      blocks = try Statement(JournalBlock.select(layout), on: handle)
    } catch {
      sqlite3_close_v2(handle)
      throw error
    }
  }

  deinit { sqlite3_close_v2(handle) }

  /// Whether the file has the tables of this program, and not of an earlier one.
  package var isCurrent: Bool { layout == .current }

  package func journal(after: JournalEntry.Index) -> JournalReader { JournalReader(self, after: after) }

  package func snapshots() throws(StoreError) -> [Snapshot] {
    try statement(Snapshot.select(layout)).rows { Snapshot($0) }
  }

  package func state(of snapshot: Snapshot) throws(StoreError) -> [UInt8]? {
    try snapshot.state(from: try statement(Snapshot.selectPieces(layout)))
  }

  /// The places of the oldest and the newest entry that are kept, or nil where there is none.
  package func journalBounds() throws(StoreError) -> ClosedRange<JournalEntry.Index>? {
    try statement("SELECT min(first), max(last) FROM journal").first { bounds throws(StoreError) in
      guard !bounds.isNull(0) else { return nil }
      let (first, last) = (bounds.unsigned(0), bounds.unsigned(1))
      guard first <= last else { throw .journalBroken(entry: .init(last)) }
      return .init(first) ... .init(last)
    }
  }

  /// The chain after the newest entry and the behaviour of the engine that ran it, or nil where there is none.
  package func newest() throws(StoreError) -> (chain: Digest?, behaviour: Int)? {
    let column = layout == .current ? "behaviour" : "engine"
    return try statement("SELECT chain_after, \(column) FROM journal ORDER BY last DESC LIMIT 1")
      .first { ($0.digest(0), Int($0.number(1))) }
  }

  /// A statement of the archive's own, for rows.
  func statement(_ sql: String) throws(StoreError) -> Statement { try Statement(sql, on: handle) }
}

extension Archive: BlockSource {
  func readBlock(
    after: JournalEntry.Index, expecting: JournalChain?
  ) throws(StoreError) -> JournalBlock.Read? {
    try blocks.readBlock(after: after, expecting: expecting)
  }
}

// MARK: - Opening

extension Archive {
  /// A file that this process may write is locked for the time of reading, so that no server changes it meanwhile; it is
  /// not written all the same. One that may not be written is read as it is.
  private static func open(_ path: String) throws(StoreError) -> OpaquePointer {
    let files = FileManager.default
    let hasLog = hasLog(path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let isWritable = files.isWritableFile(atPath: path) && files.isWritableFile(atPath: folder)
    guard files.isReadableFile(atPath: path) else {
      throw .cannotOpen(path: path, detail: "it cannot be read")
    }
    // What is in the log can only be read with locks, and those need the right to write.
    guard isWritable || !hasLog else { throw .readOnly(path: path) }
    var connection: OpaquePointer?
    let absolute = URL(fileURLWithPath: path).path
    let name = isWritable ? absolute : immutable(absolute)
    let flags = isWritable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
    let code = sqlite3_open_v2(name, &connection, flags, nil)
    guard let connection else { throw .cannotOpen(path: path, detail: "too little memory") }
    guard code == SQLITE_OK else {
      let error = StoreError(code: code, connection: connection)
      sqlite3_close_v2(connection)
      throw error
    }
    sqlite3_extended_result_codes(connection, 1)
    // Before the first read: the log then needs no memory that is shared between processes, and so no further file.
    sqlite3_exec(connection, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON", nil, nil, nil)
    // A log that is there stays there; without one, the empty one that reading makes goes away.
    if hasLog { keepLog(of: connection) }
    return connection
  }

  /// Whether there is something in the log beside a file.
  static func hasLog(_ path: String) -> Bool {
    let size = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
    return (size ?? 0) > 0
  }

  private static func immutable(_ path: String) -> String {
    let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    return "file:\(escaped)?immutable=1"
  }

  private static func check(_ handle: OpaquePointer, _ path: String) throws(StoreError) -> Schema.Layout {
    func number(_ sql: String) throws(StoreError) -> Int64 {
      try Statement(sql, on: handle).first { $0.number(0) } ?? 0
    }
    guard try number("SELECT count(*) FROM sqlite_master") > 0 else { throw .notADatabase(path: path) }
    guard try number("PRAGMA application_id") == Int64(Schema.applicationID) else {
      throw .foreignDatabase(path: path)
    }
    let applied = try Statement("SELECT identifier FROM grdb_migrations ORDER BY rowid", on: handle)
      .rows { $0.text(0) }
    let known = Schema.migrator.migrations
    guard applied.allSatisfy(known.contains) else { throw .newerSchema(path: path) }
    return applied.contains(Schema.formats) ? .current : .first
  }
}
