import Engine
import Testing

@testable import Bots

@Suite("Commands") struct CommandBotTests {
  private struct ToolBot: CommandBot {
    var uses = 0

    static let commands = [
      BotCommand<ToolBot>(
        "roll", "Rolls a die.", .optional(.integer("SIDES", in: 2...1000)), coolDown: .seconds(5)
      ) { bot, message, context, sides in
        bot.uses += 1
        return [message.answer("d\(sides ?? 6)")]
      },
      BotCommand("say", "Says it.", .word("WHO"), .text("TEXT")) { bot, message, _, who, text in
        bot.uses += 1
        return [message.answer("\(who): \(text)")]
      },
      BotCommand("say twice", "Says it twice.", .text("TEXT")) { _, message, _, text in
        [message.answer(text), message.answer(text)]
      },
      BotCommand("wait", "Waits.", .duration("TIME", upTo: .hours(1)), .choice("Loud", "quiet")) {
        _, message, _, time, mode in [message.answer("\(time.units) \(mode)")]
      },
      BotCommand("close", "Closes.", audience: .role(.moderator)) { _, message, _ in
        [message.answer("closed")]
      },
      BotCommand("secret", "For Bob.", audience: .users(["Bob"]), place: .privately) { _, message, _ in
        [message.answer("psst")]
      },
      BotCommand("count", "Counts.") { _, message, context in
        // What it is given can be changed by a command without arguments too.
        context.storage["count"] = (context.storage["count"] ?? "") + "|"
        return [message.answer(context.storage["count"] ?? "")]
      },
      BotCommand("fail", "Refuses.") { _, _, _ in throw CommandRefusal("I will not.") },
      BotCommand("break", "Breaks.") { _, _, _ in throw BotProblem(.threw, "broken") },
    ]

    mutating func handleOther(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
      if case .message(let message) = event, message.text == "hello" { [message.answer("other")] } else { [] }
    }
  }

  private var bot = ToolBot()
  private var context = BotContext(now: .virtualStart, user: "tool")

  private mutating func say(
    _ text: String, by user: String = "alice", privately: Bool = false, at second: Int = 0
  ) throws
    -> [String]
  {
    let message = Message(text, by: user, in: privately ? nil : "lobby", at: .virtualStart)
    let now = Instant.virtualStart.advanced(by: .seconds(second))
    context = BotContext(
      now: now, user: "tool", random: context.random, storage: context.storage, roles: context.roles,
      coolDowns: context.coolDowns)
    return try bot.handle(privately ? .privateMessage(message) : .message(message), in: &context).map {
      action in
      switch action {
      case .say(let text, room: "lobby"): text
      case .privateMessage(let text, to: user): "privately " + text
      default: "\(action)"
      }
    }
  }

  @Test mutating func `arguments are typed`() throws {
    #expect(try say("!roll") == ["d6"])
    #expect(try say("!ROLL  20 ", by: "bob") == ["d20"])
    #expect(try say("!say bob  good  tea ") == ["bob: good  tea"])
    #expect(try say("!say twice one two") == ["one two", "one two"], "the longest name wins")
    #expect(try say("!wait 90m LOUD") == ["alice: TIME is at most 1h. Usage: !wait TIME Loud|quiet"])
    #expect(try say("!wait 10m LOUD") == ["10m Loud"])
  }

  @Test mutating func `what is wrong with them is told, with the usage`() throws {
    #expect(
      try say("!roll 1") == [
        "alice: SIDES is a whole number from 2 to 1000, and not \"1\". Usage: !roll [SIDES]"
      ])
    #expect(try say("!roll 6 7", by: "bob") == ["bob: \"7\" is too much. Usage: !roll [SIDES]"])
    #expect(try say("!say bob") == ["alice: TEXT is missing. Usage: !say WHO TEXT…"])
    #expect(
      try say("!wait 5x loud") == [
        "alice: TIME is a time such as 90s, 10m, 2h or 1d, and not \"5x\". Usage: !wait TIME Loud|quiet"
      ])
    #expect(
      try say("!wait 5s now") == ["alice: \"now\" is none of Loud, quiet. Usage: !wait TIME Loud|quiet"])
  }

  @Test mutating func `a cool-down holds for each user, is told once, and is not begun by a mistake`() throws
  {
    #expect(try say("!roll nonsense").count == 1)
    #expect(try say("!roll") == ["d6"])
    #expect(try say("!roll", at: 1) == ["alice: Wait 4s."])
    #expect(try say("!roll", at: 2).isEmpty)
    #expect(try say("!roll", by: "bob", at: 2) == ["d6"])
    #expect(try say("!roll", at: 5) == ["d6"])
    #expect(bot.uses == 3)
  }

  @Test mutating func `who may use a command is up to roles and names`() throws {
    #expect(try say("!close") == ["alice: This is for a room's moderators."])
    context.roles.replace(in: "Lobby", owner: "Alice", moderators: ["carol"])
    #expect(try say("!close") == ["closed"])
    #expect(try say("!close", by: "carol") == ["closed"])
    #expect(try say("!close", by: "bob") == ["bob: This is for a room's moderators."])
    #expect(try say("!close", privately: true) == ["privately alice: This is for a room's moderators."])
    #expect(try say("!secret", by: "bob") == ["bob: Tell me privately: /pm tool !secret"])
    #expect(try say("!secret", by: "bob", privately: true) == ["privately psst"])
    #expect(try say("!secret", privately: true) == ["privately alice: This is not for you."])
  }

  @Test mutating func `a command without arguments changes what is stored`() throws {
    #expect(try say("!count") == ["|"])
    #expect(try say("!count") == ["||"])
    #expect(try say("!count 7") == ["alice: \"7\" is too much. Usage: !count"])
  }

  @Test mutating func `a refusal is told, and a fault is not`() throws {
    #expect(try say("!fail") == ["alice: I will not."])
    #expect(throws: BotProblem.self) { try say("!break") }
  }

  @Test mutating func `help is made from the commands`() throws {
    let help = try #require(say("!help").first)
    #expect(help.hasPrefix("!roll [SIDES] – Rolls a die.\n!say WHO TEXT… – Says it.\n"))
    #expect(help.split(separator: "\n").count == ToolBot.commands.count)
    #expect(
      try say("!help say") == ["!say WHO TEXT… – Says it.\n!say twice TEXT… – Says it twice."])
    #expect(try say("!help nonsense") == [help])
  }

  @Test mutating func `what another bot says is no command`() throws {
    let said = Message("!fail", by: "other", in: "lobby", at: .virtualStart, isBot: true)
    #expect(try bot.handle(.message(said), in: &context).isEmpty)
    let hello = Message("hello", by: "other", in: "lobby", at: .virtualStart, isBot: true)
    #expect(try bot.handle(.message(hello), in: &context) == [hello.answer("other")])
  }

  @Test mutating func `what is for others is left to them`() throws {
    #expect(try say("hello") == ["other"])
    #expect(try say("!rol").isEmpty)
    #expect(try say("! roll").isEmpty)
    #expect(try say("!").isEmpty)
    #expect(try say("!rol", privately: true) == ["privately Did you mean !roll? !help lists what I can do."])
    #expect(try say("hi", privately: true).isEmpty)
  }
}
