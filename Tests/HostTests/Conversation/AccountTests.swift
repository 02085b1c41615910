import Engine
import Testing
import Wire

@Suite struct AccountTests {
  @Test func `hello comes first, then whatever was asked for`() throws {
    let chat = try Chat(limits: .with { $0[.messageCharacters] = 7 })
    let guest = try chat.guest()
    let hello = try #require(guest.hello)
    #expect(hello["protocol"] == .string("verbatim.v1"))
    #expect(hello["clock"] == .string("virtual"))
    #expect(hello["now"] == .string("2026-01-01T00:00:00.000Z"))
    #expect(hello["limits"]?["message_characters"] == .integer(7))
    guest.getsNothing()
  }

  @Test func `whoever registers is logged in and gets a token`() throws {
    let chat = try Chat()
    let alice = try chat.guest()
    try alice.sends(#"{"type":"register","user":"Alice","password":"correct horse","id":"1"}"#)
    let ready = try #require(alice.ready)
    #expect(ready.string("re") == "1")
    #expect(ready.string("user") == "Alice")
    #expect(ready["bot"] == .bool(false))
    #expect(ready["resumed"] == .bool(false))
    let again = try chat.tab(of: alice)
    #expect(again.ready?.string("user") == "Alice")
    #expect(again.ready?["token"] == nil)
    #expect(again.session != alice.session)
  }

  @Test func `a password is right or the log-in fails, and nobody learns who exists`() throws {
    let chat = try Chat()
    _ = try chat.user("alice")
    let guest = try chat.guest()
    var refusals: [String] = []
    for (user, password) in [("alice", "wrong horse"), ("bob", "correct horse"), ("", ""), ("alice", "")] {
      try guest.sends(#"{"type":"login","user":"\#(user)","password":"\#(password)","id":"1"}"#)
      refusals.append(try guest.gets(#"{"type":"error","re":"1","code":"auth_failed"}"#).text)
    }
    try guest.sends(#"{"type":"login","token":"token-999","id":"1"}"#)
    refusals.append(try guest.gets(#"{"type":"error","code":"auth_failed"}"#).text)
    #expect(Set(refusals).count == 1)
    try guest.sends(#"{"type":"login","user":"ALICE","password":"correct horse"}"#)
    #expect(guest.ready?.string("user") == "alice")
  }

  @Test(arguments: ["alice", "ALICE", "\u{e9}", "e\u{301}", "\u{c9}"])
  func `a name is given once, whatever its case and normalisation`(name: String) throws {
    let chat = try Chat()
    _ = try chat.user("alice")
    _ = try chat.user("\u{e9}")
    let guest = try chat.guest()
    try guest.sends(#"{"type":"register","user":"\#(name)","password":"correct horse"}"#)
    try guest.gets(#"{"type":"error","code":"name_taken","field":"user"}"#)
    #expect(guest.ready == nil)
  }

  @Test func `a password has a least and a greatest length in bytes`() throws {
    let chat = try Chat(limits: .with { ($0[.passwordBytesAtLeast], $0[.passwordBytes]) = (8, 12) })
    let guest = try chat.guest()
    for (password, code) in [
      ("1234567", "bad_frame"), ("", "bad_frame"), ("1234567890123", "too_large"), ("ééééééé", "too_large"),
    ] {
      try guest.sends(#"{"type":"register","user":"alice","password":"\#(password)","id":"1"}"#)
      try guest.gets(#"{"type":"error","re":"1","code":"\#(code)","field":"password"}"#)
    }
    try guest.sends(#"{"type":"register","user":"alice","password":"éééé"}"#)
    #expect(guest.ready != nil)
    for (password, code) in [("short", "bad_frame"), ("1234567890123", "too_large")] {
      try guest.sends(#"{"type":"set_password","old_password":"éééé","password":"\#(password)"}"#)
      try guest.gets(#"{"type":"error","code":"\#(code)","field":"password"}"#)
    }
    try guest.sends(#"{"type":"set_password","old_password":"éééé","password":"123456789012","id":"1"}"#)
    try guest.gets(#"{"type":"ok","re":"1"}"#)
  }

  @Test func `a password can be changed by whoever knows it`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    try alice.sends(#"{"type":"set_password","old_password":"wrong","password":"battery staple","id":"1"}"#)
    try alice.gets(#"{"type":"error","re":"1","code":"auth_failed"}"#)
    try alice.sends(
      #"{"type":"set_password","old_password":"correct horse","password":"battery staple","id":"2"}"#)
    try alice.gets(#"{"type":"ok","re":"2"}"#)
    let guest = try chat.guest()
    try guest.sends(#"{"type":"login","user":"alice","password":"correct horse"}"#)
    try guest.gets(#"{"type":"error","code":"auth_failed"}"#)
    try guest.sends(#"{"type":"login","user":"alice","password":"battery staple"}"#)
    #expect(guest.ready != nil)
  }

  @Test func `logging out leaves everything and makes a guest`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try alice.gets(#"{"type":"user_join"}"#)
    try alice.sends(#"{"type":"logout","id":"1"}"#)
    try alice.gets(#"{"type":"ok","re":"1"}"#)
    try bob.gets(#"{"type":"user_leave","user":"alice"}"#)
    try bob.says("is she gone?", in: "lobby")
    try bob.whispers("are you there?", to: "alice")
    alice.getsNothing()
    try alice.says("no", in: "lobby")
    try alice.gets(#"{"type":"error","code":"auth_required"}"#)
    try alice.sends(#"{"type":"logout"}"#)
    try alice.gets(#"{"type":"error","code":"auth_required"}"#)
    // The same connection can log in again, as somebody else too.
    try alice.sends(#"{"type":"login","token":"\#(try #require(bob.token))"}"#)
    #expect(alice.ready?.string("user") == "bob")
  }

  @Test func `a session that logged out cannot be resumed`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    try alice.sends(#"{"type":"logout"}"#)
    try alice.isCut()
    #expect(try alice.returns()["resumed"] == .bool(false))
  }

  @Test func `who is logged in cannot register or log in`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    try alice.sends(#"{"type":"register","user":"bob","password":"correct horse"}"#)
    try alice.gets(#"{"type":"error","code":"forbidden"}"#)
    try alice.sends(#"{"type":"login","user":"alice","password":"correct horse"}"#)
    try alice.gets(#"{"type":"error","code":"forbidden"}"#)
  }

  @Test func `one session too many takes the place of one that was cut, or of the oldest`() throws {
    let chat = try Chat(limits: .with { $0[.sessionsPerUser] = 2 })
    let alice = try chat.user("alice", in: "lobby")
    let second = try chat.tab(of: alice)
    // Resuming a session needs no new one.
    try second.isCut()
    #expect(try second.returns(as: alice)["resumed"] == .bool(true))
    try second.isCut()
    let third = try chat.tab(of: alice)
    #expect(third.ready != nil)
    alice.getsNothing()
    #expect(try second.returns(as: alice)["resumed"] == .bool(false))
    #expect(alice.closeCode == .tooManySessions)
    #expect(third.closeCode == nil)
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

  @Test func `a guest who logs in is then present in the rooms that it was reading`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob")
    try bob.closes()
    let guest = try chat.guest()
    try guest.joins("lobby")
    alice.getsNothing()
    try guest.sends(#"{"type":"login","token":"\#(try #require(bob.token))"}"#)
    try alice.gets(#"{"type":"user_join","user":"bob"}"#)
    guest.getsNothing()
    try alice.says("hi", in: "lobby")
    try guest.gets(#"{"type":"chat_message","message":"hi"}"#)
    guest.getsNothing()
  }
}
