import Engine

/// The statements of the hot path, prepared once.
struct Statements {
  let begin: Statement
  let commit: Statement
  let rollback: Statement

  let insertUser: Statement
  let indexUser: Statement
  let indexUserShort: Statement
  let insertToken: Statement
  let noteTokenUse: Statement
  let oldTokens: Statement
  let countedTokens: Statement
  let deleteOwnToken: Statement
  let deleteOwnTokens: Statement
  let boundOwnTokens: Statement
  let changeVerifier: Statement
  let insertRoom: Statement
  let deleteToken: Statement
  let deleteTokensOfUser: Statement
  let closeAccount: Statement
  let deleteRoom: Statement
  let roomMessages: MessageTable
  let privateMessages: MessageTable
  let waitingMessages: Statement
  let indexState: Statement
  let setIndexed: Statement
  let expectDeparture: Statement
  let nextDeparture: Statement
  let endDeparture: Statement
  let messagesOfRoom: Statement
  let deleteMessage: Statement

  let setOwner: Statement
  let setTopic: Statement
  let setInviteOnly: Statement
  let setUnlisted: Statement
  let setUsersOnly: Statement
  let setRelation: Statement
  let deleteRelation: Statement

  let userKey: Statement
  let renameUser: Statement
  let unindexUser: Statement
  let unindexUserShort: Statement
  let expectErasure: Statement
  let nextErasure: Statement
  let endErasure: Statement
  let expectPurge: Statement
  let purgeDue: Statement
  let purged: Statement
  let merges: [Statement]

  let insertBlock: Statement
  let lastBlock: Statement
  let journalBlock: Statement
  let firstBlock: Statement
  let anchorJournal: Statement
  let pruneJournal: Statement
  let insertSnapshot: Statement
  let deleteSnapshot: Statement
  let snapshots: Statement
  let insertPiece: Statement
  let pieces: Statement
  let deletePieces: Statement

  let verifier: Statement
  let tokenHolder: Statement

  init(_ connection: OpaquePointer) throws(StoreError) {
    func prepare(_ sql: String) throws(StoreError) -> Statement { try Statement(sql, on: connection) }

    begin = try prepare("BEGIN")
    commit = try prepare("COMMIT")
    rollback = try prepare("ROLLBACK")

    insertUser = try prepare(
      "INSERT INTO users (id, name, key, bot, created_at, verifier) VALUES (?, ?, ?, ?, ?, ?)")
    indexUser = try prepare("INSERT INTO user_index (rowid, key) VALUES (?, ?)")
    indexUserShort = try prepare("INSERT INTO user_short_index (rowid, words) VALUES (?, ?)")
    insertToken = try prepare(
      "INSERT INTO tokens (digest, user, created_at, used_at, label, by_operator) VALUES (?1, ?2, ?3, ?3, ?4, ?5)"
    )
    noteTokenUse = try prepare("UPDATE tokens SET used_at = ?2 WHERE digest = ?1")
    oldTokens = try prepare(
      "SELECT digest FROM tokens WHERE by_operator = 0 AND used_at < ? ORDER BY used_at LIMIT ?")
    countedTokens = try prepare("SELECT count(*) FROM tokens")
    deleteOwnToken = try prepare("DELETE FROM tokens WHERE digest = ? AND by_operator = 0")
    deleteOwnTokens = try prepare(
      "DELETE FROM tokens WHERE user = ? AND by_operator = 0 AND digest IS NOT ?")
    boundOwnTokens = try prepare(
      """
      DELETE FROM tokens WHERE user = ?1 AND by_operator = 0 AND digest <> ?2 AND digest NOT IN (
        SELECT digest FROM tokens WHERE user = ?1 AND by_operator = 0 AND digest <> ?2
        ORDER BY created_at DESC, digest LIMIT ?3)
      """)
    changeVerifier = try prepare("UPDATE users SET verifier = ?2 WHERE id = ?1")
    insertRoom = try prepare("INSERT INTO rooms (id, name, key, created_at, owner) VALUES (?, ?, ?, ?, ?)")
    deleteToken = try prepare("DELETE FROM tokens WHERE digest = ?")
    deleteTokensOfUser = try prepare("DELETE FROM tokens WHERE user = ?")
    closeAccount = try prepare("UPDATE users SET verifier = NULL, deleted = 1 WHERE id = ?")
    deleteRoom = try prepare("UPDATE rooms SET deleted = 1 WHERE id = ?")
    roomMessages = try MessageTable(.room, on: connection)
    privateMessages = try MessageTable(.pair, on: connection)
    waitingMessages = try prepare(
      """
      \(MessageKind.room.select) WHERE id > ?1 AND id <= ?2 AND deleted = 0
      UNION ALL
      \(MessageKind.pair.select) WHERE id > ?1 AND id <= ?2 AND deleted = 0
      ORDER BY id
      """)
    indexState = try prepare(
      """
      SELECT max(
        (SELECT coalesce(max(id), 0) FROM messages),
        (SELECT coalesce(max(id), 0) FROM private_messages)), through
      FROM message_index_state
      """)
    setIndexed = try prepare("UPDATE message_index_state SET through = ?")
    expectDeparture = try prepare(
      "INSERT INTO departures SELECT ?1 WHERE EXISTS (SELECT 1 FROM messages WHERE room = ?1)")
    nextDeparture = try prepare("SELECT room FROM departures LIMIT 1")
    endDeparture = try prepare("DELETE FROM departures WHERE room = ?")
    messagesOfRoom = try prepare("\(MessageKind.room.select) WHERE room = ? ORDER BY seq LIMIT ?")
    deleteMessage = try prepare("DELETE FROM messages WHERE id = ?")

    setOwner = try prepare("UPDATE rooms SET owner = ?2 WHERE id = ?1")
    setTopic = try prepare("UPDATE rooms SET topic = ?2 WHERE id = ?1")
    setInviteOnly = try prepare("UPDATE rooms SET invite_only = ?2 WHERE id = ?1")
    setUnlisted = try prepare("UPDATE rooms SET unlisted = ?2 WHERE id = ?1")
    setUsersOnly = try prepare("UPDATE rooms SET users_only = ?2 WHERE id = ?1")
    setRelation = try prepare(
      "INSERT OR REPLACE INTO room_people (room, relation, user, value) VALUES (?, ?, ?, ?)")
    deleteRelation = try prepare("DELETE FROM room_people WHERE room = ? AND relation = ? AND user = ?")

    userKey = try prepare("SELECT key FROM users WHERE id = ?")
    renameUser = try prepare("UPDATE users SET name = ?2, key = ?3, deleted = 2 WHERE id = ?1")
    unindexUser = try prepare("INSERT INTO user_index (user_index, rowid, key) VALUES ('delete', ?, ?)")
    unindexUserShort = try prepare(
      "INSERT INTO user_short_index (user_short_index, rowid, words) VALUES ('delete', ?, ?)")
    nextErasure = try prepare("SELECT user FROM erasures LIMIT 1")
    endErasure = try prepare("DELETE FROM erasures WHERE user = ?")
    expectPurge = try prepare("UPDATE purge_state SET due = due + 1")
    purgeDue = try prepare("SELECT due FROM purge_state")
    purged = try prepare("UPDATE purge_state SET due = 0")
    func prepareMerge(_ index: String) throws(StoreError) -> Statement {
      try prepare("INSERT INTO \(index) (\(index), rank) VALUES ('merge', ?)")
    }
    merges = [
      try prepareMerge("message_index"), try prepareMerge("private_message_index"),
      try prepareMerge("user_index"), try prepareMerge("user_short_index"),
    ]
    expectErasure = try prepare("INSERT OR IGNORE INTO erasures (user) VALUES (?)")

    insertBlock = try prepare(
      """
      INSERT INTO journal (last, first, behaviour, chain_before, chain_after, entries, format)
      VALUES (?1, ?2, ?3, CASE WHEN EXISTS (SELECT 1 FROM journal WHERE last = ?2 - 1) THEN x'' ELSE ?4 END, ?5, ?6, ?7)
      """)
    lastBlock = try prepare("SELECT last, chain_after FROM journal ORDER BY last DESC LIMIT 1")
    firstBlock = try prepare("SELECT first FROM journal ORDER BY last LIMIT 1")
    journalBlock = try prepare(JournalBlock.select())
    // The newest block stays in any case, because the count and the chain go on from it.
    anchorJournal = try prepare(
      """
      UPDATE journal SET chain_before =
        (SELECT chain_after FROM journal AS earlier WHERE earlier.last = journal.first - 1)
      WHERE length(chain_before) = 0 AND last = (
        SELECT min(last) FROM journal WHERE last > (
          SELECT max(last) FROM (
            SELECT last FROM journal WHERE last <= ?1 AND last < (SELECT max(last) FROM journal)
            ORDER BY last LIMIT ?2)))
      """)
    pruneJournal = try prepare(
      """
      DELETE FROM journal WHERE last IN (
        SELECT last FROM journal WHERE last <= ?1 AND last < (SELECT max(last) FROM journal)
        ORDER BY last LIMIT ?2)
      """)
    insertSnapshot = try prepare(
      """
      INSERT OR REPLACE INTO snapshots (through, behaviour, format, at, bytes, journal_bytes, hash, is_mark)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    deleteSnapshot = try prepare("DELETE FROM snapshots WHERE through = ?")
    snapshots = try prepare(Snapshot.select())
    insertPiece = try prepare("INSERT INTO snapshot_pieces (through, number, bytes) VALUES (?, ?, ?)")
    pieces = try prepare(Snapshot.selectPieces(.current))
    // The pieces that are being written have no row yet either; they are told apart by their place.
    deletePieces = try prepare(
      """
      DELETE FROM snapshot_pieces WHERE rowid IN (
        SELECT rowid FROM snapshot_pieces
        WHERE through != ?1 AND through NOT IN (SELECT through FROM snapshots) LIMIT ?2)
      """)

    verifier = try prepare("SELECT verifier FROM users WHERE id = ?")
    tokenHolder = try prepare("SELECT user, used_at, by_operator FROM tokens WHERE digest = ?")
  }

  /// Both tables of messages.
  var messageTables: [MessageTable] { [roomMessages, privateMessages] }

  /// The table that has what was said at a place.
  subscript(place: MessagePlace) -> MessageTable {
    switch place {
    case .room: roomMessages
    case .pair: privateMessages
    }
  }
}
