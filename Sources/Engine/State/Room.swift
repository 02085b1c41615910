/// A room: who is in it, what its next message is numbered, and what its members may still have to be sent again.
struct Room: Sendable {
  /// The name as it was first given.
  let name: String
  /// The owner: the user who made the room or was made its owner; nil after the last owner's account was closed.
  var owner: UserID?
  /// What its owner and its moderators decided, where they did.
  var rules: RoomRules?
  /// Whether an operator took the room away. What its members may still have to be sent again is kept, nothing else.
  var isDeleted = false
  /// The seq of the newest message, 0 where nothing was said yet.
  var seq: UInt64 = 0
  /// The sessions in the room, guests included.
  var members = SlotList<SessionID>()
  /// How many of them are guests. It follows from the members.
  var guests = 0
  /// The users in the room, each once, in the order of arrival.
  var arrivals = SlotList<UserID>()
  /// How many users ever arrived.
  var lastArrival: UInt64 = 0
  /// Where a user stands in `arrivals`, and with how many sessions.
  var presence: [UserID: Presence] = [:]
  /// Members without a connection, whose waiting frames have a bound.
  var detached: [SessionID] = []
  /// Joins and leaves that wait to be told together.
  var gathered: Gathered?
  /// The latest deliveries to all members.
  var log = DeliveryLog()
  /// The commands that bots have registered, in the order in which the bots did first.
  var commands: [RegisteredCommands] = []
  /// When the room goes away, where nobody is in it, nothing was said and nothing decided.
  var unusedUntil: Instant?
  /// Whether a timer is set for that. It follows from the timers.
  var isExpectingUse = false

  struct Presence: Hashable, Sendable {
    var slot: Int
    var sessions: Int
    /// The number of the arrival, which is above those of all earlier ones, also after gaps in `arrivals` were closed.
    var number: UInt64
  }

  struct Gathered: Hashable, Sendable {
    var flushAt: Instant
    var joined: [UserID] = []
    var left: [UserID] = []
  }
}

extension Room {
  /// Notes a user who was not in the room, with one session.
  mutating func arrive(_ user: UserID) {
    lastArrival += 1
    presence[user] = Presence(slot: arrivals.append(user), sessions: 1, number: lastArrival)
  }

  /// Some of the users who arrived after the one of a number, in their order; `next` is the number of the last of them, where others
  /// follow.
  ///
  /// A number stays where it is when its user leaves: nobody who stays is left out of a list that goes on there, or in it twice.
  func arrivals(after number: UInt64, limit: Int) -> (users: [UserID], next: UInt64?) {
    var users: [UserID] = []
    users.reserveCapacity(min(limit, arrivals.count))
    for case .some(let user) in arrivals.slots[slot(after: number)...] {
      if users.count == limit { return (users, users.last.flatMap { presence[$0]?.number }) }
      users.append(user)
    }
    return (users, nil)
  }

  /// The first slot of `arrivals` that is behind an arrival; what is empty before it may be passed over.
  private func slot(after number: UInt64) -> Int {
    let slots = arrivals.slots
    var (low, high) = (0, number == 0 ? 0 : slots.count)
    while low < high {
      let middle = (low + high) / 2
      // An empty slot stands for the next one that is not.
      guard let filled = slots[middle..<high].firstIndex(where: { $0 != nil }), let user = slots[filled],
        let found = presence[user]?.number
      else {
        high = middle
        continue
      }
      if found > number { high = middle } else { low = filled + 1 }
    }
    return low
  }
}
