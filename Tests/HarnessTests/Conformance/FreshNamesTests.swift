import Harness
import ScenarioLanguage
import Testing

@testable import LiveStage

/// Names that nobody else on a server has.
@Suite struct FreshNamesTests {
  private let names: FreshNames

  init() throws {
    let text = """
      title: T
      users: alice bob

      alice > /join lobby
      alice < user_list
      alice >json {"type":"private_message","to":"bob","message":"hi bob, user"}

      """
    let scenario = try #require(ScenarioTexts(text).load().scenarios.first)
    names = FreshNames(for: scenario, serial: "s1")
  }

  private func outgoing(_ text: String) -> String {
    String(decoding: names.outgoing(Array(text.utf8)), as: UTF8.self)
  }

  private func incoming(_ text: String) -> String {
    String(decoding: names.incoming(Array(text.utf8)), as: UTF8.self)
  }

  @Test func `names get an ending on their way out, also in texts, and fields do not`() {
    #expect(
      outgoing(#"{"type":"private_message","to":"bob","message":"hi bob, user"}"#)
        == #"{"type":"private_message","to":"bob-s1","message":"hi bob-s1, user"}"#)
    #expect(outgoing(#"{"line":"/join Lobby"}"#) == #"{"line":"/join Lobby-s1"}"#)
    #expect(outgoing(#"{"alice":"lobbyist"}"#) == #"{"alice":"lobbyist"}"#)
    #expect(names.fresh("alice") == "alice-s1")
    #expect(names.fresh("carol") == "carol")
  }

  @Test func `the ending is taken away on the way in`() {
    let frame = #"{"type":"chat_message","room":"lobby-s1","user":"bob-s1","message":"hi alice-s1"}"#
    #expect(incoming(frame) == #"{"type":"chat_message","room":"lobby","user":"bob","message":"hi alice"}"#)
    #expect(incoming(#"{"type":"pong"}"#) == #"{"type":"pong"}"#)
  }

  @Test func `what a list says of others is taken out`() {
    #expect(
      incoming(#"{"type":"room_list","rooms":[{"room":"lobby-s0"},{"room":"lobby-s1"}]}"#)
        == #"{"type":"room_list","rooms":[{"room":"lobby"}]}"#)
    #expect(
      incoming(#"{"type":"search","results":[{"user":"zoe","online":true}]}"#)
        == #"{"type":"search","results":[]}"#)
  }

  @Test func `what is no text goes out as it is`() {
    #expect(names.outgoing([0xff, 0x61]) == [0xff, 0x61])
  }
}
