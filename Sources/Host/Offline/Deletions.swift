import Engine
import Store

/// What the tables have no text of any more, or no row, and which input is to account for it.
///
/// The inputs come in their order and each row is read once, so a row whose text was taken away is met before the
/// input that took it.
struct Deletions {
  /// A message that has no text, by its place.
  struct Place: Hashable {
    let place: MessagePlace
    let seq: UInt64
  }

  private var emptied: [Place: (fault: TableCheck.Fault, author: UserID)] = [:]
  private var missing: [RoomID: (first: TableCheck.Fault, count: UInt64)] = [:]
  /// How many messages went with their rooms.
  private(set) var messagesGone: UInt64 = 0

  /// Forgets how many messages went so far, not which.
  mutating func countAnew() {
    messagesGone = 0
    for room in missing.keys { missing[room]?.count = 0 }
  }

  /// A row has no text; some later input must have taken it.
  mutating func expect(_ place: Place, by author: UserID, otherwise fault: TableCheck.Fault) {
    emptied[place] = (fault, author)
  }

  /// A message of a room is not there; some later input must have taken the room.
  mutating func expectDeletion(of room: RoomID, otherwise fault: TableCheck.Fault) {
    missing[room, default: (fault, 0)].count += 1
  }

  /// An input took a text; returns whether the tables no longer have it.
  mutating func delete(_ place: Place) -> Bool {
    if emptied.removeValue(forKey: place) != nil { return true }
    guard case .room(let room) = place.place else { return false }
    return missing[room] != nil
  }

  /// An input took a room.
  mutating func delete(_ room: RoomID) {
    if let gone = missing.removeValue(forKey: room) { messagesGone += gone.count }
    emptied = emptied.filter { $0.key.place != .room(room) }
  }

  /// An input took all that a user said.
  mutating func erase(_ user: UserID) {
    emptied = emptied.filter { $0.value.author != user }
  }

  /// The first row that nothing accounts for.
  var unexplained: TableCheck.Fault? {
    (emptied.values.map(\.fault) + missing.values.map(\.first)).min { $0.entry < $1.entry }
  }
}
