import CSQLite

/// What is set for all of SQLite in this process.
enum SQLiteSettings {
  /// Has it set, before the first database is opened; once SQLite runs it can no longer be set.
  static let apply: Void = {
    _ = verbatim_count_no_memory()
  }()
}
