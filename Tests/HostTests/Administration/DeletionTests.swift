import Host
import Store
import Testing
import Wire

@testable import Engine

/// What clients see of an operator's deletions; no scenario can make an operator do something.
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

  /// covers: ADM-2 ADM-3 ADM-4
  @Test(arguments: [false, true])
  func `a deleted room message keeps its place and loses its text everywhere`(indexed: Bool) throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try bob.isCut()
    for text in ["one", "sëcret two", "three"] { try alice.says(text, in: "lobby") }
    if indexed { #expect(try search(alice, "secret").count == 1) }
    alice.getsAll()
    let answer = try chat.administer(.deleteMessage(.room("LOBBY"), seq: 2))
    #expect(answer.text == #"{"deleted":{"room":"lobby","seq":2}}"#)
    try alice.gets(#"{"type":"message_deleted","room":"lobby","seq":2}"#)
    #expect(try search(alice, "secret").isEmpty)
    #expect(try search(alice, "three").count == 1)
    try bob.returns()
    try bob.gets(#"{"type":"chat_message","seq":1,"message":"one","deleted":null}"#)
    try bob.gets(#"{"type":"chat_message","seq":2,"user":"alice","message":"","deleted":true}"#)
    try bob.gets(#"{"type":"chat_message","seq":3,"message":"three"}"#)
    try bob.gets(#"{"type":"message_deleted","room":"lobby","seq":2}"#)
    bob.getsNothing()
    try bob.sends(#"{"type":"history","room":"lobby"}"#)
    try bob.gets(
      #"{"messages":[{"seq":1,"message":"one"},{"seq":2,"message":"","deleted":true},{"seq":3}]}"#)
    try expectRecovery(chat)
    // Once more is no error and tells nobody anything.
    #expect(try chat.administer(.deleteMessage(.room("lobby"), seq: 2)) == answer)
    alice.getsNothing()
    try alice.says("four", in: "lobby")
    try alice.gets(#"{"type":"chat_message","seq":4}"#)
    #expect(!String(decoding: chat.host.engine.canonicalBytes, as: UTF8.self).contains("cret two"))
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

  /// covers: ADM-5 ADM-6
  @Test func `a deleted user is gone, and what they said is not`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    let tab = try chat.tab(of: bob)
    try bob.says("bye", in: "lobby")
    try bob.whispers("for you", to: "alice")
    try tab.isCut()
    alice.getsAll()
    #expect(try chat.administer(.deleteUser("Bob")).text == #"{"deleted":{"user":"bob"}}"#)
    #expect(bob.closeCode == .revoked)
    try alice.gets(#"{"type":"user_leave","room":"lobby","user":"bob"}"#)
    alice.getsNothing()
    let token = try #require(bob.token)
    for frame in [
      #"{"type":"login","token":"\#(token)"}"#,
      #"{"type":"login","user":"bob","password":"\#(Client.password)"}"#,
      #"{"type":"login","token":"\#(token)","resume":{"session":"\#(tab.session ?? "")","received":0}}"#,
    ] {
      let guest = try chat.guest()
      try guest.sends(frame)
      try guest.gets(#"{"type":"error","code":"auth_failed"}"#)
    }
    let late = try chat.guest()
    try late.sends(#"{"type":"register","user":"BOB","password":"\#(Client.password)"}"#)
    try late.gets(#"{"type":"error","code":"name_taken"}"#)
    try alice.whispers("are you there?", to: "bob")
    try alice.gets(#"{"type":"error","code":"no_such_user","field":"to"}"#)
    try alice.sends(#"{"type":"history","with":"bob"}"#)
    try alice.gets(#"{"messages":[{"seq":1,"user":"bob","message":"for you"}]}"#)
    try alice.sends(#"{"type":"history","room":"lobby"}"#)
    try alice.gets(#"{"messages":[{"seq":1,"user":"bob","message":"bye"}]}"#)
    try alice.sends(#"{"type":"search","in":"users","query":"bo"}"#)
    try alice.gets(#"{"type":"search","results":[]}"#)
    try expectRecovery(chat)
    #expect(try chat.administer(.deleteUser("bob"))["error"]?.string("code") == "no_such_user")
    #expect(try chat.administer(.createToken(user: "bob", bot: false, label: ""))["token"] == nil)
  }

  /// covers: ADM-7 ADM-8
  @Test(arguments: [false, true])
  func `a deleted room is gone with what was said in it, and its name is free`(indexed: Bool) throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    let guest = try chat.guest()
    try guest.joins("lobby")
    try bob.isCut()
    try alice.says("old news", in: "lobby")
    if indexed { #expect(try search(alice, "news").count == 1) }
    for client in [alice, guest] { client.getsAll() }
    #expect(try chat.administer(.deleteRoom("LOBBY")).text == #"{"deleted":{"room":"lobby"}}"#)
    for client in [alice, guest] {
      try client.gets(#"{"type":"room_deleted","room":"lobby"}"#)
      client.getsNothing()
    }
    try alice.says("hello?", in: "lobby")
    try alice.gets(#"{"type":"error","code":"no_such_room"}"#)
    try alice.sends(#"{"type":"rooms"}"#)
    try alice.gets(#"{"type":"room_list","rooms":[]}"#)
    #expect(try search(alice, "news").isEmpty)
    try expectRecovery(chat)
    try alice.joins("Lobby")
    try alice.says("new news", in: "lobby")
    try alice.gets(#"{"type":"chat_message","room":"Lobby","seq":1,"message":"new news"}"#)
    // Who was away is told in the same order, and is in the new room only after joining it.
    try bob.returns()
    try bob.gets(#"{"type":"chat_message","room":"lobby","seq":1,"message":"","deleted":true}"#)
    try bob.gets(#"{"type":"room_deleted","room":"lobby"}"#)
    bob.getsNothing()
    #expect(try search(bob, "news").map { $0.string("message") } == ["new news"])
    try bob.sends(#"{"type":"history","room":"lobby"}"#)
    try bob.gets(#"{"room":"Lobby","messages":[{"seq":1,"message":"new news"}]}"#)
    try expectRecovery(chat)
    // What may still be sent again is not kept for ever.
    try chat.passes(seconds: 3600)
    try bob.sends(#"{"type":"ping"}"#)
    try bob.gets(#"{"type":"pong"}"#)
    let room = try #require(chat.host.engine.rooms.values.first)
    #expect(room.isDeleted && room.log.entries.isEmpty)
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
