import Bots
import Engine
import Wire

/// A bot that takes part in a scenario or a test: the bot as it was made, and what runs it.
///
/// It is a class, so that a driver among a thousand is used where it is, and never copied.
final class RunningBot {
  /// The bot as it was made; a restart begins with it again.
  private let original: any Bot
  private let name: String
  let token: String
  var driver: BotDriver
  /// What let the bot set the timers that it has: a place in the transcript for each serial.
  private var settings: [UInt64: Int] = [:]
  private var newestTimer: UInt64 = 0

  init(_ bot: any Bot, name: String, token: String, memory: BotMemory) {
    original = bot
    self.name = name
    self.token = token
    driver = BotDriver(bot: bot, name: name, memory: memory)
    newestTimer = driver.newestTimer
  }

  /// What is at this place of the transcript let the bot set the timers that are new.
  func noteTimers(setBy place: Int) {
    while newestTimer < driver.newestTimer {
      newestTimer += 1
      settings[newestTimer] = place
    }
  }

  /// What let the bot set the timers that are due: a place in the transcript, where it is one and the same for all of them.
  func takeSetting(ofTimersDueAt now: Instant) -> Int? {
    let places = driver.timers(dueAt: now).map { settings.removeValue(forKey: $0) }
    guard let first = places.first, places.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  /// The bot's program ends and begins again: what survives is its memory.
  func restart() {
    driver = BotDriver(bot: original, name: name, memory: driver.memory)
    settings = [:]
    newestTimer = driver.newestTimer
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
