import Engine

/// Where a message was said, who may see it where it is private, who wrote it, and whom it mentions, as words of an index's `scope` column.
///
/// Only the store writes these words; a text cannot reach the column, nor can a search term.
struct MessageScope {
  private(set) var words: [UInt8] = []

  /// The scope of a message: the room or the two people, then the author, then those who are mentioned.
  init(_ place: MessagePlace, from user: UserID, mentioning mentions: [UserID] = []) {
    words.reserveCapacity(40)
    switch place {
    case .room(let room): append(Self.room(room))
    case .pair(let pair):
      append(Self.reader(pair.low))
      append(Self.reader(pair.high))
    }
    append(Self.author(user))
    for user in mentions { append(Self.mention(user)) }
  }

  /// The word of what is in a room.
  static func room(_ room: RoomID) -> String { "r" + String(room.number) }
  /// The word of what is between this user and another.
  static func reader(_ user: UserID) -> String { "u" + String(user.number) }
  /// The word of what a user wrote.
  static func author(_ user: UserID) -> String { "f" + String(user.number) }
  /// The word of what mentions a user.
  static func mention(_ user: UserID) -> String { "m" + String(user.number) }

  private mutating func append(_ word: String) {
    if !words.isEmpty { words.append(UInt8(ascii: " ")) }
    words.append(contentsOf: word.utf8)
  }
}
