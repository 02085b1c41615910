import BotTesting
import Bots
import Testing

@Suite("Conversations") struct ConversationTests {
  @Test func `a bot is spoken to in a room and privately`() async throws {
    try await conversation(with: EchoBot()) { chat in
      try chat.say("!echo hi")
      try chat.expect("hi")
      try chat.say("x", by: "bob", in: "tea")
      try chat.whisper("psst")
      try chat.expectWhisper("psst")
      try chat.whisper("and you", by: "bob")
      try chat.expectWhisper(/you/, to: "bob")
      try chat.expectNothing()
      try chat.advance(.hours(24))
      try chat.cut()
      try chat.say("!echo are you there")
      try chat.expectNothing()
      try chat.resume()
      try chat.expect("are you there")
      try chat.crashServer()
      try chat.restartServer()
      try chat.say("!echo still")
      try chat.expect { $0.count == 5 }
    }
  }
}
