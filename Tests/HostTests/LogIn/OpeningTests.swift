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
