import Engine

/// The statements of the hot path, each prepared once, with its first use.
///
/// A class, because each call of a method would otherwise copy all of them.
final class Statements {
  private let all: [Statement]
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
  let deleteOwnTokensByID: Statement
  let tokensOfUser: Statement
  let boundOwnTokens: Statement
  let changeVerifier: Statement
  let insertRoom: Statement
  let deleteToken: Statement
  let deleteTokensOfUser: Statement
  let closeAccount: Statement
  let suspendAccount: Statement
  let deleteRoom: Statement
  let roomMessages: MessageTable
  let privateMessages: MessageTable
  let reactions: ReactionTable
  let conversations: ConversationTable
  let waitingMessages: Statement
  let earlierMessages: Statement
  let indexState: Statement
  let setIndexed: Statement
  let setEarlier: Statement
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

  let insertAudit: Statement
  let expireAudit: Statement
  let forgetAddresses: Statement

  init(_ connection: OpaquePointer) {
    var prepare = StatementList(on: connection)

    begin = prepare("BEGIN")
    commit = prepare("COMMIT")
    rollback = prepare("ROLLBACK")

    insertUser = prepare(
      "INSERT INTO users (id, name, key, bot, created_at, verifier) VALUES (?, ?, ?, ?, ?, ?)")
    indexUser = prepare("INSERT INTO user_index (rowid, key) VALUES (?, ?)")
    indexUserShort = prepare("INSERT INTO user_short_index (rowid, words) VALUES (?, ?)")
    insertToken = prepare(
      "INSERT INTO tokens (digest, user, created_at, used_at, label, by_operator, used_from) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6)"
    )
    noteTokenUse = prepare(
      "UPDATE tokens SET used_at = ?2, used_from = coalesce(?3, used_from) WHERE digest = ?1")
    oldTokens = prepare(
      "SELECT digest FROM tokens WHERE by_operator = 0 AND used_at < ? ORDER BY used_at LIMIT ?")
    countedTokens = prepare("SELECT count(*) FROM tokens")
    deleteOwnToken = prepare("DELETE FROM tokens WHERE digest = ? AND by_operator = 0")
    deleteOwnTokens = prepare(
      "DELETE FROM tokens WHERE user = ? AND by_operator = 0 AND digest IS NOT ?")
    deleteOwnTokensByID = prepare(
      "DELETE FROM tokens WHERE user = ? AND digest BETWEEN ? AND ?")
    tokensOfUser = prepare(
      """
      SELECT digest, label, created_at, used_at, used_from, by_operator FROM tokens WHERE user = ?
      ORDER BY used_at DESC, digest LIMIT ?
      """)
    boundOwnTokens = prepare(
      """
      DELETE FROM tokens WHERE user = ?1 AND by_operator = 0 AND digest <> ?2 AND digest NOT IN (
        SELECT digest FROM tokens WHERE user = ?1 AND by_operator = 0 AND digest <> ?2
        ORDER BY created_at DESC, digest LIMIT ?3)
      """)
    changeVerifier = prepare("UPDATE users SET verifier = ?2 WHERE id = ?1")
    insertRoom = prepare("INSERT INTO rooms (id, name, key, created_at, owner) VALUES (?, ?, ?, ?, ?)")
    deleteToken = prepare("DELETE FROM tokens WHERE digest = ?")
    deleteTokensOfUser = prepare("DELETE FROM tokens WHERE user = ?")
    closeAccount = prepare("UPDATE users SET verifier = NULL, deleted = 1 WHERE id = ?")
    suspendAccount = prepare("UPDATE users SET suspended = ?2 WHERE id = ?1")
    deleteRoom = prepare("UPDATE rooms SET deleted = 1 WHERE id = ?")
    roomMessages = MessageTable(.room, on: connection)
    privateMessages = MessageTable(.pair, on: connection)
    reactions = ReactionTable(on: connection)
    conversations = ConversationTable(on: connection)
    let messagesBetween = MessageKind.all.map { "\($0.select) WHERE id > ?1 AND id <= ?2 AND deleted = 0" }
      .joined(separator: " UNION ALL ")
    waitingMessages = prepare("\(messagesBetween) ORDER BY id")
    earlierMessages = prepare("\(messagesBetween) ORDER BY id DESC")
    indexState = prepare(
      """
      SELECT max(
        (SELECT coalesce(max(id), 0) FROM messages),
        (SELECT coalesce(max(id), 0) FROM private_messages)), through, earlier, has_leftover
      FROM message_index_state
      """)
    setIndexed = prepare("UPDATE message_index_state SET through = ?")
    setEarlier = prepare("UPDATE message_index_state SET earlier = ?")
    expectDeparture = prepare(
      "INSERT INTO departures SELECT ?1 WHERE EXISTS (SELECT 1 FROM messages WHERE room = ?1)")
    nextDeparture = prepare("SELECT room FROM departures LIMIT 1")
    endDeparture = prepare("DELETE FROM departures WHERE room = ?")
    messagesOfRoom = prepare("\(MessageKind.room.select) WHERE room = ? ORDER BY seq LIMIT ?")
    deleteMessage = prepare("DELETE FROM messages WHERE id = ?")

    setOwner = prepare("UPDATE rooms SET owner = ?2 WHERE id = ?1")
    setTopic = prepare("UPDATE rooms SET topic = ?2 WHERE id = ?1")
    setInviteOnly = prepare("UPDATE rooms SET invite_only = ?2 WHERE id = ?1")
    setUnlisted = prepare("UPDATE rooms SET unlisted = ?2 WHERE id = ?1")
    setUsersOnly = prepare("UPDATE rooms SET users_only = ?2 WHERE id = ?1")
    setRelation = prepare(
      "INSERT OR REPLACE INTO room_people (room, relation, user, value) VALUES (?, ?, ?, ?)")
    deleteRelation = prepare("DELETE FROM room_people WHERE room = ? AND relation = ? AND user = ?")

    userKey = prepare("SELECT key FROM users WHERE id = ?")
    renameUser = prepare("UPDATE users SET name = ?2, key = ?3, deleted = 2 WHERE id = ?1")
    unindexUser = prepare("INSERT INTO user_index (user_index, rowid, key) VALUES ('delete', ?, ?)")
    unindexUserShort = prepare(
      "INSERT INTO user_short_index (user_short_index, rowid, words) VALUES ('delete', ?, ?)")
    nextErasure = prepare("SELECT user FROM erasures LIMIT 1")
    endErasure = prepare("DELETE FROM erasures WHERE user = ?")
    expectPurge = prepare("UPDATE purge_state SET due = due + 1")
    purgeDue = prepare("SELECT due FROM purge_state")
    purged = prepare("UPDATE purge_state SET due = 0")
    merges = ["message_index", "private_message_index", "user_index", "user_short_index"].map { index in
      prepare("INSERT INTO \(index) (\(index), rank) VALUES ('merge', ?)")
    }
    expectErasure = prepare("INSERT OR IGNORE INTO erasures (user) VALUES (?)")

    insertBlock = prepare(
      """
      INSERT INTO journal (last, first, behaviour, chain_before, chain_after, entries, format)
      VALUES (?1, ?2, ?3, CASE WHEN EXISTS (SELECT 1 FROM journal WHERE last = ?2 - 1) THEN x'' ELSE ?4 END, ?5, ?6, ?7)
      """)
    lastBlock = prepare("SELECT last, chain_after FROM journal ORDER BY last DESC LIMIT 1")
    firstBlock = prepare("SELECT first FROM journal ORDER BY last LIMIT 1")
    journalBlock = prepare(JournalBlock.select())
    // The newest block stays in any case, because the count and the chain go on from it.
    anchorJournal = prepare(
      """
      UPDATE journal SET chain_before =
        (SELECT chain_after FROM journal AS earlier WHERE earlier.last = journal.first - 1)
      WHERE length(chain_before) = 0 AND last = (
        SELECT min(last) FROM journal WHERE last > (
          SELECT max(last) FROM (
            SELECT last FROM journal WHERE last <= ?1 AND last < (SELECT max(last) FROM journal)
            ORDER BY last LIMIT ?2)))
      """)
    pruneJournal = prepare(
      """
      DELETE FROM journal WHERE last IN (
        SELECT last FROM journal WHERE last <= ?1 AND last < (SELECT max(last) FROM journal)
        ORDER BY last LIMIT ?2)
      """)
    insertSnapshot = prepare(
      """
      INSERT OR REPLACE INTO snapshots (through, behaviour, format, at, bytes, journal_bytes, hash, is_mark)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    deleteSnapshot = prepare("DELETE FROM snapshots WHERE through = ?")
    snapshots = prepare(Snapshot.select())
    insertPiece = prepare("INSERT INTO snapshot_pieces (through, number, bytes) VALUES (?, ?, ?)")
    pieces = prepare(Snapshot.selectPieces(.current))
    // The pieces that are being written have no row yet either; they are told apart by their place.
    deletePieces = prepare(
      """
      DELETE FROM snapshot_pieces WHERE rowid IN (
        SELECT rowid FROM snapshot_pieces
        WHERE through != ?1 AND through NOT IN (SELECT through FROM snapshots) LIMIT ?2)
      """)

    verifier = prepare("SELECT verifier FROM users WHERE id = ?")
    tokenHolder = prepare("SELECT user, used_at, by_operator, label FROM tokens WHERE digest = ?")

    insertAudit = prepare(
      """
      INSERT INTO audit (at, kind, user, actor, by_operator, room, address, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    expireAudit = prepare(
      "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? ORDER BY at LIMIT ?)")
    forgetAddresses = prepare(
      "UPDATE audit SET address = '' WHERE user = ?1 AND by_operator = 0 OR actor = ?1")
    all = prepare.all + roomMessages.all + privateMessages.all + reactions.all + conversations.all
  }

  /// Prepares all statements now, which finds out whether the tables are as they should be.
  func prepareAll() throws(StoreError) {
    for statement in all { try statement.prepare() }
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
