import Engine
import Foundation
import Testing

@testable import Bots

@Suite("A room that was deleted") struct LostRoomTests {
  private let bot = ScriptedBot()

  private func deleted() throws -> Transcript {
    var chat = try Transcript.loggedIn(bot, rooms: ["lobby"])
    #expect(try chat.receive(#"{"type":"room_deleted","room":"lobby"}"#).isEmpty)
    return chat
  }

  private func who(_ id: String) -> String { #"{"type":"who","id":"\#(id)","room":"lobby"}"# }

  private func list(re id: String) -> String {
    #"{"type":"user_list","re":"\#(id)","room":"lobby","users":["alice","bot"],"seq":0}"#
  }

  @Test func `is looked for ever more seldom, and joined when somebody has made it again`() throws {
    var chat = try deleted()
    let waits: [Int64] = [1, 2, 4, 8, 16, 30, 30]
    for (index, wait) in waits.enumerated() {
      let id = "b\(index + 2)"
      #expect(chat.wait(wait * 1000 - 1).isEmpty)
      #expect(chat.wait(1) == [who(id)])
      #expect(try chat.refuse(id, "no_such_room").isEmpty)
    }
    #expect(chat.wait(30_000) == [who("b9")])
    #expect(try chat.receive(list(re: "b9")) == [Transcript.join("lobby", id: "b10")])
    #expect(bot.log.events.last == .removed(room: "lobby", reason: nil), "looks are no events")
    _ = try chat.receive(list(re: "b10"))
    #expect(bot.log.events.last == .joined(room: "lobby", users: ["alice", "bot"]))
    #expect(chat.driver.nextDeadline == nil)
  }

  @Test func `is looked for by the next program too, where that is not told to join it`() throws {
    var chat = try deleted()
    let kept = try JSONEncoder().encode(chat.driver.memory)
    var memory = try JSONDecoder().decode(BotMemory.self, from: kept)
    chat.driver = BotDriver(bot: bot, name: "bot", memory: memory)
    #expect(try chat.logIn().isEmpty)
    #expect(chat.wait(1000) == [who("b2")])
    memory.join(["lobby"])
    chat.driver = BotDriver(bot: bot, name: "bot", memory: memory)
    #expect(try chat.logIn() == [Transcript.join("lobby", id: "b2")])
    #expect(try chat.receive(list(re: "b2")).isEmpty)
    #expect(chat.wait(60_000).isEmpty)
  }

  @Test func `is not looked for where the bot has joined it by itself`() throws {
    let bot = ScriptedBot { event in
      if case .ready = event { [.join(room: "lobby")] } else { [] }
    }
    var chat = Transcript(bot)
    #expect(try chat.logIn() == [Transcript.join("lobby", id: "b1")])
    _ = try chat.receive(list(re: "b1"))
    _ = try chat.receive(#"{"type":"room_deleted","room":"lobby"}"#)
    #expect(chat.driver.nextDeadline == nil)
  }
}
