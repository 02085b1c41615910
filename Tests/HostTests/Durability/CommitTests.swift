import Engine
import Host
import Testing
import Wire

@testable import Store

@Suite struct CommitTests {
  private func frame(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `nothing comes out of a turn before its commit, and then once`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let host = chat.host
    for text in ["1", "2"] {
      try host.receive(
        frame(#"{"type":"chat_message","room":"lobby","message":"\#(text)","id":"1"}"#),
        from: alice.connection,
        at: chat.now)
    }
    #expect(try host.commit().count == 4)
    #expect(try host.commit().isEmpty)
  }

  @Test func `a turn that was not committed is lost as a whole, and nobody was told of it`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bytes = chat.host.engine.canonicalBytes
    try chat.host.receive(
      frame(#"{"type":"chat_message","room":"lobby","message":"lost","key":"k"}"#), from: alice.connection,
      at: chat.now)
    chat.store.rollback()
    #expect(try Recovery.find(in: chat.store).engine.canonicalBytes == bytes)
    try chat.restarts()
    try alice.returns()
    alice.getsNothing()
    // The client sends it again, and it is stored once.
    try alice.sends(#"{"type":"chat_message","room":"lobby","message":"lost","key":"k","id":"1"}"#)
    try alice.gets(#"{"type":"ack","seq":1,"duplicate":false}"#)
  }

  @Test func `a query sees what its own turn said before it, and not what came after`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let messages = [
      #"{"type":"chat_message","room":"lobby","message":"one"}"#, #"{"type":"history","room":"lobby"}"#,
      #"{"type":"search","in":"messages","query":"one"}"#,
      #"{"type":"chat_message","room":"lobby","message":"two"}"#,
    ]
    for message in messages { try chat.host.receive(frame(message), from: alice.connection, at: chat.now) }
    let sent = try chat.host.commit().map { outgoing in
      switch outgoing {
      case .send(let frame, _), .sendToMany(let frame, _): String(decoding: frame.bytes, as: UTF8.self)
      case .close: "closed"
      }
    }
    #expect(sent.count == 4)
    for text in sent[1...2] {
      #expect(text.contains("one"))
      #expect(!text.contains("two"))
    }
  }

  /// Breaks a store, so that it can be read and no longer written.
  private func makeReadOnly(_ store: Store, _ readOnly: Bool) throws {
    try Statement("PRAGMA query_only = \(readOnly ? "ON" : "OFF")", on: store.connection.handle).run()
  }

  @Test func `a turn that cannot be committed never comes out, not even later`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bytes = chat.host.engine.canonicalBytes
    try makeReadOnly(chat.store, true)
    try chat.host.receive(
      frame(#"{"type":"chat_message","room":"lobby","message":"hi","id":"1"}"#), from: alice.connection,
      at: chat.now)
    #expect(throws: StoreError.self) { try chat.host.commit() }
    try makeReadOnly(chat.store, false)
    // The engine is ahead of the store; the host says so instead of going on.
    #expect(throws: StoreError.self) { try chat.host.commit() }
    #expect(throws: StoreError.self) { try chat.host.connect(at: chat.now) }
    #expect(throws: StoreError.self) { try chat.host.cut(alice.connection, at: chat.now) }
    #expect(throws: StoreError.self) { try chat.host.saveSnapshot() }
    #expect(throws: (any Error).self) { try chat.host.provision(user: "echo", bot: true, at: chat.now) }
    #expect(try Recovery.find(in: chat.store).engine.canonicalBytes == bytes)
    // A new one goes on from what was committed.
    try chat.restarts()
    #expect(try alice.returns()["resumed"] == .bool(true))
    alice.getsNothing()
    try alice.says("again", in: "lobby")
    try alice.gets(#"{"type":"chat_message","seq":1}"#)
  }

  @Test func `a query that fails takes its turn with it`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try makeReadOnly(chat.store, true)
    try chat.host.receive(
      frame(#"{"type":"chat_message","room":"lobby","message":"hi","id":"1"}"#), from: alice.connection,
      at: chat.now)
    #expect(throws: StoreError.self) {
      try chat.host.receive(
        frame(#"{"type":"history","room":"lobby"}"#), from: alice.connection, at: chat.now)
    }
    try makeReadOnly(chat.store, false)
    #expect(throws: StoreError.self) { try chat.host.commit() }
  }
}
