import Engine
import Host
import Testing
import Wire

/// Connections that are opened with a token.
@Suite struct OpeningTests {
  private func back(_ session: Client, to chat: Chat, received: Int) throws -> String {
    let name = try #require(session.session)
    return #"{"type":"login","id":"9","resume":{"session":"\#(name)","received":\#(received)}}"#
  }

  /// covers: AUTH-14
  /// a good token.
  @Test func `ready follows hello unasked`() throws {
    let chat = try Chat()
    let token = try chat.provision("echo", bot: true)
    let bot = try chat.guest(Opening(token: token))
    #expect(bot.hello != nil)
    #expect(bot.ready?.string("user") == "echo")
    #expect(bot.ready?["token"] == nil)
    #expect(bot.ready?["re"] == nil)
    try bot.sends(#"{"type":"create_room","room":"lobby","id":"1"}"#)
    try bot.gets(#"{"type":"ok","re":"1"}"#)
  }

  /// covers: AUTH-14
  /// a token that nobody has.
  @Test func `a token that is not valid ends the connection with 4502`() throws {
    let chat = try Chat()
    let bot = try chat.guest(Opening(token: "vbt_made_up"))
    #expect(bot.hello != nil)
    try bot.gets(#"{"type":"error","code":"auth_failed"}"#)
    #expect(bot.closeCode == .loginFailed)
    #expect(bot.ready == nil)
  }

  /// covers: AUTH-15
  /// the token need not be told again.
  @Test func `a session of an opening's token gives way to the one that is resumed`() throws {
    let chat = try Chat(limits: .with { $0[.sessionsPerUser] = 2 })
    let token = try chat.provision("echo", bot: true)
    let alice = try chat.user("alice", in: "lobby")
    let bot = try chat.guest(Opening(token: token))
    try bot.joins("lobby")
    alice.getsAll()
    try bot.isCut()
    try alice.says("one", in: "lobby")
    let again = try chat.guest(Opening(token: token))
    // What comes meanwhile is for both sessions; the one that ends has it for nobody.
    try alice.whispers("psst", to: "echo")
    try again.gets(#"{"type":"private_message"}"#)
    try again.sends(try back(bot, to: chat, received: 1))
    #expect(again.ready?["resumed"] == .bool(true))
    #expect(again.ready?.string("re") == "9")
    try again.gets(#"{"type":"chat_message","message":"one"}"#)
    try again.gets(#"{"type":"private_message","message":"psst"}"#)
    again.getsNothing()
    try again.says("here", in: "lobby")
    try again.gets(#"{"type":"chat_message","user":"echo"}"#)
    #expect(
      alice.getsAll().allSatisfy { $0.string("type") != "user_leave" && $0.string("type") != "user_join" })
    // The session that gave way counts no more.
    #expect(try chat.guest(Opening(token: token)).ready != nil)
  }

  /// covers: AUTH-15
  /// what cannot be resumed.
  @Test func `a session that cannot be resumed begins anew`() throws {
    let chat = try Chat()
    let token = try chat.provision("echo", bot: true)
    let bot = try chat.guest(Opening(token: token))
    let first = bot.session
    // It may even ask for itself.
    try bot.sends(try back(bot, to: chat, received: 0))
    #expect(bot.ready?["resumed"] == .bool(false))
    #expect(bot.session != nil && bot.session != first)
    try bot.sends(#"{"type":"ping","id":"1"}"#)
    try bot.gets(#"{"type":"pong","re":"1"}"#)
    try bot.isCut()
    let again = try chat.guest(Opening(token: token))
    try again.sends(try back(bot, to: chat, received: 1))
    #expect(again.ready?["resumed"] == .bool(true))
  }

  /// covers: AUTH-15
  /// only at first, and only for the same user.
  @Test func `a session that has done something, or another user's, does not give way`() throws {
    let chat = try Chat()
    let token = try chat.provision("echo", bot: true)
    let alice = try chat.user("alice")
    try alice.isCut()
    let bot = try chat.guest(Opening(token: token))
    let name = try #require(alice.session)
    let aliceToken = try #require(alice.token)
    try bot.sends(
      #"{"type":"login","token":"\#(aliceToken)","resume":{"session":"\#(name)","received":0}}"#)
    try bot.gets(#"{"type":"error","code":"forbidden"}"#)
    try bot.sends(#"{"type":"login","token":"\#(token)"}"#)
    try bot.gets(#"{"type":"error","code":"forbidden"}"#)
    try bot.sends(#"{"type":"join","room":"","id":"1"}"#)
    try bot.gets(#"{"type":"error","code":"name_invalid"}"#)
    try bot.sends(#"{"type":"ping","id":"2"}"#)
    try bot.gets(#"{"type":"pong"}"#)
    try bot.sends(try back(bot, to: chat, received: 0))
    try bot.gets(#"{"type":"error","re":"9","code":"forbidden"}"#)
    #expect(bot.isOpen)
  }

  @Test func `only a connection that was opened with a token can resume without one`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    try alice.isCut()
    let guest = try chat.guest()
    try guest.sends(try back(alice, to: chat, received: 0))
    try guest.gets(#"{"type":"error","re":"9","code":"bad_frame","field":"token"}"#)
    let tab = try chat.tab(of: alice)
    try tab.sends(try back(alice, to: chat, received: 0))
    try tab.gets(#"{"type":"error","re":"9","code":"forbidden"}"#)
  }

  @Test func `one session too many takes the place of the oldest`() throws {
    let chat = try Chat(limits: .with { $0[.sessionsPerUser] = 1 })
    let alice = try chat.user("alice")
    let tab = try chat.guest(Opening(token: alice.token))
    #expect(tab.ready?["user"] == .string("alice"))
    // It may have come to resume, and nobody gives way before that is known.
    #expect(alice.closeCode == nil)
    try tab.sends(#"{"type":"ping","id":"1"}"#)
    try tab.gets(#"{"type":"pong","re":"1"}"#)
    #expect(alice.closeCode == .tooManySessions)
    #expect(tab.closeCode == nil)
  }

  @Test func `a browser that was cut resumes by its cookie, also with as many sessions as are allowed`()
    throws
  {
    let chat = try Chat(limits: .with { $0[.sessionsPerUser] = 1 })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try alice.gets(#"{"type":"user_join","user":"bob"}"#)
    try alice.isCut()
    let tab = try chat.guest(Opening(token: alice.token))
    try tab.sends(try back(alice, to: chat, received: 2))
    #expect(tab.ready?["resumed"] == .bool(true))
    bob.getsNothing()
  }
}
