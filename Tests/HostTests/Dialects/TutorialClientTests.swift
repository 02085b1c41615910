import Engine
import Host
import Testing
import Wire

/// What scenarios cannot show: how often an event is encoded, log-in by token, and what is left behind.
@Suite("The tutorials' clients") struct TutorialClientTests {
  private static let chat = Dialect.tutorialChat(room: "lobby")

  @Test func `a token that is not right leaves a guest, who is told`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let guest = try chat.client(Opening(token: "made up", dialect: Self.chat))
    try guest.gets(#"{"type":"chat_message","user":"server","code":"auth_failed"}"#)
    try guest.gets(#"{"type":"user_list","users":["alice"]}"#)
    guest.getsNothing()
    alice.getsNothing()
  }

  @Test func `an event is encoded once for each shape, however many receive it`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    for dialect in [Self.chat, Self.chat, .tutorialNotification(room: "lobby")] {
      _ = try chat.client(Opening(dialect: dialect))
    }
    try chat.host.receive(
      Array(#"{"type":"chat_message","room":"lobby","message":"hi"}"#.utf8), from: alice.connection,
      at: chat.now)
    let receivers = try chat.host.commit().map { outgoing -> Int in
      guard case .sendToMany(_, let receivers) = outgoing else { return 0 }
      return receivers.count
    }
    #expect(receivers == [1, 2, 1])
  }

  @Test func `nothing is kept for a client that cannot resume`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let tutorial = try chat.client(Opening(token: alice.token, dialect: Self.chat))
    tutorial.getsAll()
    let sessions = { chat.host.engine.isOnline(UserID(1)) }
    try alice.closes()
    #expect(sessions())
    try chat.cut(tutorial.connection)
    #expect(!sessions())
  }

  @Test func `a restart ends the sessions of the tutorials' clients and keeps the others`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob")
    let token = try #require(bob.token)
    try bob.closes()
    _ = try chat.client(Opening(token: token, dialect: Self.chat))
    try alice.gets(#"{"type":"user_join","user":"bob"}"#)
    try chat.restarts()
    #expect(chat.host.engine.isOnline(UserID(1)))
    #expect(!chat.host.engine.isOnline(UserID(2)))
    try alice.returns()
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
  }

  @Test func `one session too many takes the place of the oldest`() throws {
    let chat = try Chat(limits: .with { $0[.sessionsPerUser] = 1 })
    let alice = try chat.user("alice", in: "lobby")
    let second = try chat.client(Opening(token: alice.token, dialect: Self.chat))
    try second.gets(#"{"type":"user_list","users":[]}"#)
    #expect(alice.closeCode == .tooManySessions)
    #expect(second.closeCode == nil)
  }
}
