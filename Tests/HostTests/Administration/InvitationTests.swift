import Engine
import Host
import Store
import Testing
import Wire

/// Who may register, and what guests may do.
@Suite struct InvitationTests {
  private static let invalid = #"{"type":"error","code":"invitation_invalid","field":"invitation"}"#

  private func register(_ chat: Chat, _ name: String, with code: String?) throws -> Client {
    let client = try chat.guest()
    let field = code.map { #","invitation":"\#($0)""# } ?? ""
    try client.sends(#"{"type":"register","user":"\#(name)","password":"\#(Client.password)"\#(field)}"#)
    return client
  }

  private func invite(_ chat: Chat, uses: Int = 1, days: Int = 1) throws -> (code: String, id: String) {
    let made = try chat.administer(.createInvitation(uses: uses, days: days))
    return (try #require(made.string("invitation")), try #require(made.string("id")))
  }

  private func listed(_ chat: Chat) throws -> [String?] {
    try chat.administer(.listInvitations).array("invitations").map { $0.string("id") }
  }

  /// covers: AUTH-19 AUTH-20
  @Test func `an invitation is good for as many as it says, also after a restart`() throws {
    let chat = try Chat(limits: .with { $0[.registration] = 1 })
    let invitation = try invite(chat, uses: 2)
    try register(chat, "alice", with: nil).gets(Self.invalid)
    #expect(try register(chat, "alice", with: invitation.code).ready != nil)
    let bytes = chat.host.engine.canonicalBytes
    #expect(try JournalWalk.toTheEnd(of: chat.store, .segments).engine.canonicalBytes == bytes)
    #expect(try Engine(canonicalBytes: bytes).canonicalBytes == bytes)
    #expect(!String(decoding: bytes, as: UTF8.self).contains(invitation.code))
    try chat.restarts()
    // A name that is taken costs nothing of it.
    try register(chat, "alice", with: invitation.code).gets(#"{"type":"error","code":"name_taken"}"#)
    #expect(try listed(chat) == [invitation.id])
    #expect(try register(chat, "bob", with: invitation.code).ready != nil)
    #expect(try listed(chat).isEmpty)
    try register(chat, "carol", with: invitation.code).gets(Self.invalid)
  }

  /// covers: AUTH-20
  @Test func `an invitation ends with its time, and when it is revoked`() throws {
    let chat = try Chat(limits: .with { $0[.registration] = 1 })
    let (first, second) = (try invite(chat), try invite(chat, days: 2))
    #expect(first.code != second.code)
    try chat.administer(.revokeInvitation(id: first.id))
    try register(chat, "alice", with: first.code).gets(Self.invalid)
    try chat.passes(seconds: 2 * 86_400 - 1)
    #expect(try listed(chat) == [second.id])
    try chat.passes(seconds: 1)
    #expect(try listed(chat).isEmpty)
    try register(chat, "alice", with: second.code).gets(Self.invalid)
  }

  @Test func `two who register at once with an invitation for one are not both let in`() throws {
    var credentials = Credentials.simulated
    credentials.areInstant = false
    let chat = try Chat(limits: .with { $0[.registration] = 1 }, credentials: credentials)
    let invitation = try invite(chat)
    let one = try register(chat, "alice", with: invitation.code)
    let other = try register(chat, "bob", with: invitation.code)
    try chat.works()
    #expect(one.ready != nil && other.ready == nil)
    try other.gets(Self.invalid)
  }

  @Test func `there are only so many invitations`() throws {
    let chat = try Chat()
    for _ in 1...1000 { _ = try invite(chat) }
    let refused = try chat.administer(.createInvitation(uses: 1, days: 1))
    #expect(refused["error"]?.string("code") == "too_many")
    try chat.passes(seconds: 86_400)
    _ = try invite(chat)
    #expect(try listed(chat).count == 1)
  }

  @Test func `who is let in by an operator needs no invitation`() throws {
    let chat = try Chat(limits: .with { $0[.registration] = 0 })
    let token = try chat.provision("echo", bot: true)
    let echo = try chat.guest()
    try echo.sends(#"{"type":"login","token":"\#(token)"}"#)
    #expect(echo.ready != nil)
    try register(chat, "alice", with: nil).gets(#"{"type":"error","code":"registration_closed"}"#)
  }

  @Test func `rooms are listed to nobody without an account where there are no guests`() throws {
    let chat = try Chat(limits: .with { $0[.guests] = 0 })
    #expect(throws: Refusal.self) { try chat.host.listRooms(limit: nil, cursor: nil) }
    // A client of a tutorial is for a room that it may not enter.
    let client = try chat.client(Opening(dialect: try #require(try Dialect(path: "/ws/chat/lobby/"))))
    #expect(client.closeCode == .banned)
  }
}
