import Host
import Store
import Testing
import Wire

@testable import Engine

@Suite struct ModerationTests {
  /// covers: MOD-14
  @Test(arguments: [
    (#""type":"delete_message","room":"lobby","seq":1"#, 1, "no_such_message"),
    (#""type":"chat_message","room":"lobby","message":"two""#, 2, "ok"),
  ])
  func `an edit knows what came before it in its turn`(before: String, seq: Int, answer: String) throws {
    let chat = try Chat()
    let ann = try chat.user("ann", in: "lobby")
    try ann.says("one", in: "lobby")
    let edit = #""type":"edit_message","id":"e","room":"lobby","seq":\#(seq),"message":"again""#
    for frame in [before, edit] {
      try chat.host.receive(Array("{\(frame)}".utf8), from: ann.connection, at: chat.now)
    }
    let answers = try chat.host.commit().compactMap { outgoing -> String? in
      guard case .send(let frame, _) = outgoing else { return nil }
      return String(decoding: frame.bytes, as: UTF8.self)
    }
    #expect(answers.contains { $0.contains(#""re":"e""#) && $0.contains(answer) }, "\(answers)")
  }

  @Test(arguments: [false, true])
  func `what a user deletes is gone from store, index and state, also when it was typed`(typed: Bool) throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try bob.says("a sëcret", in: "lobby")
    alice.getsAll()
    try alice.sends(#"{"type":"search","in":"messages","query":"secret"}"#)
    #expect(alice.getsAll().last?.array("results").count == 1)
    if typed {
      try bob.types("/delete 1")
    } else {
      try bob.sends(#"{"type":"delete_message","room":"LOBBY","seq":1}"#)
    }
    try alice.gets(#"{"type":"message_deleted","room":"lobby","seq":1,"by":"bob"}"#)
    try alice.sends(#"{"type":"search","in":"messages","query":"secret"}"#)
    #expect(alice.getsAll().last?.array("results").isEmpty == true)
    try alice.sends(#"{"type":"history","room":"lobby"}"#)
    try alice.gets(#"{"messages":[{"seq":1,"user":"bob","message":"","deleted":true}]}"#)
    let bytes = chat.host.engine.canonicalBytes
    #expect(!String(decoding: bytes, as: UTF8.self).contains("ëcret"))
    #expect(try JournalWalk.toTheEnd(of: chat.store, .segments).engine.canonicalBytes == bytes)
  }

  @Test func `the list of rooms over HTTP shows neither unlisted nor invite-only rooms`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "attic")
    try alice.types("/room unlisted")
    try alice.joins("cellar")
    try alice.types("/room invite-only")
    try alice.joins("lobby")
    let list = String(decoding: try chat.host.listRooms(limit: nil, cursor: nil), as: UTF8.self)
    #expect(list == #"{"type":"room_list","rooms":[{"room":"lobby","online":1}]}"#)
  }
}
