import Engine
import Host
import Store
import Testing
import Wire

@Suite struct TokenTests {
  private func tokens(_ chat: Chat, of user: String? = nil) throws -> [JSON] {
    try chat.administer(.listTokens(user: user, .init())).array("tokens")
  }

  private func logIn(_ chat: Chat, _ token: String) throws -> Client {
    let client = try chat.guest()
    try client.sends(#"{"type":"login","token":"\#(token)"}"#)
    return client
  }

  /// covers: ADM-1
  @Test func `the token that a registration made is one like others`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let id = try #require(tokens(chat, of: "alice").first?.string("id"))
    try chat.administer(.revokeToken(id: id))
    #expect(alice.closeCode == .revoked)
  }

  @Test func `a list of tokens says what they are for and not what they are`() throws {
    let chat = try Chat()
    let answer = try chat.administer(.createToken(user: "echo", bot: true, label: "CI"))
    let token = try #require(answer.string("token"))
    #expect(answer["new_account"] == .bool(true))
    let again = try chat.administer(.createToken(user: "echo", bot: false, label: ""))
    #expect(again["new_account"] == .bool(false))
    let listed = try tokens(chat)
    #expect(listed.count == 2)
    let first = try #require(listed.first { $0.string("label") == "CI" })
    #expect(first.matches(answer.without("token", "new_account")))
    #expect(first.string("at") == "2026-01-01T00:00:00.000Z")
    #expect(!listed.contains { $0.text.contains(token) })
  }

  @Test(
    arguments: [
      (AdminRequest.createToken(user: "alice", bot: true, label: ""), "forbidden"),
      (.createToken(user: "two words", bot: true, label: ""), "name_invalid"),
      (.createToken(user: "server", bot: true, label: ""), "name_invalid"),
      (.createToken(user: "echo", bot: true, label: "a\nb"), "bad_frame"),
      (.createToken(user: "alice", bot: false, label: String(repeating: "x", count: 5000)), "too_large"),
      (.revokeToken(id: "0123456789abcdef"), "no_such_token"),
      (.revokeToken(id: "short"), "no_such_token"),
      (.listTokens(user: "nobody", .init()), "no_such_user"),
      (.showUser("nobody"), "no_such_user"), (.deleteUser("nobody"), "no_such_user"),
      (.showRoom("nowhere"), "no_such_room"), (.deleteRoom("nowhere"), "no_such_room"),
      (.revokeInvitation(id: "0123456789abcdef"), "invitation_invalid"),
      (.banAddress("example.org", seconds: nil), "bad_frame"),
      (.banAddress("1.2.3.4/33", seconds: nil), "bad_frame"),
      (.banAddress("127.0.0.1", seconds: nil), "forbidden"),
      (.banAddress("192.0.2.7", seconds: 0), "bad_frame"),
      (.liftBan("192.0.2.7"), "bad_frame"),
      (.setPassword(user: "nobody", password: "new horse"), "no_such_user"),
      (.setPassword(user: "alice", password: "short"), "bad_frame"),
      (.setPassword(user: "alice", password: String(repeating: "x", count: 1025)), "too_large"),
      (.suspendUser("nobody"), "no_such_user"), (.unsuspendUser("nobody"), "no_such_user"),
      (.logOutUser("nobody"), "no_such_user"), (.removeGuests("nowhere"), "no_such_room"),
      (.setOwner(room: "nowhere", user: "alice"), "no_such_room"),
      (.setOwner(room: "lobby", user: "nobody"), "no_such_user"),
      (.listMessages(.room("nowhere"), .init()), "no_such_room"),
      (.listMessages(.between("alice", "nobody"), .init()), "no_such_user"),
      (.showMessage(.room("lobby"), seq: 2), "no_such_message"),
      (.deleteMessage(.room("lobby"), seq: 0), "no_such_message"),
      (.deleteMessage(.between("alice", "alice"), seq: 1), "no_such_message"),
      (.listUsers(.init(cursor: "r1")), "cursor_invalid"), (.listRooms(.init(cursor: "")), "cursor_invalid"),
      (.listTokens(user: nil, .init(cursor: "t1")), "cursor_invalid"),
      (.listMessages(.room("lobby"), .init(cursor: "m-1")), "cursor_invalid"),
    ] as [(AdminRequest, String)])
  func `a request that cannot be done is refused and changes nothing`(request: AdminRequest, code: String)
    throws
  {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try alice.says("hi", in: "lobby")
    let end = chat.store.journalEnd
    let bytes = chat.host.engine.canonicalBytes
    let answer = try chat.administer(request)
    #expect(answer["error"]?.string("code") == code)
    #expect(AdminAnswer.refusal(in: answer)?.code == code)
    #expect(chat.store.journalEnd == end)
    #expect(chat.host.engine.canonicalBytes == bytes)
  }
}

extension JSON {
  /// The object without some of its members.
  fileprivate func without(_ names: String...) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { !names.contains($0.name) })
  }
}
