import Bots
import Testing

@Suite("Echo") struct EchoBotTests {
  @Test(arguments: [
    ("!echo hello", "hello"), ("!echo  two  spaces ", " two  spaces "), ("!echo !echo x", "!echo x"),
    ("!echo /join r", "/join r"), ("!echo 👩‍👩‍👧", "👩‍👩‍👧"),
  ])
  func `what follows the command is said in the same room`(line: String, words: String) {
    var bot = EchoBot()
    #expect(bot.handle(.said(line, in: "tea"), in: .at(0)) == [.say(words, room: "tea")])
  }

  @Test(arguments: ["hello", "!echo", "!echo ", "!echo   ", "!echoes", " !echo x", "!ECHO x", ""])
  func `other lines get no answer`(line: String) {
    var bot = EchoBot()
    #expect(bot.handle(.said(line), in: .at(0)).isEmpty)
  }

  @Test func `a private message comes back privately`() {
    var bot = EchoBot()
    #expect(bot.handle(.whispered("psst", by: "carol"), in: .at(0)) == [.privateMessage("psst", to: "carol")])
  }
}
