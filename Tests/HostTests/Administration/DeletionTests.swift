import Host
import Store
import Testing
import Wire

@testable import Engine

/// What is left after an operator's deletions; what clients are told at once is in the checks of the conformance suite.
@Suite struct DeletionTests {
  /// Checks that the state comes back from the store, by its journal alone and by its snapshot.
  private func expectRecovery(_ chat: Chat) throws {
    let bytes = chat.host.engine.canonicalBytes
    #expect(try Recovery.find(in: chat.store).engine.canonicalBytes == bytes)
    #expect(try JournalWalk.toTheEnd(of: chat.store, .segments).engine.canonicalBytes == bytes)
    #expect(try Engine(canonicalBytes: bytes).canonicalBytes == bytes)
  }

  private func search(_ client: Client, _ query: String) throws -> [JSON] {
    client.getsAll()
    try client.sends(#"{"type":"search","in":"messages","query":"\#(query)"}"#)
    return client.getsAll().last?.array("results") ?? []
  }

  @Test(
    arguments: [
      (.deleteMessage(.room("LOBBY"), seq: 1), #"{"deleted":{"room":"lobby","seq":1}}"#),
      (.deleteRoom("LOBBY"), #"{"deleted":{"room":"lobby"}}"#),
    ] as [(AdminRequest, String)], [false, true])
  func `what is deleted is found by nobody, whether it was indexed or not, and the state comes back`(
    deletion: (request: AdminRequest, answer: String), indexed: Bool
  ) throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try chat.user("bob", in: "lobby").isCut()
    try alice.says("a sëcret of all", in: "lobby")
    try alice.whispers("a sëcret of two", to: "bob")
    if indexed { #expect(try search(alice, "secret").count == 2) }
    #expect(try chat.administer(deletion.request).text == deletion.answer)
    #expect(try search(alice, "secret").map { $0.string("with") } == ["bob"])
    #expect(!String(decoding: chat.host.engine.canonicalBytes, as: UTF8.self).contains("cret of all"))
    try expectRecovery(chat)
    // What may still be sent again is not kept for ever.
    try chat.passes(seconds: 3600)
    try chat.guest().sends(#"{"type":"ping"}"#)
    let room = try #require(chat.host.engine.rooms.values.first)
    #expect(!room.isDeleted || room.log.entries.isEmpty)
    try expectRecovery(chat)
  }

  @Test func `to delete again is no error where the message is gone, and one where the user is`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try bob.says("bye", in: "lobby")
    let answer = try chat.administer(.deleteMessage(.room("lobby"), seq: 1))
    alice.getsAll()
    #expect(try chat.administer(.deleteMessage(.room("lobby"), seq: 1)) == answer)
    alice.getsNothing()
    #expect(try chat.administer(.deleteUser("Bob")).text == #"{"deleted":{"user":"bob"}}"#)
    try expectRecovery(chat)
    #expect(try chat.administer(.deleteUser("bob"))["error"]?.string("code") == "no_such_user")
    #expect(try chat.administer(.createToken(user: "bob", bot: false, label: ""))["token"] == nil)
  }

  /// covers: ADM-2 ADM-3 ADM-4
  @Test func `a deleted private message loses its text for both, and nobody else hears of it`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    let carol = try chat.user("carol", in: "lobby")
    let tab = try chat.tab(of: alice)
    for client in [alice, bob, carol, tab] { client.getsAll() }
    try bob.isCut()
    try tab.isCut()
    try alice.whispers("secret", to: "bob")
    try alice.whispers("other", to: "bob")
    try alice.whispers("secret", to: "alice")
    alice.getsAll()
    try chat.administer(.deleteMessage(.between("BOB", "alice"), seq: 1))
    try alice.gets(#"{"type":"message_deleted","with":"bob","seq":1}"#)
    carol.getsNothing()
    try bob.returns()
    try bob.gets(#"{"type":"private_message","user":"alice","seq":1,"message":"","deleted":true}"#)
    try bob.gets(#"{"type":"private_message","seq":2,"message":"other"}"#)
    try bob.gets(#"{"type":"message_deleted","with":"alice","seq":1}"#)
    try tab.returns(as: alice)
    try tab.gets(#"{"type":"private_message_delivered","target":"bob","seq":1,"message":"","deleted":true}"#)
    try tab.gets(#"{"type":"private_message_delivered","target":"bob","seq":2,"message":"other"}"#)
    try tab.gets(#"{"type":"private_message","user":"alice","seq":1,"message":"secret"}"#)
    try tab.gets(#"{"type":"message_deleted","with":"bob","seq":1}"#)
    // What she told herself under the same seq is another message.
    #expect(try search(alice, "secret").map { $0.string("with") } == ["alice"])
    #expect(try search(bob, "secret").isEmpty)
    try bob.sends(#"{"type":"history","with":"alice"}"#)
    try bob.gets(#"{"messages":[{"seq":1,"message":"","deleted":true},{"seq":2,"message":"other"}]}"#)
    try expectRecovery(chat)
  }

  @Test func `a list goes on over a room that was deleted meanwhile`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    for room in ["a", "b", "c"] { try alice.sends(#"{"type":"create_room","room":"\#(room)"}"#) }
    alice.getsAll()
    try alice.sends(#"{"type":"rooms","limit":2}"#)
    let cursor = try #require(alice.getsAll().last?.string("cursor"))
    try chat.administer(.deleteRoom("b"))
    try alice.sends(#"{"type":"rooms","limit":2,"cursor":"\#(cursor)"}"#)
    try alice.gets(#"{"type":"room_list","rooms":[{"room":"c"}]}"#)
  }
}
