/// What the store's tables tell of a chat: enough for a state in which people own what they owned. Sessions, waiting frames,
/// idempotency keys, timers and attempts are not among it.
package struct TableState: Sendable {
  package struct User: Sendable {
    package let name: String
    package let bot: Bool
    package let isDeleted: Bool
    package let isErased: Bool
    package let isSuspended: Bool

    package init(name: String, bot: Bool, isDeleted: Bool, isErased: Bool, isSuspended: Bool = false) {
      (self.name, self.bot) = (name, bot)
      (self.isDeleted, self.isErased, self.isSuspended) = (isDeleted, isErased, isSuspended)
    }
  }

  package struct Room: Sendable {
    package let name: String
    package let isDeleted: Bool
    package let seq: UInt64
    package let decisions: [RoomDecision]

    package init(name: String, isDeleted: Bool, seq: UInt64, decisions: [RoomDecision]) {
      (self.name, self.isDeleted, self.seq, self.decisions) = (name, isDeleted, seq, decisions)
    }
  }

  package var configuration = Configuration()
  /// The newest instant of which the tables know.
  package var now = Instant(milliseconds: 0)
  /// All users, in the order of their numbers.
  package var users: [User] = []
  /// All rooms, in the order of their numbers.
  package var rooms: [Room] = []
  /// The newest seq of each pair.
  package var talks: [Talk] = []
  /// The number of the newest message.
  package var messages: UInt64 = 0

  package init() {}
}

/// What was decided about a room.
package struct Ruling: Hashable, Sendable {
  package let room: RoomID
  package let decisions: [RoomDecision]
}

extension Engine {
  /// A state in which nobody is connected, made from the tables.
  ///
  /// - Throws: `CanonicalError` where a row names what is not there.
  package init(_ tables: TableState) throws(CanonicalError) {
    self.init()
    configuration = tables.configuration
    now = tables.now
    messages = tables.messages
    for user in tables.users {
      var account = User(
        name: user.name, bot: user.bot, isDeleted: user.isDeleted, isErased: user.isErased)
      account.isSuspended = user.isSuspended
      users.append(account)
    }
    for room in tables.rooms { rooms.append(Room(room)) }
    for talk in tables.talks { pairs[talk.pair] = talk.seq }
    if let fault = referenceFault { throw CanonicalError(message: fault, offset: 0) }
    deriveIndexes()
  }

  /// What was decided about all rooms, for tables that do not have it yet.
  package var rulings: [Ruling] {
    rooms.ids.map { room in
      let rules = RoomRules().decisions(to: rooms[room].rules ?? RoomRules())
      return Ruling(room: room, decisions: [.owner(rooms[room].owner)] + rules)
    }
  }
}

extension Room {
  /// A moderator, and where they stand among those of a room.
  private struct Moderator {
    let user: UserID
    let place: Int64
  }

  fileprivate init(_ table: TableState.Room) {
    self.init(name: table.name)
    isDeleted = table.isDeleted
    seq = table.seq
    var rules = RoomRules()
    var moderators: [Moderator] = []
    for decision in table.decisions {
      switch decision {
      case .owner(let user): owner = user
      case .topic(let topic): rules.topic = topic
      case .inviteOnly(let truth): rules.inviteOnly = truth
      case .unlisted(let truth): rules.unlisted = truth
      case .usersOnly(let truth): rules.usersOnly = truth
      case .relation(_, _, nil): break
      case .relation(.moderator, let user, let place?): moderators.append(Moderator(user: user, place: place))
      case .relation(.banned, let user, _?): rules.bans.insert(user)
      case .relation(.invited, let user, _?): rules.invitations.insert(user)
      case .relation(.muted, let user, let until?):
        rules.mutes.append(RoomRules.Mute(user: user, until: Instant(milliseconds: until)))
      }
    }
    rules.moderators = moderators.sorted { $0.place < $1.place }.map(\.user)
    self.rules = rules.isEmpty ? nil : rules
  }
}
