import Foundation
import GRDB
import GRDBSQLite

extension Connection {
  /// Opens the database, makes it ours and brings its tables up to date.
  init(_ location: Store.Location) throws(StoreError) {
    SQLiteSettings.apply
    let path = location.path
    try location.checkFolder()
    var hasMadeFile = false
    do {
      let database: DatabaseQueue
      switch location {
      case .memory:
        database = try DatabaseQueue(configuration: Self.configuration)
        try Self.empty.get().backup(to: database)
      case .file:
        guard !PrivateFile.isEmpty(location.filePath) else { throw StoreError.notADatabase(path: path) }
        hasMadeFile = PrivateFile.prepare(location.filePath)
        database = try DatabaseQueue(path: location.filePath, configuration: Self.configuration)
        try database.writeWithoutTransaction { db in
          try Self.checkOrigin(db, path)
          try Self.takePossession(db, path)
        }
        if hasMadeFile {
          try Self.fill(database)
        } else {
          try Schema.migrator.migrate(database)
        }
      }
      let handle = try database.writeWithoutTransaction { db in
        guard let handle = db.sqliteConnection else { throw StoreError.notADatabase(path: path) }
        return handle
      }
      // GRDB tells its observers of commits, inside its own queue only. There are none, and the turns are ours.
      sqlite3_commit_hook(handle, nil, nil)
      sqlite3_rollback_hook(handle, nil, nil)
      // Nor has anyone to know what each statement touches, which would take half of the time of preparing it.
      sqlite3_set_authorizer(handle, nil, nil)
      self.init(database: database, handle: handle, path: path, isNew: hasMadeFile)
    } catch {
      if hasMadeFile { PrivateFile.giveUp(location.filePath) }
      throw StoreError(error, path: path)
    }
  }

  /// A database with the tables and nothing in them, in memory. Copying it takes a tenth of the time that making the tables
  /// does, and every simulated server has one, and a real one after each `reset`.
  private static let empty = Result<DatabaseQueue, any Error> {
    let database = try DatabaseQueue(configuration: configuration)
    try Schema.migrator.migrate(database)
    return database
  }

  /// Copies the tables into a file that has none.
  private static func fill(_ database: DatabaseQueue) throws {
    do {
      try empty.get().backup(to: database)
    } catch let error as DatabaseError {
      // Its text is that of the newest statement, and copying is none.
      throw DatabaseError(resultCode: error.extendedResultCode)
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "store"
    // The turn's transaction is open between calls.
    configuration.allowsUnsafeTransactions = true
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      // Before the first read: then the lock is kept from that read on and a second server cannot get in,
      // and the log needs no memory that is shared between processes.
      try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      // What was deleted is overwritten, so that it is in no page of the file any more.
      try db.execute(sql: "PRAGMA secure_delete = ON")
    }
    return configuration
  }

  /// Refuses what is not ours before anything is written to it.
  private static func checkOrigin(_ db: Database, _ path: String) throws {
    guard let handle = db.sqliteConnection else { throw StoreError.notADatabase(path: path) }
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    guard tables == 0 || application == Schema.applicationID else {
      throw StoreError.foreignDatabase(path: path)
    }
    guard try !Schema.migrator.hasBeenSuperseded(db) else { throw StoreError.newerSchema(path: path) }
    guard sqlite3_db_readonly(handle, "main") == 0 else { throw StoreError.readOnly(path: path) }
  }

  private static func takePossession(_ db: Database, _ path: String) throws {
    // The answer is the mode that came about; some file systems cannot do it.
    guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
      throw StoreError.cannotOpen(path: path, detail: "the file system does not support a write-ahead log")
    }
    // What was acknowledged survives a loss of power.
    try db.execute(sql: "PRAGMA synchronous = FULL")
    // A transaction that writes nothing still takes the lock.
    try db.execute(sql: "BEGIN EXCLUSIVE; COMMIT")
  }
}

extension Store.Location {
  /// The path, for messages.
  fileprivate var path: String {
    switch self {
    case .memory: "(in memory)"
    case .file(let path): path
    }
  }

  /// SQLite gives a meaning to `:memory:` and to `file:…`; here a path is a path.
  var filePath: String { path.hasPrefix("/") ? path : "./" + path }

  fileprivate func checkFolder() throws(StoreError) {
    guard case .file(let path) = self else { return }
    guard !path.isEmpty else { throw .cannotOpen(path: path, detail: "the path is empty") }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory), isDirectory.boolValue
    else { throw .directoryMissing(path: path) }
  }
}
