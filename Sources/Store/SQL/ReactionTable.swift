import Engine

/// The statements of the tables of reactions.
final class ReactionTable {
  let all: [Statement]
  private let insert: Statement
  private let insertUser: Statement
  private let deleteUser: Statement
  private let known: Statement
  private let page: Statement
  private let users: Statement
  private let deleteSomeOfUser: Statement
  private let deleteSomeDeparted: Statement

  init(on connection: OpaquePointer) {
    var all: [Statement] = []
    func prepare(_ sql: String) -> Statement {
      let statement = Statement(later: sql, on: connection)
      all.append(statement)
      return statement
    }
    let ofMessage = "low = ?1 AND high = ?2 AND seq = ?3"
    insert = prepare(
      """
      INSERT INTO reactions (low, high, seq, text) SELECT ?1, ?2, ?3, ?4
      WHERE NOT EXISTS (SELECT 1 FROM reactions WHERE \(ofMessage) AND text = ?4)
      """)
    insertUser = prepare(
      """
      INSERT OR IGNORE INTO reactors (reaction, place, user)
      SELECT id, (SELECT coalesce(max(place), 0) + 1 FROM reactors WHERE reaction = reactions.id), ?5
      FROM reactions WHERE \(ofMessage) AND text = ?4
      """)
    deleteUser = prepare(
      """
      DELETE FROM reactors
      WHERE user = ?5 AND reaction = (SELECT id FROM reactions WHERE \(ofMessage) AND text = ?4)
      """)
    known = prepare(
      """
      SELECT count(*), coalesce(sum(count) FILTER (WHERE text = ?4), 0), count(user),
        count(user) FILTER (WHERE text = ?4)
      FROM reactions LEFT JOIN reactors ON user = ?5 AND reaction = reactions.id
      WHERE \(ofMessage) AND count > 0
      """)
    page = prepare(
      """
      SELECT seq, id, text, count FROM reactions
      WHERE low = ?1 AND high = ?2 AND seq BETWEEN ?3 AND ?4 AND count > 0 ORDER BY seq, id
      """)
    users = prepare("SELECT user FROM reactors WHERE reaction = ? ORDER BY place LIMIT ?")
    deleteSomeOfUser = prepare(
      """
      DELETE FROM reactors WHERE (reaction, place) IN (
        SELECT reaction, place FROM reactors WHERE user = ? LIMIT ?)
      """)
    deleteSomeDeparted = prepare(
      """
      DELETE FROM reactors WHERE (reaction, place) IN (
        SELECT reaction, place FROM reactors
        WHERE reaction = (SELECT id FROM reactions WHERE low = 0 AND high = 0 AND count > 0 LIMIT 1) LIMIT ?)
      """)
    self.all = all
  }

  /// Gives a message a user's reaction.
  func add(_ text: String, of user: UserID, to seq: UInt64, at place: MessagePlace) throws(StoreError) {
    bind(insert, place, seq, text)
    try insert.run()
    bind(insertUser, place, seq, text, user)
    try insertUser.run()
  }

  /// Takes a user's reaction away.
  func remove(_ text: String, of user: UserID, from seq: UInt64, at place: MessagePlace) throws(StoreError) {
    bind(deleteUser, place, seq, text, user)
    try deleteUser.run()
  }

  /// What is known of a message's reactions, and of a user's one to it.
  func find(
    _ reaction: Lookup.Reaction, to seq: UInt64, at place: MessagePlace
  ) throws(StoreError) -> Lookup.Reactions {
    let text = reaction.text.composed
    bind(known, place, seq, text, reaction.user)
    defer { known.reset() }
    guard try known.step() else { throw .corrupt(detail: "reactions cannot be counted") }
    return Lookup.Reactions(
      text: text, kinds: Int(known.number(0)), count: Int(known.number(1)),
      kindsOfUser: Int(known.number(2)), isOfUser: known.number(3) > 0)
  }

  /// The reactions to the messages of a place from one seq to another, by seq, in the order of first use.
  ///
  /// - Parameter most: How many users to name for each.
  func reactions(
    at place: MessagePlace, _ seqs: ClosedRange<UInt64>, naming most: Int
  ) throws(StoreError) -> [UInt64: [ReactionRow]] {
    page.bind(numbers: place)
    page.bind(Int64(clamping: seqs.lowerBound), at: 3)
    page.bind(Int64(clamping: seqs.upperBound), at: 4)
    var found: [(seq: UInt64, id: Int64, text: String, count: Int)] = []
    try page.forEachRow { row in
      found.append((UInt64(clamping: row.number(0)), row.number(1), row.text(2), Int(row.number(3))))
    }
    var reactions: [UInt64: [ReactionRow]] = [:]
    for (seq, id, text, count) in found {
      users.bind(id, at: 1)
      users.bind(Int64(most), at: 2)
      var names: [UserID] = []
      try users.forEachRow { names.append($0.user(0)) }
      reactions[seq, default: []].append(ReactionRow(text: text, count: count, users: names))
    }
    return reactions
  }

  /// Takes away some reactions of a user.
  func deleteSome(of user: UserID, atMost count: Int64) throws(StoreError) {
    deleteSomeOfUser.bind(Int64(user.number), at: 1)
    deleteSomeOfUser.bind(count, at: 2)
    try deleteSomeOfUser.run()
  }

  /// Takes away some users' reactions to messages that are gone.
  func deleteSomeDeparted(atMost count: Int64) throws(StoreError) {
    deleteSomeDeparted.bind(count, at: 1)
    try deleteSomeDeparted.run()
  }

  private func bind(
    _ statement: Statement, _ place: MessagePlace, _ seq: UInt64, _ text: String, _ user: UserID? = nil
  ) {
    statement.bind(numbers: place)
    statement.bind(Int64(clamping: seq), at: 3)
    statement.bind(text, at: 4)
    if let user { statement.bind(Int64(user.number), at: 5) }
  }
}

extension Statement {
  /// Binds the two numbers of a place, as the table of reactions has them, to the first parameters.
  func bind(numbers place: MessagePlace) {
    bind(place, at: 1)
    if case .room = place { bind(0, at: 2) }
  }
}
