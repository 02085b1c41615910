import Bots
import Engine
import Testing

@Suite("Driver's timers") struct TimerTests {
  /// A bot that sets and cancels timers once it is ready.
  private func bot(_ actions: [BotAction]) -> ScriptedBot {
    ScriptedBot { $0 == .ready(user: "bot") ? actions : [] }
  }

  private func fired(_ bot: ScriptedBot) -> [BotEvent] { Array(bot.log.events.dropFirst()) }

  @Test func `timers fire in the order of their times, then of their setting`() throws {
    let bot = bot([
      .setTimer(id: "c", after: .milliseconds(20)), .setTimer(id: "a", after: .milliseconds(10)),
      .setTimer(id: "b", after: .milliseconds(10)), .setTimer(id: "d", after: .milliseconds(21)),
    ])
    var chat = try Transcript.loggedIn(bot)
    #expect(chat.driver.nextDeadline == chat.now.advanced(byMilliseconds: 10))
    _ = chat.wait(9)
    #expect(fired(bot).isEmpty)
    _ = chat.wait(11)
    #expect(fired(bot) == [.timer(id: "a"), .timer(id: "b"), .timer(id: "c")])
    _ = chat.wait(1)
    #expect(fired(bot).last == .timer(id: "d"))
    #expect(chat.driver.nextDeadline == nil)
  }

  @Test func `a cancelled timer does not fire`() throws {
    let bot = bot([
      .setTimer(id: "a", after: .milliseconds(10)), .setTimer(id: "b", after: .milliseconds(10)),
      .cancelTimer(id: "a"), .cancelTimer(id: "never set"),
    ])
    var chat = try Transcript.loggedIn(bot)
    _ = chat.wait(10)
    #expect(fired(bot) == [.timer(id: "b")])
  }

  @Test func `a timer of the same id replaces the one before`() throws {
    let bot = bot([
      .setTimer(id: "a", after: .milliseconds(10)), .setTimer(id: "a", after: .milliseconds(30)),
    ])
    var chat = try Transcript.loggedIn(bot)
    _ = chat.wait(20)
    #expect(fired(bot).isEmpty)
    _ = chat.wait(10)
    #expect(fired(bot) == [.timer(id: "a")])
  }

  @Test func `a timer can cancel another of the same instant`() throws {
    let bot = ScriptedBot { event in
      switch event {
      case .ready: [.setTimer(id: "a", after: .milliseconds(5)), .setTimer(id: "b", after: .milliseconds(5))]
      case .timer(id: "a"): [.cancelTimer(id: "b")]
      default: []
      }
    }
    var chat = try Transcript.loggedIn(bot)
    _ = chat.wait(5)
    #expect(fired(bot) == [.timer(id: "a")])
  }

  @Test(arguments: [0, -1, Int64.min])
  func `a timer in the past is refused, with a reason`(wait: Int64) throws {
    let bot = bot([.setTimer(id: "a", after: .milliseconds(wait))])
    var chat = try Transcript.loggedIn(bot)
    #expect(chat.driver.nextDeadline == nil)
    #expect(chat.driver.takeProblems().map(\.kind) == [.timerInThePast])
  }

  @Test func `a bot that sets a timer again at once does not hold time still`() throws {
    let bot = ScriptedBot { _ in [.setTimer(id: "a", after: .milliseconds(1))] }
    var chat = try Transcript.loggedIn(bot)
    for _ in 1...3 { _ = chat.wait(1) }
    #expect(fired(bot).count == 3)
    #expect(chat.driver.nextDeadline == chat.now.advanced(byMilliseconds: 1))
  }

  @Test func `a timer may be as far away as time goes`() throws {
    var chat = try Transcript.loggedIn(bot([.setTimer(id: "a", after: .milliseconds(Int64.max))]))
    #expect(chat.driver.nextDeadline == Instant(milliseconds: .max))
    #expect(chat.wait(1000).isEmpty)
  }
}
