import BotTesting
import Bots
import Testing

@Suite("Echo") struct EchoBotTests {
  @Test(arguments: [
    ("!echo hello", "hello"), ("!echo  two  spaces ", " two  spaces "), ("!echo !echo x", "!echo x"),
    ("!echo /join r", "/join r"), ("!echo 👩‍👩‍👧", "👩‍👩‍👧"),
  ])
  func `what follows the command is said in the same room`(line: String, words: String) async throws {
    try await conversation(with: EchoBot(), rooms: ["lobby", "tea"]) { chat in
      try chat.say(line, in: "tea")
      try chat.expect(words, in: "tea")
    }
  }

  @Test(arguments: ["hello", "!echo", "!echo ", "!echo   ", "!echoes", " !echo x", "!ECHO x"])
  func `other lines get no answer`(line: String) async throws {
    try await conversation(with: EchoBot()) { try $0.say(line) }
  }
}
