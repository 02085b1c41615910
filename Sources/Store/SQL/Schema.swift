import GRDB

/// The tables, as a list of named migrations. A migration that was released is never changed; a new one follows it.
///
/// How the tables relate:
///
/// ```
/// journal ── the inputs, in order, without secrets
/// snapshots ──< snapshot_pieces    the engine's state after an entry of the journal, by the entry's place
///
/// users ──< tokens                 a token's digest says whose it is
/// users ─── user_index, user_short_index     substrings of users.key, by users.id
/// rooms ──< room_people            who moderates it, is banned, muted or invited
/// rooms ──< messages               by (room, seq), dense from 1 in each room
/// pair ───< private_messages       by (low, high, seq), dense from 1 in each pair; a pair has no row of its own
/// messages, private_messages ──< reactions ──< reactors     by (low, high, seq); who gave each, by reactions.id
/// users ──< conversations          by (user, other): each pair that talked has one for either of the two
/// users ──< room_marks             by (user, room): up to where a user has read
/// users ─── erasures               whose messages are being taken away
/// messages ─── message_index, private_messages ─── private_message_index     words and scopes, by the id
/// ```
///
/// `messages.id` and `private_messages.id` are drawn from one sequence: the number of the record, dense from 1 over
/// both tables. So one number says which message it is, newer means larger, and the index needs no second key.
///
/// The references are not declared as foreign keys. The engine writes a user before their first message, and a check
/// of that for each row would cost more than the row.
enum Schema {
  /// "VBTM", in the file's header: it tells our files from those of other programs.
  static let applicationID = 0x5642_544D

  /// The migration from which on blocks and snapshots say their format, and rooms have their rules.
  static let formats = "formats, pieces of snapshots, and rules of rooms"

  /// The migration from which on it is said of rooms whether they are closed to guests.
  static let usersOnly = "rooms that are closed to guests"

  /// How the journal and the snapshots of a file are laid out.
  enum Layout {
    /// Before `formats`.
    case first
    case current
  }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    // Without references there is nothing to check, and the check would read every table.
    migrator = migrator.disablingDeferredForeignKeyChecks()
    func register(_ name: String, _ statements: String...) {
      migrator.registerMigration(name) { db in
        for sql in statements { try db.execute(sql: sql) }
      }
    }
    register("accounts and rooms", "PRAGMA application_id = \(applicationID)", accountsAndRooms)
    register("messages and their index", messages)
    register("journal and snapshots", journal)
    register(formats, formatsAndPieces, rules, goingAway)
    register("list of open rooms", openRooms)
    register(usersOnly, "ALTER TABLE rooms ADD COLUMN users_only INTEGER NOT NULL DEFAULT 0")
    register("what is used, and rooms that are going away", lifetimes)
    register("names of open accounts", openUsers)
    migrator.registerMigration("edited messages") { db in
      for kind in [MessageKind.room, .pair] {
        try db.execute(sql: "ALTER TABLE \(kind.table) ADD COLUMN edited_at INTEGER")
      }
    }
    migrator.registerMigration("replies, data and mentions") { db in
      for kind in [MessageKind.room, .pair] {
        try db.execute(
          sql: """
            ALTER TABLE \(kind.table) ADD COLUMN reply_to INTEGER;
            ALTER TABLE \(kind.table) ADD COLUMN data TEXT;
            ALTER TABLE \(kind.table) ADD COLUMN mentions TEXT;
            """)
      }
    }
    register("reactions", reactions)
    register("conversations and read marks", conversations, fillConversations)
    register("suspended accounts", "ALTER TABLE users ADD COLUMN suspended INTEGER NOT NULL DEFAULT 0")
    register("from where tokens were used", "ALTER TABLE tokens ADD COLUMN used_from TEXT")
    register("audit log", audit)
    migrator.registerMigration("words of all languages") { db in
      try indexAnew(db)
    }
    return migrator
  }

  /// `key` is the folded name in normalization form C, so that equal names have equal bytes.
  ///
  /// A deleted user keeps its row, because its name stays taken and its messages stay; a deleted room keeps it, because
  /// a cursor in the list of rooms may stand there, but its key is free.
  ///
  /// `user_index` knows keys by three characters at a time, `user_short_index` by one and by two (`UserIndex`). Both are
  /// contentless: the keys are in `users`, and hits are looked up there.
  private static let accountsAndRooms = """
    CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      key TEXT NOT NULL UNIQUE,
      bot INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      verifier BLOB,
      deleted INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE VIRTUAL TABLE user_index USING fts5(
      key, content='', columnsize=0, tokenize='trigram case_sensitive 1');
    CREATE VIRTUAL TABLE user_short_index USING fts5(
      words, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '_'");
    CREATE TABLE tokens (
      digest BLOB PRIMARY KEY,
      user INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      label TEXT NOT NULL,
      by_operator INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tokens_by_user ON tokens (user, digest);
    CREATE TABLE rooms (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      key TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      deleted INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX rooms_by_key ON rooms (key) WHERE deleted = 0;
    """

  /// What is said in rooms is open to all and has an index of its own: a search there need not ask who asks, and cannot
  /// meet a private message. `scope` holds, as words, what a search can be narrowed by and who may see a private message:
  ///
  /// | message | index | words |
  /// | --- | --- | --- |
  /// | in room 12, by user 3 | `message_index` | `r12 f3` |
  /// | in room 12, by user 3, with users 7 and 9 in `mentions` | `message_index` | `r12 f3 m7 m9` |
  /// | between users 3 and 7, by user 3 | `private_message_index` | `u3 u7 f3` |
  ///
  /// A search puts the asker into the expression itself, so a private message that they may not see is never
  /// a hit that is thrown away afterwards. The indexes are contentless, because the text is in the tables of messages:
  /// `INSERT INTO message_index (message_index, rowid, text, scope) VALUES ('delete', …)` with the old text
  /// takes a message out again, once it is in (`MessageTable.unindex`). They keep no column sizes, which would serve a ranking only;
  /// a ranking would tell of private messages by its statistics.
  ///
  /// `message_index_state` has one row: the number up to which messages are indexed (`MessageIndexing`).
  ///
  /// `indexAnew` makes the indexes again, for words that are cut by `SearchWords`.
  private static let messages = """
    CREATE TABLE messages (
      id INTEGER PRIMARY KEY,
      room INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      user INTEGER NOT NULL,
      at INTEGER NOT NULL,
      text TEXT NOT NULL,
      deleted INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX messages_by_room ON messages (room, seq);
    CREATE TABLE private_messages (
      id INTEGER PRIMARY KEY,
      low INTEGER NOT NULL,
      high INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      user INTEGER NOT NULL,
      at INTEGER NOT NULL,
      text TEXT NOT NULL,
      deleted INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX private_messages_by_pair ON private_messages (low, high, seq);
    CREATE VIRTUAL TABLE message_index USING fts5(
      text, scope, content='', columnsize=0,
      tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co So' separators '🏻🏼🏽🏾🏿'");
    CREATE VIRTUAL TABLE private_message_index USING fts5(
      text, scope, content='', columnsize=0,
      tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co So' separators '🏻🏼🏽🏾🏿'");
    CREATE TABLE message_index_state (through INTEGER NOT NULL) STRICT;
    INSERT INTO message_index_state (through) VALUES (0);
    """

  /// One row of `journal` is a block: the entries of one commit, one after the other, in the bytes that the chain
  /// is made of (`JournalChain`). A row for each entry would cost as much as a message.
  private static let journal = """
    CREATE TABLE journal (
      last INTEGER PRIMARY KEY,
      first INTEGER NOT NULL,
      engine INTEGER NOT NULL,
      chain_before BLOB NOT NULL,
      chain_after BLOB NOT NULL,
      entries BLOB NOT NULL
    ) STRICT;
    CREATE TABLE snapshots (
      through INTEGER PRIMARY KEY,
      engine INTEGER NOT NULL,
      state BLOB NOT NULL
    ) STRICT;
    """

  /// A block of the journal says by which behaviour its inputs were run and in which format they are; a snapshot too, with
  /// the instant of its state, how many bytes of inputs the journal ever had until then, and a SHA-256 (`SnapshotHash`).
  /// What was written before is in format 1 and has no hash.
  ///
  /// A snapshot is there once its row is: pieces without one are what an interrupted snapshot, or one that was dropped,
  /// has left. `mark` says that an entry of the journal before it says why the state was not made by the inputs before.
  private static let formatsAndPieces = """
    ALTER TABLE journal RENAME COLUMN engine TO behaviour;
    ALTER TABLE journal ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE snapshots RENAME TO whole_snapshots;
    CREATE TABLE snapshots (
      through INTEGER PRIMARY KEY,
      behaviour INTEGER NOT NULL,
      format INTEGER NOT NULL,
      at INTEGER,
      bytes INTEGER NOT NULL,
      journal_bytes INTEGER NOT NULL,
      hash BLOB,
      is_mark INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE snapshot_pieces (
      through INTEGER NOT NULL,
      number INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (through, number)
    ) STRICT;
    INSERT INTO snapshots SELECT through, engine, 1, NULL, length(state), 0, NULL, 0 FROM whole_snapshots;
    INSERT INTO snapshot_pieces SELECT through, 0, state FROM whole_snapshots;
    DROP TABLE whole_snapshots;
    """

  /// What a room's owner and moderators decided, so that it can be made again without the engine's state. `value` is the place
  /// in the order of moderators, or the instant at which a mute is over.
  ///
  /// `room_rules_state` has one row: 1 where the tables have what was decided before they were there (`Store.setRules`).
  private static let rules = """
    ALTER TABLE rooms ADD COLUMN owner INTEGER;
    ALTER TABLE rooms ADD COLUMN topic TEXT NOT NULL DEFAULT '';
    ALTER TABLE rooms ADD COLUMN invite_only INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE rooms ADD COLUMN unlisted INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE room_people (
      room INTEGER NOT NULL,
      relation INTEGER NOT NULL,
      user INTEGER NOT NULL,
      value INTEGER NOT NULL,
      PRIMARY KEY (room, relation, user)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE room_rules_state (complete INTEGER NOT NULL) STRICT;
    INSERT INTO room_rules_state (complete) SELECT NOT EXISTS (SELECT 1 FROM journal);
    """

  /// The rooms that the list shows to everybody, in its order, so that a page is read without passing over any other room.
  private static let openRooms = """
    CREATE INDEX open_rooms_by_key ON rooms (key) WHERE deleted = 0 AND invite_only = 0 AND unlisted = 0;
    """

  /// Tokens know when they were used last; those of earlier programs as of now, since nobody was told that they would end. A room
  /// in `departures` was deleted, and its messages are being taken away, a portion at a time (`Store.tidy`).
  private static let lifetimes = """
    ALTER TABLE tokens ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
    \(tokensAreUsedNow);
    CREATE INDEX tokens_by_use ON tokens (used_at) WHERE by_operator = 0;
    CREATE TABLE departures (room INTEGER PRIMARY KEY) STRICT;
    """

  /// The names that a search for users goes through, so that no closed account is passed over.
  private static let openUsers = """
    CREATE INDEX open_users_by_key ON users (key) WHERE deleted = 0;
    """

  /// A conversation is there once for each of the two: with its newest message (`newest`, by its number), the seq of the newest one
  /// that the other said (`heard`), and the seq up to which the user has read (`read`). A list of conversations is a stretch of
  /// `conversations_by_newest`, and those with unread messages are counted in an index that has no others.
  private static let conversations = """
    CREATE TABLE conversations (
      user INTEGER NOT NULL,
      other INTEGER NOT NULL,
      newest INTEGER NOT NULL,
      heard INTEGER NOT NULL,
      read INTEGER NOT NULL,
      PRIMARY KEY (user, other)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX conversations_by_newest ON conversations (user, newest);
    CREATE INDEX waiting_conversations ON conversations (user) WHERE heard > read;
    CREATE TABLE room_marks (
      user INTEGER NOT NULL,
      room INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (user, room)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX room_marks_by_room ON room_marks (room);
    """

  /// Adds the conversations that are not there yet. Nobody could say before what they had read: all of it counts as read.
  ///
  /// It reads an index of the private messages once, and one message of each pair.
  static let fillConversations = """
    INSERT OR IGNORE INTO conversations (user, other, newest, heard, read)
      SELECT m.low, m.high, m.id, 0, m.seq
      FROM (SELECT low, high, max(seq) AS seq FROM private_messages GROUP BY low, high) AS newest
      CROSS JOIN private_messages AS m ON m.low = newest.low AND m.high = newest.high AND m.seq = newest.seq;
    INSERT OR IGNORE INTO conversations (user, other, newest, heard, read)
      SELECT other, user, newest, 0,
        (SELECT seq FROM private_messages WHERE id = newest) FROM conversations WHERE user < other;
    DELETE FROM conversations WHERE user IN (SELECT id FROM users WHERE deleted = 2);
    UPDATE conversations SET heard = 0 WHERE other IN (SELECT id FROM users WHERE deleted = 2);
    """

  /// Lets tokens of which it is not known when they were used be used as of the newest time that the file tells.
  static let tokensAreUsedNow = """
    UPDATE tokens SET used_at = max(created_at,
      (SELECT coalesce(max(at), 0) FROM messages), (SELECT coalesce(max(at), 0) FROM private_messages),
      (SELECT coalesce(max(created_at), 0) FROM users), (SELECT coalesce(max(at), 0) FROM snapshots))
    WHERE used_at = 0
    """

  /// What happened to accounts, rooms and messages, or was tried, by whom and from where: no part of the journal. Nobody is 0 or NULL, no
  /// address is empty.
  ///
  /// There are at most some 20,000 rows of each kind, so that those that strangers can make, such as of failed log-ins, leave room for
  /// the others; the trigger looks now and then. What is too old goes with `Store.tidy`.
  private static let audit = """
    CREATE TABLE audit (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      user INTEGER,
      actor INTEGER,
      by_operator INTEGER NOT NULL,
      room INTEGER NOT NULL,
      address TEXT NOT NULL,
      detail TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_time ON audit (at);
    CREATE INDEX audit_by_kind ON audit (kind, id);
    CREATE INDEX audit_by_user ON audit (user) WHERE user IS NOT NULL;
    CREATE INDEX audit_by_actor ON audit (actor) WHERE actor IS NOT NULL;
    CREATE TRIGGER audit_is_bounded AFTER INSERT ON audit WHEN new.id % 100 = 0 BEGIN
      DELETE FROM audit WHERE kind = new.kind AND id <= (
        SELECT id FROM audit WHERE kind = new.kind ORDER BY id DESC LIMIT 1 OFFSET 20000);
    END;
    """

  /// A row of `reactions` is one reaction of a message, and one of `reactors` a user who gave it; `reactions.id` and `place` are in the
  /// order in which they came. A message is named by its place, so that the reactions of a page stand together: a room's by `(room, 0, seq)`,
  /// a pair's by `(low, high, seq)`.
  ///
  /// The triggers do what has to be done wherever rows go. `reactions.count` follows `reactors`, and a reaction that nobody gives is
  /// none. Where a message or its text is taken away, its reactions are nowhere, at `(0, 0, 0)`, until `Store.tidy` has taken away
  /// who gave them, a portion at a time.
  private static let reactions = """
    CREATE TABLE reactions (
      id INTEGER PRIMARY KEY,
      low INTEGER NOT NULL,
      high INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      text TEXT NOT NULL,
      count INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX reactions_by_message ON reactions (low, high, seq);
    CREATE TABLE reactors (
      reaction INTEGER NOT NULL,
      place INTEGER NOT NULL,
      user INTEGER NOT NULL,
      PRIMARY KEY (reaction, place)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX reactors_by_user ON reactors (user, reaction);
    CREATE TRIGGER reaction_given AFTER INSERT ON reactors BEGIN
      UPDATE reactions SET count = count + 1 WHERE id = new.reaction;
    END;
    CREATE TRIGGER reaction_taken AFTER DELETE ON reactors BEGIN
      UPDATE reactions SET count = count - 1 WHERE id = old.reaction;
      DELETE FROM reactions WHERE id = old.reaction AND count <= 0;
    END;
    CREATE TRIGGER message_emptied AFTER UPDATE OF deleted ON messages WHEN new.deleted <> 0 BEGIN
      UPDATE reactions SET low = 0, high = 0, seq = 0, text = ''
      WHERE low = new.room AND high = 0 AND seq = new.seq;
    END;
    CREATE TRIGGER message_deleted AFTER DELETE ON messages BEGIN
      UPDATE reactions SET low = 0, high = 0, seq = 0, text = ''
      WHERE low = old.room AND high = 0 AND seq = old.seq;
    END;
    CREATE TRIGGER private_message_emptied AFTER UPDATE OF deleted ON private_messages WHEN new.deleted <> 0 BEGIN
      UPDATE reactions SET low = 0, high = 0, seq = 0, text = ''
      WHERE low = new.low AND high = new.high AND seq = new.seq;
    END;
    """

  /// `erasures` has the users whose messages are being taken away, a portion at a time (`Store.tidy`). An erased user's
  /// `deleted` is 2.
  ///
  /// `purge_state` has one row: how many texts went whose words the indexes may still have. They forget a text when they are told
  /// so, and the words only when their segments are merged.
  private static let goingAway = """
    CREATE TABLE erasures (user INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE purge_state (due INTEGER NOT NULL) STRICT;
    INSERT INTO purge_state (due) VALUES (1);
    """
}
