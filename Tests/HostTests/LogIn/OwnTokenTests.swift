import Engine
import Host
import Store
import Testing
import Wire

/// What users see of their tokens, and how they revoke them.
@Suite struct OwnTokenTests {
  private func tokens(_ client: Client) throws -> [JSON] {
    client.getsAll()
    try client.sends(#"{"type":"tokens","id":"1"}"#)
    return client.getsAll().last?.array("tokens") ?? []
  }

  private func remembered(_ chat: Chat, from number: UInt64, _ address: String) throws -> Client {
    let client = try chat.guest(Opening(peer: Peer(number), address: address))
    try client.sends(
      #"{"type":"login","user":"alice","password":"\#(Client.password)","remember":true}"#)
    return client
  }

  /// covers: TOK-1
  @Test func `the address is that of the last use, and stays where none is known`() throws {
    let chat = try Chat()
    _ = try chat.user("alice")
    let phone = try remembered(chat, from: 1, "192.0.2.1")
    try chat.passes(seconds: 60)
    let token = try #require(phone.token)
    let desk = try chat.guest(Opening(token: token, peer: Peer(2), address: "192.0.2.2"))
    let used = try tokens(desk)
    #expect(used.map { $0.string("address") } == ["192.0.2.2", nil])
    #expect(used.map { $0["current"] == .bool(true) } == [true, false])
    #expect(used.first?.string("used") == "2026-01-01T00:01:00.000Z")
    #expect(used.first?.string("made") == "2026-01-01T00:00:00.000Z")
    // The server does not know where a session is from that it has ended after a restart.
    try chat.restarts()
    try chat.passes(seconds: 400)
    let again = try chat.guest(Opening(token: token))
    #expect(try tokens(again).first?.string("address") == "192.0.2.2")
    let bytes = chat.host.engine.canonicalBytes
    #expect(try JournalWalk.toTheEnd(of: chat.store, .segments).engine.canonicalBytes == bytes)
  }

  /// covers: TOK-1
  @Test func `a token that has expired is not listed, and an operator's is, with its label`() throws {
    let chat = try Chat(limits: .with { $0[.tokenSeconds] = 3600 })
    let alice = try chat.user("alice")
    try remembered(chat, from: 1, "192.0.2.1").closes()
    try chat.administer(.createToken(user: "alice", bot: false, label: "CI"))
    try chat.passes(seconds: 3601)
    let listed = try tokens(alice)
    #expect(listed.count == 2)
    #expect(listed.contains { $0.string("label") == "CI" && $0["by_operator"] == .bool(true) })
    #expect(listed.contains { $0["current"] == .bool(true) })
  }

  /// covers: TOK-2
  @Test func `a token that an operator made goes too, and its sessions end`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let made = try chat.administer(.createToken(user: "alice", bot: false, label: ""))
    let token = try #require(made.string("token"))
    let program = try chat.guest(Opening(token: token))
    try alice.sends(#"{"type":"revoke_token","id":"1","token_id":"\#(try #require(made.string("id")))"}"#)
    try alice.gets(#"{"type":"ok"}"#)
    #expect(program.closeCode == .revoked)
    #expect(try chat.guest(Opening(token: token)).ready == nil)
    #expect(try tokens(alice).count == 1)
  }

  /// covers: TOK-3
  @Test func `an id is written in digits alone`() throws {
    let alice = try Chat().user("alice")
    for id in [
      "+000000000000000", "-000000000000000", "0x00000000000000", "000000000000000", " 00000000000000",
    ] {
      alice.getsAll()
      try alice.sends(#"{"type":"revoke_token","id":"1","token_id":"\#(id)"}"#)
      #expect(alice.getsAll().last?.string("code") == "no_such_token")
    }
  }
}
