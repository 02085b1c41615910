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
  }

  struct Gathered: Hashable, Sendable {
    var flushAt: Instant
    var joined: [UserID] = []
    var left: [UserID] = []
  }
}
