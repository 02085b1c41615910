import Engine
import Host
import Testing
import Wire

@Suite struct PresenceTests {
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

  @Test func `the names in one presence event have a bound, the count has none`() throws {
    let chat = try Chat(limits: .with { ($0[.presenceEach], $0[.userListNames]) = (0, 2) })
    let clients = try (0..<4).map { try chat.user("u\($0)", in: "lobby") }
    try chat.passes(seconds: 1)
    try clients[0].gets(#"{"type":"presence","joined":["u0","u1"],"left":[],"online":4}"#)
  }
}
