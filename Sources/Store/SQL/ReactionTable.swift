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
    var prepare = StatementList(on: connection)
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
    all = prepare.all
  }

  /// Gives a message a user's reaction.
  func add(_ text: String, of user: UserID, to seq: UInt64, at place: MessagePlace) throws(StoreError) {
    try insert.run(ReactionPlace(place), seq, text)
    try insertUser.run(ReactionPlace(place), seq, text, user)
  }

  /// Takes a user's reaction away.
  func remove(_ text: String, of user: UserID, from seq: UInt64, at place: MessagePlace) throws(StoreError) {
    try deleteUser.run(ReactionPlace(place), seq, text, user)
  }

  /// What is known of a message's reactions, and of a user's one to it.
  func find(
    _ reaction: Lookup.Reaction, to seq: UInt64, at place: MessagePlace
  ) throws(StoreError) -> Lookup.Reactions {
    let text = reaction.text.composed
    let found = try known.first(ReactionPlace(place), seq, text, reaction.user) { row in
      Lookup.Reactions(
        text: text, kinds: Int(row.number(0)), count: Int(row.number(1)), kindsOfUser: Int(row.number(2)),
        isOfUser: row.number(3) > 0)
    }
    guard let found else { throw .corrupt(detail: "reactions cannot be counted") }
    return found
  }

  /// The reactions to the messages of a place from one seq to another, by seq, in the order of first use.
  ///
  /// - Parameters:
  ///   - most: How many users to name for each.
  ///   - left: How many to name at all; those that are named are taken off.
  func reactions(
    at place: MessagePlace, _ seqs: ClosedRange<UInt64>, naming most: Int, of left: inout Int
  ) throws(StoreError) -> [UInt64: [ReactionRow]] {
    let found = try page.rows(ReactionPlace(place), seqs.lowerBound, seqs.upperBound) { row in
      (seq: row.unsigned(0), id: row.number(1), text: row.text(2), count: Int(row.number(3)))
    }
    var reactions: [UInt64: [ReactionRow]] = [:]
    for (seq, id, text, count) in found {
      var names: [UserID] = []
      if left > 0 {
        names = try users.rows(id, min(most, left)) { $0.user(0) }
        left -= names.count
      }
      reactions[seq, default: []].append(ReactionRow(text: text, count: count, users: names))
    }
    return reactions
  }

  /// Takes away some reactions of a user.
  func deleteSome(of user: UserID, atMost count: Int64) throws(StoreError) {
    try deleteSomeOfUser.run(user, count)
  }

  /// Takes away some users' reactions to messages that are gone.
  func deleteSomeDeparted(atMost count: Int64) throws(StoreError) {
    try deleteSomeDeparted.run(count)
  }
}

/// The two numbers of a place, as the table of reactions has them.
struct ReactionPlace: Bindable {
  private let place: MessagePlace

  init(_ place: MessagePlace) { self.place = place }

  func bind(to statement: Statement, at index: inout Int32) {
    place.bind(to: statement, at: &index)
    if case .room = place { 0.bind(to: statement, at: &index) }
  }
}
