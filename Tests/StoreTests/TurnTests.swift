import Engine
import TestSupport
import Testing

@testable import Store

@Suite struct TurnTests {
  private func turn(_ store: Store, _ number: UInt64) {
    store.append(input: [UInt8(truncatingIfNeeded: number)], at: .virtualStart)
    store.say(number, seq: number, "word\(number)")
    store.register(UInt32(number), "user\(number)", verifier: [1])
  }

  @Test(arguments: [false, true])
  func `a rollback takes the store back to the last commit`(queried: Bool) throws {
    let store = try Store.empty()
    turn(store, 1)
    try store.commit()
    let chain = store.chain
    turn(store, 2)
    try store.save(2, [1])
    if queried {
      #expect(try store.search("word2").rows.count == 1)
      #expect(try store.entries().count == 2)
    }
    store.rollback()
    #expect(store.chain == chain)
    #expect(store.journalEnd == .init(1))
    #expect(try store.history().rows.map(\.seq) == [1])
    #expect(try store.search("word2").rows.isEmpty)
    #expect(try store.users("user2").rows.isEmpty)
    #expect(try store.entries().count == 1)
    // The same turn again gives what it would have given.
    turn(store, 2)
    try store.commit()
    #expect(store.journalEnd == .init(2))
    #expect(try store.history().rows.map(\.seq) == [1, 2])
  }

  @Test func `a rollback also takes back what a search indexed`() throws {
    let store = try Store.empty()
    turn(store, 1)
    try store.commit()
    turn(store, 2)
    #expect(try store.search("word1").rows.count == 1)
    store.rollback()
    #expect(try store.search("word1").rows.count == 1)
    #expect(try store.search("word2").rows.isEmpty)
    try store.commit()
    #expect(try store.search("word1").rows.count == 1)
  }

  @Test func `messages are indexed in time, with and without a search`() throws {
    let store = try Store.empty()
    let enough = MessageIndexing.mostWaiting
    for number in 1...enough - 1 { store.say(number, seq: number, "word\(number)") }
    try store.commit()
    #expect(try store.number("SELECT through FROM message_index_state") == 0)
    store.whisper(enough, from: 1, to: 2, seq: 1, "word\(enough)")
    try store.commit()
    #expect(try store.number("SELECT through FROM message_index_state") == Int(enough))
    #expect(try store.search("word\(enough)", asker: 2).rows.map(\.number) == [enough])
    #expect(try store.search("word\(enough)", asker: 3).rows.isEmpty)
  }

  @Test(arguments: ["x", "a\u{301}"])
  func `a commit indexes as much as its turn added, so that a search finds one portion`(scalars: String)
    throws
  {
    let store = try Store.empty()
    let text = String(repeating: scalars, count: 2048)
    for number in 1...400 as ClosedRange<UInt64> { store.say(number, seq: number, text) }
    try store.commit()
    let waiting = try 400 - store.number("SELECT through FROM message_index_state")
    #expect(waiting * text.utf8.count <= MessageIndexing.mostWorkWaiting)
  }

  @Test func `a commit with nothing to do does nothing`() throws {
    let store = try Store.empty()
    try store.commit()
    try store.commit()
    store.rollback()
    #expect(store.journalEnd == .start)
  }

  @Test func `a record that contradicts the stored ones takes its whole turn with it`() throws {
    let store = try Store.empty()
    turn(store, 1)
    try store.commit()
    let chain = store.chain
    turn(store, 2)
    store.say(3, seq: 2, "the seq is taken")
    #expect {
      try store.commit()
    } throws: { error in
      guard case .contradiction = error as? StoreError else { return false }
      return true
    }
    #expect(store.chain == chain)
    #expect(try store.history().rows.map(\.seq) == [1])
    #expect(try store.users("user2").rows.isEmpty)
    turn(store, 2)
    try store.commit()
    #expect(try store.entries().count == 2)
  }

  @Test(arguments: [false, true])
  func `a full disk loses the turn that did not fit, as a whole, and nothing else`(inFile: Bool) throws {
    let folder = try TemporaryFolder()
    let store = try Store(inFile ? .file(path: folder.file()) : .memory, behaviour: 1)
    turn(store, 1)
    try store.commit()
    let pages = try store.number("PRAGMA page_count")
    try store.run("PRAGMA max_page_count = \(pages + 8)")
    var last: UInt64 = 1
    var chain = store.chain
    #expect(throws: StoreError.full) {
      while last < 10_000 {
        for number in last + 1...last + 10 { turn(store, number) }
        try store.commit()
        last += 10
        chain = store.chain
      }
    }
    #expect(last > 1)
    #expect(store.chain == chain)
    #expect(store.journalEnd == .init(last))
    #expect(try store.entries().last?.chain == chain)
    #expect(try store.history(limit: 20_000).rows.count == Int(last))
    #expect(try store.users("", limit: 20_000).rows.count == Int(last))
    // With more space the same turn goes through.
    try store.run("PRAGMA max_page_count = 100000")
    #expect(try store.search("word\(last)").rows.count == 1)
    #expect(try store.search("word\(last + 1)").rows.isEmpty)
    for number in last + 1...last + 10 { turn(store, number) }
    try store.commit()
    last += 10
    #expect(store.journalEnd == .init(last))
    #expect(try store.entries().last?.chain == store.chain)
    #expect(try store.search("word\(last)").rows.count == 1)
    #expect(try store.history(limit: 20_000).rows.count == Int(last))
  }

  @Test func `a store that must not be written says so`() throws {
    let store = try Store.empty()
    try store.run("PRAGMA query_only = ON")
    turn(store, 1)
    #expect(throws: StoreError.readOnly(path: "")) { try store.commit() }
  }

  @Test func `credentials are found as soon as they are written`() throws {
    let store = try Store.empty()
    let token = Digest(1, 2, 3, .max)
    store.register(1, "alice", verifier: [1, 2])
    store.register(2, "bob")
    store.register(3, "carol", verifier: [])
    store.write(.tokenMade(UserID(1), token: token, at: .virtualStart, by: .user))
    #expect(try store.verifier(of: UserID(1)) == [1, 2])
    #expect(try store.verifier(of: UserID(2)) == nil)
    #expect(try store.verifier(of: UserID(3)) == [])
    #expect(try store.verifier(of: UserID(9)) == nil)
    #expect(
      try store.holder(ofToken: token)
        == TokenHolder(user: UserID(1), usedAt: .virtualStart, isOperators: false))
    #expect(try store.holder(ofToken: Digest(1, 2, 3, 4)) == nil)
    store.write(.passwordChanged(UserID(1), request: RequestID(1)), verifier: [9])
    #expect(try store.verifier(of: UserID(1)) == [9])
  }

  @Test(arguments: ["lobby", "\u{301}den"])
  func `a webhook's token is good for its room alone, whatever that is called`(room: String) throws {
    let store = try Store.empty()
    let token = Digest(1, 2, 3, 4)
    store.register(1, "ci")
    store.write(.tokenMade(UserID(1), token: token, label: "hook:" + room, at: .virtualStart, by: .operator))
    let found = try #require(try store.holder(ofToken: token)?.webhookRoom)
    #expect(found.utf8.elementsEqual(room.utf8))
  }
}
