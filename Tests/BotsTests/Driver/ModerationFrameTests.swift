import Engine
import Synchronization
import Testing

@testable import Bots

/// What the driver makes of what a room's owner and moderators do.
@Suite("A bot and moderators") struct ModerationFrameTests {
  @Test(arguments: ["user_kicked", "user_banned"])
  func `a bot that is taken out of a room is told, and does not go back by itself`(type: String) throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot, rooms: ["lobby", "tea"])
    _ = try chat.receive(
      #"{"type":"\#(type)","room":"lobby","user":"BOT","by":"alice","reason":"spam"}"#)
    #expect(bot.log.events.last == .removed(room: "lobby", reason: "spam"))
    #expect(chat.driver.rooms == ["tea"])
    let told = bot.log.events.count
    _ = try chat.receive(#"{"type":"\#(type)","room":"tea","user":"bob","by":"alice"}"#)
    #expect(bot.log.events.count == told)
    #expect(chat.driver.rooms == ["tea"])
    #expect(try chat.logIn() == [Transcript.join("tea", id: "b3")])
  }

  @Test func `an invitation is told, and is no entrance by itself`() throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    #expect(
      try chat.receive(#"{"type":"invited","room":"tea","user":"bot","by":"alice"}"#).isEmpty)
    #expect(bot.log.events.last == .invited(room: "tea", by: "alice"))
  }

  @Test func `roles are those of the list until they change`() throws {
    let bot = RoleBot()
    var chat = try Transcript.loggedIn(bot)
    func roles() throws -> [String] {
      _ = chat.wait(0)
      _ = try chat.receive(#"{"type":"user_join","room":"tea","user":"dave"}"#)
      return bot.log.withLock { $0 }
    }
    #expect(try roles() == ["member", "member"])
    _ = try chat.receive(
      #"{"type":"user_list","room":"Tea","users":["alice","bob"],"seq":0,"owner":"alice","moderators":["bob"]}"#
    )
    #expect(try roles() == ["owner", "moderator"])
    _ = try chat.receive(#"{"type":"role","room":"tea","user":"bob","role":"member","by":"alice"}"#)
    #expect(try roles() == ["owner", "member"])
    _ = try chat.receive(#"{"type":"role","room":"tea","user":"bob","role":"owner","by":"alice"}"#)
    _ = try chat.receive(#"{"type":"role","room":"tea","user":"alice","role":"moderator","by":"alice"}"#)
    #expect(try roles() == ["moderator", "owner"])
    _ = try chat.receive(#"{"type":"role","room":"tea","user":"alice","role":"emperor"}"#)
    #expect(try roles() == ["moderator", "owner"])
    _ = try chat.receive(#"{"type":"user_list","room":"tea","users":["alice","bob"],"seq":0}"#)
    #expect(try roles() == ["member", "member"])
  }

  /// Notes the roles of alice and bob in the room at each event.
  private struct RoleBot: Bot {
    final class Log: Sendable {
      private let kept = Mutex<[String]>([])

      func withLock<Result>(_ body: (inout sending [String]) -> sending Result) -> Result {
        kept.withLock(body)
      }
    }

    let log = Log()

    mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
      let roles = ["alice", "bob"].map { context.role(of: $0, in: "tea").rawValue }
      log.withLock { $0 = roles }
      return []
    }
  }
}
