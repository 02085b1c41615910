import Engine
import Foundation
import Testing
import Wire

@testable import Bots

@Suite("What survives a restart of a bot") struct MemoryTests {
  /// Counts what it is told, in its storage, and asks for a name.
  private struct CountingBot: Bot {
    static let count = Stored("count", default: 0)
    static let sizes = Stored("sizes", default: [String: Int]())

    mutating func handle(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction] {
      switch event {
      case .message(let message) where message.text == "name?":
        return [message.ask("Who are you?", topic: "name", notes: ["why": "test"], patience: .seconds(10))]
      case .message(let message) where message.text == "throw":
        context.storage[Self.count] += 100
        throw CommandRefusal("No.")
      case .message(let message) where message.text == "misuse":
        context.storage["count"] = "{}"
        context.storage[Self.count] += 1
        return []
      case .message(let message) where message.text == "fill":
        context.storage["big"] = String(repeating: "x", count: BotStorage.maximumBytes)
        return []
      case .message(let message) where message.text == "work":
        return [.request(BotRequest(id: "w", body: "do"))]
      case .message(let message):
        context.storage[Self.count] += 1
        return [message.answer("\(context.storage[Self.count])")]
      case .answer(let message, let question):
        return [message.answer("\(question.topic) \(question.notes["why"] ?? "") \(message.text)")]
      case .unanswered(let question): return [.say("\(question.user) is away", room: question.room ?? "")]
      case .timer(let id): return [.say("timer \(id)", room: "lobby")]
      case .response(let response):
        switch response.result {
        case .success(let text): return [.say("done \(text)", room: "lobby")]
        case .failure(let failure): return [.say("\(failure)", room: "lobby")]
        }
      default: return []
      }
    }
  }

  /// The bot in the lobby; its program is restarted by making the driver again.
  private func begin() throws -> Transcript { try Transcript.loggedIn(CountingBot(), rooms: ["lobby"]) }

  /// The memory goes through JSON, as it does where it is kept in a file.
  private func restart(_ chat: inout Transcript, _ bot: any Bot = CountingBot()) throws -> [String] {
    let kept = try JSONEncoder().encode(chat.driver.memory)
    chat.driver = BotDriver(
      bot: bot, name: "bot", memory: try JSONDecoder().decode(BotMemory.self, from: kept))
    let ping = try #require(try chat.logIn(resumed: true).first)
    let id = try #require(ServerFrame(JSON(parsing: ping)).text("id"))
    #expect(ping == Transcript.ping(id))
    return try chat.confirm(id)
  }

  private let who = #"{"type":"who","id":"b3","room":"lobby"}"#

  @Test func `storage and the numbers of commands do`() throws {
    var chat = try begin()
    #expect(try chat.hear("one", from: "alice", seq: 1) == [Transcript.say("1", id: "b2")])
    _ = try chat.confirm("b2")
    #expect(try restart(&chat) == [who])
    _ = try chat.receive(#"{"type":"user_list","re":"b3","room":"lobby","users":["bot"]}"#)
    #expect(try chat.hear("two", from: "alice", seq: 2) == [Transcript.say("2", id: "b5")])
  }

  @Test func `a command that was not answered does, with its key`() throws {
    var chat = try begin()
    _ = try chat.hear("one", from: "alice", seq: 1)
    #expect(try restart(&chat) == [who])
    #expect(
      try chat.receive(#"{"type":"user_list","re":"b3","room":"lobby","users":["bot"]}"#)
        == [Transcript.say("1", id: "b2")])
  }

  @Test func `timers do, and what fell due meanwhile comes after the log-in`() throws {
    let bot = ScriptedBot { $0 == .ready(user: "bot") ? [.setTimer(id: "t", after: .minutes(1))] : [] }
    var chat = try Transcript.loggedIn(bot)
    chat.driver = BotDriver(bot: CountingBot(), name: "bot", memory: chat.driver.memory)
    #expect(chat.wait(120_000).isEmpty)
    #expect(chat.driver.nextDeadline == nil)
    #expect(try chat.logIn(resumed: true) == [Transcript.ping("b1")])
    #expect(try chat.confirm("b1") == [Transcript.say("timer t", id: "b2")])
    #expect(chat.wait(120_000).isEmpty, "it comes once")
  }

  @Test func `a question does, with its notes and its patience`() throws {
    var chat = try begin()
    #expect(try chat.hear("name?", from: "alice", seq: 1) == [Transcript.say("Who are you?", id: "b2")])
    _ = try chat.confirm("b2")
    _ = try restart(&chat)
    _ = try chat.receive(#"{"type":"user_list","re":"b3","room":"lobby","users":["bot"]}"#)
    #expect(try chat.hear("hi", from: "bob", seq: 2) == [Transcript.say("1", id: "b5")], "bob was not asked")
    _ = try chat.confirm("b5")
    #expect(try chat.hear("Alice", from: "ALICE", seq: 3) == [Transcript.say("name test Alice", id: "b6")])
    _ = try chat.confirm("b6")
    #expect(chat.wait(10_000).isEmpty, "its patience is over with the answer")
  }

  @Test func `a question that nobody answers ends`() throws {
    var chat = try begin()
    _ = try chat.hear("name?", from: "alice", seq: 1)
    _ = try chat.confirm("b2")
    #expect(chat.wait(9_999).isEmpty)
    #expect(chat.wait(1) == [Transcript.say("alice is away", id: "b3")])
    _ = try chat.confirm("b3")
    #expect(try chat.hear("late", from: "alice", seq: 2) == [Transcript.say("1", id: "b4")])
  }

  @Test func `a request is answered once, and after a restart as interrupted`() throws {
    var chat = try begin()
    _ = try chat.hear("work", from: "alice", seq: 1)
    let request = BotRequest(id: "w", body: "do")
    #expect(chat.driver.takeRequests() == [request])
    #expect(chat.driver.takeRequests().isEmpty)
    #expect(chat.driver.respond(to: request, .success("x"), at: chat.now).count == 1)
    #expect(chat.driver.respond(to: request, .success("x"), at: chat.now).isEmpty)
    _ = try chat.confirm("b2")
    _ = try chat.hear("work", from: "alice", seq: 2)
    _ = try restart(&chat)
    #expect(
      try chat.receive(#"{"type":"user_list","re":"b3","room":"lobby","users":["bot"]}"#)
        == [Transcript.say("interrupted", id: "b5")])
    #expect(chat.driver.takeRequests().isEmpty)
  }

  @Test(arguments: [
    ("throw", BotProblem.Kind.threw), ("misuse", .storageMisused), ("fill", .storageFull),
  ])
  func `where the bot fails it is as if nothing had come`(text: String, kind: BotProblem.Kind) throws {
    var chat = try begin()
    #expect(try chat.hear(text, from: "alice", seq: 1).isEmpty)
    #expect(chat.driver.takeProblems().map(\.kind) == [kind])
    #expect(chat.driver.takeProblems().isEmpty)
    #expect(try chat.hear("one", from: "alice", seq: 2) == [Transcript.say("1", id: "b2")])
  }

  @Test func `the version changes with the memory, and only then`() throws {
    var chat = try begin()
    let before = chat.driver.memoryVersion
    _ = try chat.receive(#"{"type":"user_join","room":"lobby","user":"carol"}"#)
    #expect(chat.driver.memoryVersion == before)
    _ = try chat.hear("one", from: "alice", seq: 1)
    #expect(chat.driver.memoryVersion > before)
  }

  @Test func `a bot does not hear bots unless it asks to`() throws {
    struct Listener: Bot {
      let hearsBots: Bool
      func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
        if case .message(let message) = event { [message.answer("\(message.isBot)")] } else { [] }
      }
    }
    let said =
      #"{"type":"chat_message","room":"lobby","seq":1,"user":"r2","bot":true,"message":"x","at":"2026-01-01T00:00:00.000Z"}"#
    var deaf = try Transcript.loggedIn(Listener(hearsBots: false))
    #expect(try deaf.receive(said).isEmpty)
    var hearing = try Transcript.loggedIn(Listener(hearsBots: true))
    #expect(try hearing.receive(said) == [Transcript.say("true", id: "b1")])
  }
}
