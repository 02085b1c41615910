public import Engine

/// What a bot is given beside the event itself: time, chance, and what it has to remember.
public struct BotContext: Sendable {
  /// The time at which the event reached the bot; in a simulation it is virtual.
  public let now: Instant
  /// The bot's own user name, spelt as the server spells it.
  public let user: String
  /// Random numbers, as in `Int.random(in: 1...6, using: &context.random)`. A simulation repeats them exactly.
  public var random: BotRandom
  /// What survives a restart of the bot.
  public var storage: BotStorage
  /// Who is who in the rooms where the bot is.
  var roles: RoomRoles
  /// When each user may give each command again.
  var coolDowns: CoolDowns

  /// A context; a test of a bot makes its own, as in `BotContext(now: .virtualStart, user: "echo")`.
  public init(now: Instant, user: String, seed: UInt64 = 1, storage: BotStorage = BotStorage()) {
    self.init(
      now: now, user: user, random: BotRandom(seed: seed), storage: storage, roles: RoomRoles(),
      coolDowns: CoolDowns())
  }

  init(
    now: Instant, user: String, random: BotRandom, storage: BotStorage, roles: RoomRoles, coolDowns: CoolDowns
  ) {
    self.now = now
    self.user = user
    self.random = random
    self.storage = storage
    self.roles = roles
    self.coolDowns = coolDowns
  }

  /// What a user may do in a room where the bot is.
  public func role(of user: String, in room: String) -> Role { roles.role(of: user, in: room) }

  /// What the author of a message may do where it was said; privately everyone is a member.
  public func role(ofAuthor message: Message) -> Role {
    message.room.map { role(of: message.user, in: $0) } ?? .member
  }
}
