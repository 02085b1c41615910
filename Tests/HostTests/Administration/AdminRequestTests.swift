import Engine
import Host
import Testing
import Wire

@Suite struct AdminRequestTests {
  private static let samples: [(AdminRequest, String)] = [
    (.listUsers(.init()), #"{"do":"list_users","limit":100}"#),
    (.showUser("bob"), #"{"do":"show_user","user":"bob"}"#),
    (.deleteUser("bob"), #"{"do":"delete_user","user":"bob"}"#),
    (.listRooms(.init(limit: 3, cursor: "r7")), #"{"do":"list_rooms","limit":3,"cursor":"r7"}"#),
    (.showRoom("tea"), #"{"do":"show_room","room":"tea"}"#),
    (.eraseUser("alice"), #"{"do":"erase_user","user":"alice"}"#),
    (.deleteRoom("tea"), #"{"do":"delete_room","room":"tea"}"#),
    (
      .setPassword(user: "bob", password: "new horse"),
      #"{"do":"set_password","user":"bob","password":"new horse"}"#
    ),
    (.suspendUser("bob"), #"{"do":"suspend_user","user":"bob"}"#),
    (.unsuspendUser("bob"), #"{"do":"unsuspend_user","user":"bob"}"#),
    (.logOutUser("bob"), #"{"do":"log_out_user","user":"bob"}"#),
    (.removeGuests("tea"), #"{"do":"remove_guests","room":"tea"}"#),
    (.setOwner(room: "tea", user: "bob"), #"{"do":"set_owner","room":"tea","user":"bob"}"#),
    (.listMessages(.room("tea"), .init(limit: 1)), #"{"do":"list_messages","room":"tea","limit":1}"#),
    (.showMessage(.room("tea"), seq: 3), #"{"do":"show_message","room":"tea","seq":3}"#),
    (.deleteMessage(.between("a", "b"), seq: 3), #"{"do":"delete_message","between":["a","b"],"seq":3}"#),
    (
      .createToken(user: "echo", bot: true, label: "CI"),
      #"{"do":"create_token","user":"echo","bot":true,"label":"CI"}"#
    ),
    (.listTokens(user: "echo", .init()), #"{"do":"list_tokens","user":"echo","limit":100}"#),
    (.listTokens(user: nil, .init()), #"{"do":"list_tokens","limit":100}"#),
    (.revokeToken(id: "01"), #"{"do":"revoke_token","id":"01"}"#),
    (.listAudit(user: "bob", .init(limit: 2)), #"{"do":"list_audit","user":"bob","limit":2}"#),
    (.listAudit(user: nil, .init(cursor: "a7")), #"{"do":"list_audit","limit":100,"cursor":"a7"}"#),
    (.createInvitation(uses: 3, days: 9), #"{"do":"create_invitation","uses":3,"days":9}"#),
    (.banAddress("192.0.2.7", seconds: nil), #"{"do":"ban_address","address":"192.0.2.7"}"#),
    (.banAddress("192.0.2.7", seconds: 60), #"{"do":"ban_address","address":"192.0.2.7","seconds":60}"#),
    (.listBans, #"{"do":"list_bans"}"#),
    (.liftBan("192.0.2.7"), #"{"do":"lift_ban","address":"192.0.2.7"}"#),
    (.listInvitations, #"{"do":"list_invitations"}"#),
    (.revokeInvitation(id: "01"), #"{"do":"revoke_invitation","id":"01"}"#),
  ]

  private func parsed(_ text: String) throws -> JSON {
    try JSON.parse(Array(text.utf8), maximumBytes: 1000, maximumDepth: 8)
  }

  @Test func `every request is written to JSON and read from it`() throws {
    for (request, text) in Self.samples {
      #expect(request.json.text == text)
      #expect(try AdminRequest(try parsed(text)) == request)
    }
    #expect(Set(Self.samples.map(\.0.kind)) == Set(AdminRequest.Kind.allCases))
  }

  @Test(arguments: [
    ("[]", "bad_frame", nil), ("{}", "bad_frame", "do"), (#"{"do":"list_userz"}"#, "unknown_type", "do"),
    (#"{"do":"list_users","limit":0}"#, "bad_frame", "limit"),
    (#"{"do":"list_users","limit":1001}"#, "bad_frame", "limit"),
    (#"{"do":"list_users","cursor":7}"#, "bad_frame", "cursor"),
    (#"{"do":"show_user"}"#, "bad_frame", "user"), (#"{"do":"show_room","room":null}"#, "bad_frame", "room"),
    (#"{"do":"show_message","room":"tea"}"#, "bad_frame", "seq"),
    (#"{"do":"show_message","room":"tea","seq":0}"#, "bad_frame", "seq"),
    (#"{"do":"show_message","seq":1}"#, "bad_frame", "room"),
    (#"{"do":"list_messages","room":"tea","between":["a","b"]}"#, "bad_frame", "between"),
    (#"{"do":"list_messages","between":["a"]}"#, "bad_frame", "between"),
    (#"{"do":"create_token","user":"echo","bot":"yes"}"#, "bad_frame", "bot"),
    (#"{"do":"create_invitation","uses":0}"#, "bad_frame", "uses"),
    (#"{"do":"create_invitation","uses":10001}"#, "bad_frame", "uses"),
    (#"{"do":"create_invitation","days":367}"#, "bad_frame", "days"),
    (#"{"do":"set_password","user":"bob"}"#, "bad_frame", "password"),
  ])
  func `a request that is none is refused with the field at fault`(text: String, code: String, field: String?)
    throws
  {
    let chat = try Chat()
    let answer = try chat.host.administer(try parsed(text), at: chat.now)
    #expect(answer["error"]?.string("code") == code)
    #expect(answer["error"]?.string("field") == field)
  }

  /// All elements of a list, which is asked for two at a time.
  private func all(
    _ chat: Chat, _ name: String, _ request: (AdminRequest.Page) -> AdminRequest
  ) throws -> [JSON] {
    var found: [JSON] = []
    var cursor: String?
    repeat {
      let answer = try chat.administer(request(.init(limit: 2, cursor: cursor)))
      #expect(answer.array(name).count <= 2)
      found += answer.array(name)
      cursor = answer.string("cursor")
    } while cursor != nil
    return found
  }

  @Test func `lists have everything once, in a total order, whatever the size of a page`() throws {
    let chat = try Chat()
    let zoe = try chat.user("zoe")
    for name in ["Bob", "alice", "carol"] { _ = try chat.user(name) }
    for room in ["tea", "Lobby", "attic"] { try zoe.joins(room) }
    for number in 1...5 { try zoe.says("\(number)", in: "tea") }
    try zoe.whispers("psst", to: "bob")
    try chat.administer(.deleteMessage(.room("tea"), seq: 2))
    try chat.administer(.deleteUser("carol"))
    let users = try all(chat, "users") { .listUsers($0) }
    #expect(users.map { $0.string("user") } == ["alice", "Bob", "carol", "zoe"])
    #expect(users.map { $0["deleted"] == .bool(true) } == [false, false, true, false])
    #expect(try all(chat, "rooms") { .listRooms($0) }.map { $0.string("room") } == ["attic", "Lobby", "tea"])
    let messages = try all(chat, "messages") { .listMessages(.room("tea"), $0) }
    #expect(messages.map { $0.integer("seq") } == [5, 4, 3, 2, 1])
    #expect(messages.map { $0.string("message") } == ["5", "4", "3", "", "1"])
    let tokens = try all(chat, "tokens") { .listTokens(user: nil, $0) }
    #expect(tokens.map { $0.string("user") } == ["zoe", "Bob", "alice"])
    #expect(try all(chat, "tokens") { .listTokens(user: "ZOE", $0) }.count == 1)
    let pair = try chat.administer(.listMessages(.between("bob", "zoe"), .init()))
    #expect(pair["between"] == .array([.string("zoe"), .string("Bob")]))
    #expect(pair.array("messages").map { $0.string("message") } == ["psst"])
  }

  @Test func `one is shown with what is known of it`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "tea")
    try alice.says("hi", in: "tea")
    let at = #""at":"2026-01-01T00:00:00.000Z""#
    #expect(
      try chat.administer(.showUser("ALICE")).text
        == #"{"user":"alice","bot":false,"online":true,"password":true,"tokens":1,"deleted":false,\#(at),"#
        + #""sessions":1,"rooms":["tea"]}"#)
    #expect(
      try chat.administer(.showRoom("tea")).text
        == #"{"room":"tea","online":1,"seq":1,\#(at),"users":["alice"],"owner":"alice"}"#)
    #expect(
      try chat.administer(.showMessage(.room("TEA"), seq: 1)).text
        == #"{"room":"tea","seq":1,"user":"alice","message":"hi",\#(at)}"#)
  }
}
