import Engine
package import Wire

/// All of a bot that survives a restart of its program: what a driver is made again from.
///
/// It is a value. The runner stores it before it sends the frames that belong to it, so that nothing is done twice or lost,
/// whenever the program ends.
package struct BotMemory: Codable, Sendable {
  /// The session to resume, with the frames of it that were handed to the driver; the driver's owner keeps count.
  package var session: SessionProgress?
  var storage: BotStorage
  var random: BotRandom
  var rooms: [String]
  /// Nil where an earlier program kept the memory.
  var lostRooms: LostRooms?
  var timers: [BotTimers.Entry]
  var questions: [Question]
  var requests: [BotRequest]
  var outbox: Outbox<BotAction>.Kept

  /// The memory of a bot that was never run.
  ///
  /// - Parameters:
  ///   - rooms: Where it is to be.
  ///   - seed: Where its random numbers begin. Two runs that are to be alike have the same one.
  ///   - keyPrefix: What ids and idempotency keys of its commands begin with. The server remembers a user's latest keys, so a
  ///     memory made anew for the same user needs one that was not used before.
  package init(rooms: [String], seed: UInt64 = 1, keyPrefix: String = "b") {
    storage = BotStorage()
    random = BotRandom(seed: seed)
    self.rooms = rooms
    lostRooms = LostRooms(wanted: rooms)
    timers = []
    questions = []
    requests = []
    outbox = Outbox.Kept(prefix: keyPrefix)
  }

  /// Lets the bot join the rooms where it is to be and is not, once it is logged in.
  package mutating func join(_ wanted: [String]) {
    lostRooms = LostRooms(wanted: wanted)
    for room in wanted where !rooms.contains(where: { NameKey($0) == NameKey(room) }) {
      let join = BotAction.join(room: room)
      guard !outbox.commands.contains(where: { $0.action == join }) else { continue }
      outbox.append(join)
    }
  }
}
