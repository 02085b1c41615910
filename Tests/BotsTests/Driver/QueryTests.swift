import Bots
import Engine
import Testing

@Suite("A bot's questions to the server") struct QueryTests {
  private let bot = ScriptedBot { event in
    guard case .message(let message) = event else { return [] }
    return message.text == "who"
      ? [.who(room: "lobby")] : [.search(id: "s1", query: message.text, room: "lobby", from: "bob", limit: 2)]
  }

  @Test func `a search comes back under its id, without what was deleted`() throws {
    var chat = try Transcript.loggedIn(bot)
    #expect(
      try chat.hear("tea", from: "alice", seq: 1) == [
        #"{"type":"search","id":"b1","in":"messages","query":"tea","room":"lobby","from":"bob","limit":2}"#
      ])
    _ = try chat.receive(
      #"""
      {"type":"search","re":"b1","in":"messages","results":[
      {"seq":7,"user":"bob","message":"green tea","at":"2026-01-01T00:00:00.000Z","room":"lobby"},
      {"seq":6,"user":"bob","message":"","at":"2026-01-01T00:00:00.000Z","room":"lobby","deleted":true},
      {"seq":1,"user":"bob","message":"tea","at":"2026-01-01T00:00:00.000Z","with":"bot"}]}
      """#)
    #expect(
      bot.log.events.last
        == .found(
          id: "s1",
          [
            Message("green tea", by: "bob", in: "lobby", seq: 7, at: .virtualStart),
            Message("tea", by: "bob", in: nil, seq: 1, at: .virtualStart),
          ]))
  }

  @Test func `who is in a room comes as when the bot joined`() throws {
    var chat = try Transcript.loggedIn(bot)
    #expect(try chat.hear("who", from: "alice", seq: 1) == [#"{"type":"who","id":"b1","room":"lobby"}"#])
    _ = try chat.receive(#"{"type":"user_list","re":"b1","room":"lobby","users":["bot","alice"]}"#)
    #expect(bot.log.events.last == .joined(room: "lobby", users: ["bot", "alice"]))
  }

  @Test func `a room that is gone is not joined again`() throws {
    var chat = try Transcript.loggedIn(bot, rooms: ["lobby", "tea"])
    _ = try chat.receive(#"{"type":"room_deleted","room":"Lobby"}"#)
    #expect(bot.log.events.last == .removed(room: "Lobby", reason: nil))
    #expect(try chat.logIn() == [Transcript.join("tea", id: "b3")])
  }
}
