import Engine

/// Rooms where a bot is to be and that were deleted. It asks ever more seldom whether somebody has made them again: joining them
/// would make them.
struct LostRooms: Codable, Hashable, Sendable {
  /// The milliseconds until the first look, and the most between two.
  private static let waits: ClosedRange<Int64> = 1000...30_000

  /// Where whoever runs the bot wants it to be.
  let wanted: [String]
  /// In how many milliseconds each is looked for again after the next look.
  private var nextWaits: [String: Int64] = [:]

  init(wanted: [String] = []) {
    self.wanted = wanted
  }

  func contains(_ room: String) -> Bool { nextWaits[room] != nil }

  /// A room was deleted.
  mutating func lose(_ room: String) {
    if wanted.contains(where: { NameKey($0) == NameKey(room) }) { nextWaits[room] = Self.waits.lowerBound }
  }

  /// The milliseconds until the next look, each time about twice as many; nil where the room is not looked for.
  mutating func nextWait(for room: String) -> Int64? {
    guard let wait = nextWaits[room] else { return nil }
    nextWaits[room] = min(2 * wait, Self.waits.upperBound)
    return wait
  }

  /// A room is there, or the bot is in it.
  mutating func find(_ room: String) {
    nextWaits = nextWaits.filter { NameKey($0.key) != NameKey(room) }
  }
}
