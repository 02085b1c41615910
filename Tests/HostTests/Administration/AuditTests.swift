import Engine
import Host
import Store
import Testing
import Wire

@Suite struct AuditTests {
  /// What the log has, the oldest first: what happened, to whom, by whom, where and from where.
  private func audit(_ chat: Chat, about user: String? = nil) throws -> [String] {
    try chat.administer(.listAudit(user: user, .init())).array("audit").reversed().map { entry in
      let actor = entry["by_operator"] == .bool(true) ? "operator" : entry.string("by")
      return [
        entry.string("what"), entry.string("user"), actor, entry.string("room"), entry.string("address"),
      ]
      .map { $0 ?? "-" }.joined(separator: " ")
    }
  }

  private func guest(_ chat: Chat, _ peer: UInt64) throws -> Client {
    try chat.guest(Opening(peer: Peer(peer), address: "192.0.2.\(peer)"))
  }

  private func converse(_ chat: Chat) throws {
    let alice = try guest(chat, 1)
    try alice.sends(#"{"type":"register","user":"alice","password":"correct horse"}"#)
    let stranger = try guest(chat, 2)
    try stranger.sends(#"{"type":"login","user":"ALICE","password":"wrong horse"}"#)
    try stranger.sends(#"{"type":"login","user":"nobody","password":"wrong horse"}"#)
    try stranger.sends(#"{"type":"login","token":"vbt_wrong"}"#)
    try alice.sends(#"{"type":"set_password","old_password":"correct horse","password":"battery staple"}"#)
    _ = try chat.provision("mallory", bot: false)
    try alice.sends(#"{"type":"join","room":"tea"}"#)
    try alice.sends(#"{"type":"chat_message","room":"tea","message":"hi"}"#)
    try alice.sends(#"{"type":"ban","room":"tea","user":"mallory"}"#)
    try alice.sends(#"{"type":"unban","room":"tea","user":"mallory"}"#)
    try chat.administer(.deleteMessage(.room("tea"), seq: 1))
    try chat.administer(.deleteUser("mallory"))
    try chat.administer(.deleteRoom("tea"))
  }

  private static let expected = [
    "account_made alice alice - 192.0.2.1", "token_made alice alice - 192.0.2.1",
    "log_in_failed alice - - 192.0.2.2", "log_in_failed - - - 192.0.2.2", "log_in_failed - - - 192.0.2.2",
    "password_changed alice alice - 192.0.2.1", "tokens_revoked alice alice - 192.0.2.1",
    "account_made mallory operator - -", "token_made mallory operator - -",
    "banned mallory alice tea 192.0.2.1", "unbanned mallory alice tea 192.0.2.1",
    "message_deleted - operator tea -", "account_deleted mallory operator - -",
    "room_deleted - operator tea -",
  ]

  @Test func `it has who did what, to whom, and from where`() throws {
    let chat = try Chat()
    try converse(chat)
    #expect(try audit(chat) == Self.expected)
    #expect(try audit(chat, about: "mallory") == Self.expected.filter { $0.contains("mallory") })
    try chat.restarts()
    #expect(try audit(chat) == Self.expected)
  }

  @Test func `ids of tokens that nobody has leave nothing in it`() throws {
    let chat = try Chat()
    let (alice, bob) = (try chat.user("alice"), try chat.user("bob"))
    let made = try chat.administer(.createToken(user: "alice", bot: false, label: ""))
    let id = try #require(made.string("id"))
    for client in [bob, bob, alice, alice] {
      try client.sends(#"{"type":"revoke_token","token_id":"0123456789abcdef"}"#)
      try client.sends(#"{"type":"revoke_token","token_id":"\#(id)"}"#)
    }
    #expect(try audit(chat).filter { $0.contains("revoked") } == ["token_revoked alice alice - -"])
  }

  @Test func `it has the same where passwords take time`() throws {
    let chat = try Chat(credentials: .live(cost: .init(log2N: 1, r: 1, p: 1)))
    let alice = try guest(chat, 1)
    try alice.sends(#"{"type":"register","user":"alice","password":"correct horse"}"#)
    try chat.works()
    let stranger = try guest(chat, 2)
    try stranger.sends(#"{"type":"login","user":"alice","password":"wrong horse"}"#)
    try chat.works()
    try alice.sends(#"{"type":"set_password","old_password":"wrong horse","password":"battery staple"}"#)
    try chat.works()
    #expect(
      try audit(chat) == Array(Self.expected.prefix(3)) + ["log_in_failed alice - - 192.0.2.1"])
  }

  @Test func `pages go back in time`() throws {
    let chat = try Chat()
    try converse(chat)
    var page = AdminRequest.Page(limit: 4)
    var found: [String] = []
    repeat {
      let answer = try chat.administer(.listAudit(user: nil, page))
      found += answer.array("audit").map { $0.string("what") ?? "" }
      page.cursor = answer.string("cursor")
    } while page.cursor != nil
    #expect(found == Self.expected.reversed().map { String($0.prefix { $0 != " " }) })
  }

  @Test func `an erased user's name and addresses are not in it`() throws {
    let chat = try Chat()
    try converse(chat)
    try chat.administer(.eraseUser("alice"))
    let lines = try audit(chat)
    #expect(lines.count == Self.expected.count + 1 || lines.count == Self.expected.count + 2)
    #expect(!lines.contains { $0.contains("alice") || $0.contains("192.0.2.1") })
    #expect(lines.last == "account_erased (erased 1) operator - -")
  }

  @Test func `it has what the operator does to accounts and addresses`() throws {
    let chat = try Chat()
    _ = try chat.user("alice")
    let before = try audit(chat).count
    try chat.administer(.suspendUser("alice"))
    try chat.administer(.unsuspendUser("alice"))
    try chat.administer(.banAddress("192.0.2.7", seconds: 60))
    #expect(
      try audit(chat).dropFirst(before).map { String($0) } == [
        "account_suspended alice operator - -", "account_unsuspended alice operator - -",
        "operator_request - operator - -",
      ])
  }

  @Test func `refused commands and searches write nothing`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "tea")
    let before = try audit(chat)
    try alice.sends(#"{"type":"ban","room":"tea","user":"nobody"}"#)
    try alice.sends(#"{"type":"search","in":"messages","query":"hi"}"#)
    try alice.sends(#"{"type":"chat_message","room":"tea","message":"hi"}"#)
    #expect(try audit(chat) == before)
  }
}
