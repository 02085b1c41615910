import Engine
import Testing
import Wire

@Suite struct AccountTests {
  @Test func `a session that logged out cannot be resumed`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    try alice.sends(#"{"type":"logout"}"#)
    try alice.isCut()
    #expect(try alice.returns()["resumed"] == .bool(false))
  }

  @Test func `an operator makes an account for a bot, with a token and no password`() throws {
    let chat = try Chat()
    let token = try chat.provision("echo", bot: true)
    let bot = try chat.guest()
    try bot.sends(#"{"type":"login","token":"\#(token)"}"#)
    #expect(bot.ready?["bot"] == .bool(true))
    let guest = try chat.guest()
    try guest.sends(#"{"type":"login","user":"echo","password":"correct horse"}"#)
    try guest.gets(#"{"type":"error","code":"auth_failed"}"#)
    #expect(throws: Refusal.self) { try chat.provision("ECHO", bot: true) }
    #expect(throws: Refusal.self) { try chat.provision("server", bot: true) }
    #expect(try chat.provision("other", bot: true) != token)
  }
}
