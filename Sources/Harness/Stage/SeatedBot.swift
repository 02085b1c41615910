import Bots
import Engine
import Wire

/// A bot that takes part in a scenario or a test: the bot as it was made, and what runs it.
///
/// It is a class, so that a driver among a thousand is used where it is, and never copied.
final class SeatedBot {
  /// The bot as it was made; a restart begins with it again.
  private let original: any Bot
  private let name: String
  let token: String
  var driver: BotDriver

  init(_ bot: any Bot, name: String, token: String, memory: BotMemory) {
    original = bot
    self.name = name
    self.token = token
    driver = BotDriver(bot: bot, name: name, memory: memory)
  }

  /// The bot's program ends and begins again: what survives is its memory.
  func restart() {
    driver = BotDriver(bot: original, name: name, memory: driver.memory)
  }
}

extension BotMemory {
  /// The memory of a new bot in a simulation: its random numbers follow from its name, so that they are the same each time.
  init(simulating name: String, rooms: [String]) {
    // FNV-1a, 64 bits (RFC 9923).
    let seed = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    self.init(rooms: rooms, seed: seed)
  }
}
