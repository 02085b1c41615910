import Engine
import Store

/// Reactions that the tables have otherwise than the inputs until now left them.
///
/// Each input's reaction is looked up when the input is met; where the tables differ, a later input must account for it.
struct ReactionCheck {
  private struct Key: Hashable {
    let message: Deletions.Place
    let user: UserID
    let text: String
  }

  private let rows: ArchivedReactions
  private var unlike: [Key: TableCheck.Fault] = [:]

  init(_ archive: Archive) throws(StoreError) { rows = try ArchivedReactions(archive) }

  /// An input gave a message a user's reaction, or took it away.
  ///
  /// - Parameter isGone: Whether the message has no text in the tables, and so no reactions.
  mutating func change(
    _ message: Deletions.Place, _ user: UserID, _ text: String, adds: Bool,
    isGone: () throws(StoreError) -> Bool,
    otherwise fault: (String) -> TableCheck.Fault
  ) throws(StoreError) {
    let key = Key(message: message, user: user, text: text)
    unlike[key] = nil
    let isThere = try rows.has(text, of: user, to: message.seq, at: message.place)
    guard isThere != adds else { return }
    if !isThere, try isGone() { return }
    unlike[key] = fault(
      isThere
        ? "the reaction that it took away is in the tables"
        : "the reaction that it added is not in the tables")
  }

  /// An input took all that a user said.
  mutating func erase(_ user: UserID) {
    unlike = unlike.filter { $0.key.user != user }
  }

  /// The first reaction that nothing accounts for.
  var unexplained: TableCheck.Fault? {
    unlike.values.min { $0.entry < $1.entry }
  }
}
