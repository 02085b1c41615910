import Bots
import Harness
import Wire

/// An hour of virtual time in a room with 1,000 bots and ten users.
///
/// Each second one of the users, in turns, says something; every tenth line is a command for the echo bot. So all
/// bots are told 3,600 lines and 360 answers. Each bot sets a timer of an hour when it is ready; when it comes, it writes
/// into its storage. The bots are one echo bot, ten that store who spoke last at each line, and for the rest one half
/// reminders and the other half bots with commands that nobody gives. So most of them only listen, as in a room of people.
enum CrowdBenchmark {
  private static let bots = 1000
  private static let users = 10
  private static let room = "square"

  static func hour(_ size: BenchmarkSize) throws -> Measurement {
    let seconds = size == .full ? 3600 : 360
    let simulator = try Simulator()
    for index in 0..<bots {
      try simulator.add(bot(index), name: "bot\(index)", rooms: [room])
    }
    let names = (0..<users).map { "user\($0)" }
    for name in names {
      try simulator.addUser(name)
      try simulator.send(command("join", ("room", room)), from: name)
    }
    let clients = try names.map { name in try simulator.participant(name) }
    for client in clients { while client.takeUnread() != nil {} }

    var answers = 0
    let timing = try Timing.of {
      for second in 0..<seconds {
        try simulator.advance(byMilliseconds: 1000)
        let text = second % 10 == 9 ? "!echo line \(second)" : "line \(second), and a good evening"
        try simulator.send(
          command("chat_message", ("room", room), ("message", text)), from: names[second % users])
        for client in clients {
          while let arrival = client.takeUnread() {
            guard client === clients[0], arrival.frame.fields.user == "bot0" else { continue }
            answers += 1
          }
        }
      }
    }
    guard answers == seconds / 10 else {
      throw UnexpectedOutcome("the echo bot gave \(answers) answers to \(seconds / 10) commands")
    }
    return Measurement(
      name: "bots/crowd_hour", value: timing.seconds * 3600 / Double(seconds), unit: "s", goal: .atMost(10),
      processorShare: timing.processorShare)
  }

  private static func bot(_ index: Int) -> any Bot {
    switch index {
    case 0: HourlyBot(EchoBot())
    case 1...10: HourlyBot(LastSpeakerBot())
    case _ where index.isMultiple(of: 2): HourlyBot(ReminderBot())
    case _: HourlyBot(CoinBot())
    }
  }

  private static func command(_ type: String, _ fields: (String, String)...) -> [UInt8] {
    JSON.object([.init("type", .string(type))] + fields.map { .init($0, .string($1)) }).bytes
  }
}

/// A bot with a timer of an hour beside.
private struct HourlyBot<Inner: Bot>: Bot {
  private var hours: Stored<Int> { Stored("hours", default: 0) }
  private var timer: String { "benchmark-hour" }

  private var bot: Inner

  init(_ bot: Inner) { self.bot = bot }

  mutating func handle(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction] {
    switch event {
    case .ready: return [.schedule(id: timer, .every(.hours(1)))]
    case .timer(timer):
      context.storage[hours] += 1
      return []
    default: return try bot.handle(event, in: &context)
    }
  }
}

/// Stores who spoke last.
private struct LastSpeakerBot: Bot {
  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    if case .message(let message) = event { context.storage["last"] = message.user }
    return []
  }
}

/// Flips coins when it is told to.
private struct CoinBot: CommandBot {
  static let commands = [
    BotCommand<CoinBot>("flip", "Flips a coin.") { bot, message, context in
      [message.answer(message.seq.isMultiple(of: 2) ? "heads" : "tails")]
    }
  ]
}
