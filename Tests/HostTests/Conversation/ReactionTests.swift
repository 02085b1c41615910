import Host
import Store
import Testing
import Wire

@testable import Engine

@Suite struct ReactionTests {
  /// covers: REACT-3 REACT-9
  @Test(arguments: [
    (#""type":"delete_message","room":"lobby","seq":1"#, 1, "no_such_message", 0),
    (#""type":"chat_message","room":"lobby","message":"two""#, 2, "ok", 1),
    (#""type":"react","room":"lobby","seq":1,"reaction":"a""#, 1, "ok", 1),
    (#""type":"react","room":"lobby","seq":1,"reaction":"b""#, 1, "too_many", 1),
    (#""type":"unreact","room":"lobby","seq":1,"reaction":"a""#, 1, "ok", 1),
  ])
  func `a reaction knows what came before it in its turn`(
    before: String, seq: Int, answer: String, told: Int
  ) throws {
    let chat = try Chat(limits: .with { $0[.reactions] = 1 })
    let ann = try chat.user("ann", in: "lobby")
    try ann.says("one", in: "lobby")
    let reaction = #""type":"react","id":"e","room":"lobby","seq":\#(seq),"reaction":"a""#
    for frame in [before, reaction] {
      try chat.host.receive(Array("{\(frame)}".utf8), from: ann.connection, at: chat.now)
    }
    let frames = try chat.host.commit().compactMap { outgoing -> String? in
      switch outgoing {
      case .send(let frame, _), .sendToMany(let frame, _): String(decoding: frame.bytes, as: UTF8.self)
      case .close: nil
      }
    }
    #expect(frames.contains { $0.contains(#""re":"e""#) && $0.contains(answer) }, "\(frames)")
    #expect(frames.filter { $0.contains("reaction_added") }.count == told, "\(frames)")
  }

  @Test func `an operator is shown the reactions of a message`() throws {
    let chat = try Chat()
    let ann = try chat.user("ann", in: "lobby")
    try ann.says("one", in: "lobby")
    try ann.sends(#"{"type":"react","room":"lobby","seq":1,"reaction":"a"}"#)
    let shown = try chat.administer(.showMessage(.room("lobby"), seq: 1))
    #expect(
      shown.text.contains(#""reactions":[{"reaction":"a","count":1,"users":["ann"]}]"#), "\(shown.text)")
  }

  @Test
  func `the reactions of an erased user go, and those who come back are told neither name nor reaction`()
    throws
  {
    let chat = try Chat()
    let ann = try chat.user("ann", in: "lobby")
    let ben = try chat.user("ben", in: "lobby")
    try ann.says("one", in: "lobby")
    try ben.sends(#"{"type":"react","room":"lobby","seq":1,"reaction":"a"}"#)
    _ = ben.getsAll()
    try ben.isCut()
    for reaction in ["a", "private"] {
      try ann.sends(#"{"type":"react","room":"lobby","seq":1,"reaction":"\#(reaction)"}"#)
    }
    try chat.administer(.eraseUser("ann"))
    #expect(try Recovery.find(in: chat.store).engine.canonicalBytes == chat.host.engine.canonicalBytes)
    try ben.returns()
    let missed = ben.getsAll().filter { $0.string("type") == "reaction_added" }
    #expect(missed.map { $0.string("user") } == ["(erased 1)", "(erased 1)"])
    #expect(missed.map { $0.string("reaction") } == ["\u{fffd}", "\u{fffd}"])
    while try chat.store.tidy(.retain(.forever), at: chat.now, .allGood, journalBytes: 0) {}
    try chat.store.commit()
    // The message was theirs, and so went too.
    try ben.sends(#"{"type":"history","room":"lobby"}"#)
    try ben.gets(#"{"messages":[{"seq":1,"message":"","deleted":true,"reactions":null}]}"#)
  }
}
