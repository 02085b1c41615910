import GRDB

extension Schema {
  /// Puts empty indexes in the place of those that SQLite cut the words of: now `SearchWords` cuts them, and the index has what it
  /// makes. Only spaces stand between words, and everything beyond ASCII is a part of them.
  ///
  /// Messages are indexed again, and the pages of the earlier indexes are taken away, a portion at a time (`Store.indexEarlier`).
  /// Taking an index away at once would write each of its pages. `earlier` is the number up to which messages wait for that.
  static func indexAnew(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE message_index_state ADD COLUMN earlier INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE message_index_state ADD COLUMN has_leftover INTEGER NOT NULL DEFAULT 0;
        UPDATE message_index_state SET through = max(through,
          (SELECT coalesce(max(id), 0) FROM messages), (SELECT coalesce(max(id), 0) FROM private_messages));
        UPDATE message_index_state SET earlier = through, has_leftover = through > 0;
        """)
    let hasMessages = try Bool.fetchOne(db, sql: "SELECT has_leftover FROM message_index_state") ?? false
    for index in MessageKind.all.map(\.index) {
      if hasMessages { try keepPages(of: index, db) }
      try db.execute(
        sql: """
          DROP TABLE \(index);
          CREATE VIRTUAL TABLE \(index) USING fts5(
            text, scope, content='', columnsize=0, tokenize="ascii tokenchars '#$%&+<=>@^`|~'");
          """)
    }
  }

  /// Gives the table of an index's pages another name. In its place comes one with what an index must have to be dropped.
  ///
  /// Source: sqlite.org/fts5.html, "The %_data Table (%_idx and %_data)": row 1 has averages, row 10 the structure.
  private static func keepPages(of index: String, _ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE \(index)_data RENAME TO \(leftover(of: index));
        CREATE TABLE \(index)_data (id INTEGER PRIMARY KEY, block BLOB);
        INSERT INTO \(index)_data SELECT id, block FROM \(leftover(of: index)) WHERE id IN (1, 10);
        """)
  }

  /// The table with the pages of an earlier index of messages.
  static func leftover(of index: String) -> String { "earlier_\(index)" }
}
