import Engine
import Host
import Testing
import Wire

@Suite struct PresenceTests {
  @Test func `a second tab is no second arrival, and its end no leave`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try alice.gets(#"{"type":"user_join","user":"bob"}"#)
    let tab = try chat.tab(of: bob)
    try tab.sends(#"{"type":"join","room":"lobby"}"#)
    try tab.gets(#"{"users":["alice","bob"],"online":2}"#)
    try bob.closes()
    alice.getsNothing()
    try tab.closes()
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
  }

  @Test(arguments: [true, false])
  func `who leaves with one tab is still there with the other`(closes: Bool) throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    let tab = try chat.tab(of: bob)
    try tab.joins("lobby")
    try tab.sends(#"{"type":"leave","room":"lobby"}"#)
    try alice.gets(#"{"type":"user_join"}"#)
    alice.getsNothing()
    if closes { try bob.closes() } else { try bob.sends(#"{"type":"leave","room":"lobby"}"#) }
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
  }

  @Test func `a goodbye ends the session at once, a cut only after resume_seconds`() throws {
    let chat = try Chat(limits: .with { ($0[.resumeSeconds], $0[.unusedAccountSeconds]) = (30, 0) })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    let carol = try chat.user("carol", in: "lobby")
    alice.getsAll()
    try carol.closes()
    try alice.gets(#"{"type":"user_leave","user":"carol"}"#)
    try bob.isCut()
    try chat.passes(milliseconds: 29_999)
    alice.getsNothing()
    try chat.passes(milliseconds: 1)
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
    #expect(chat.host.nextDeadline == nil)
  }

  @Test func `a cut with nothing to resume for is a goodbye`() throws {
    let chat = try Chat(limits: .with { $0[.resumeSeconds] = 0 })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try alice.gets(#"{"type":"user_join"}"#)
    try bob.isCut()
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
    #expect(try bob.returns()["resumed"] == .bool(false))
  }

  @Test func `what falls due late is told before what came later`() throws {
    let chat = try Chat(limits: .with { $0[.resumeSeconds] = 30 })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try bob.isCut()
    chat.oversleeps(milliseconds: 31_000)
    try alice.says("hi", in: "lobby")
    try alice.gets(#"{"type":"user_join"}"#)
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
    try alice.gets(#"{"type":"chat_message","at":"2026-01-01T00:00:31.000Z"}"#)
  }

  @Test func `a search for users says who is online`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let bob = try chat.user("albert")
    _ = try chat.provision("alfred", bot: true)
    try bob.closes()
    try alice.sends(#"{"type":"search","in":"users","query":"AL"}"#)
    try alice.gets(
      #"{"results":[{"user":"albert","online":false},{"user":"alfred","bot":true},{"user":"alice","online":true}]}"#
    )
  }
}
