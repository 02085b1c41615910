import Engine
import Host
import Store
import Testing
import Wire

@Suite struct RecoveryTests {
  /// Something of everything, with a check after each turn.
  private func converse(_ chat: Chat, afterEach check: () throws -> Void = {}) throws {
    let alice = try chat.user("alice", in: "lobby")
    try check()
    let bob = try chat.user("bob", in: "lobby")
    let steps: [() throws -> Void] = [
      { try alice.says("hi", in: "lobby") },
      { try alice.sends(#"{"type":"chat_message","room":"lobby","message":"ho","key":"k"}"#) },
      { try bob.whispers("psst", to: "alice") },
      { try bob.isCut(losing: 2) },
      { try alice.says("gone?", in: "lobby") },
      { try chat.passes(milliseconds: 1500) },
      { try bob.returns() },
      { try bob.sends(#"{"type":"search","in":"messages","query":"hi"}"#) },
      { try bob.sends("nonsense") },
      { _ = try chat.guest() },
      { try alice.closes() },
      { _ = try chat.provision("echo", bot: true) },
      { try bob.isCut() },
      { try chat.passes(seconds: 400) },
    ]
    for step in steps {
      try step()
      try check()
    }
  }

  @Test(arguments: [1, 2, 7, 1000])
  func `a host is recovered from its store at any point, with and without snapshots`(interval: Int) throws {
    let chat = try Chat(snapshotInterval: interval)
    try converse(chat) {
      let recovered = try Recovery.find(in: chat.store).engine
      #expect(recovered.canonicalBytes == chat.host.engine.canonicalBytes)
    }
    #expect(try chat.store.snapshots().isEmpty == (interval == 1000))
  }

  @Test func `a snapshot is due after so many inputs, however often the host came back between them`() throws
  {
    let chat = try Chat(snapshotInterval: 20)
    for _ in 1...5 { try chat.restarts() }
    #expect(try chat.store.snapshots().isEmpty)
    for _ in 1...10 { try chat.restarts() }
    #expect(try !chat.store.snapshots().isEmpty)
  }

  @Test(arguments: [1, 7, 1000])
  func `the whole journal leads to the same state`(interval: Int) throws {
    let chat = try Chat(snapshotInterval: interval)
    try converse(chat)
    let replayed = try JournalWalk.toTheEnd(of: chat.store, .segments)
    #expect(replayed.engine.canonicalBytes == chat.host.engine.canonicalBytes)
    #expect(UInt64(replayed.inputs) == chat.store.journalEnd.number)
  }

  @Test func `a restart is one more input, and cuts every connection`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    var expected = chat.host.engine
    try chat.restarts()
    expected.apply(.started(chat.configuration), at: chat.now)
    expected.apply(.restarted, at: chat.now)
    _ = expected.takeEffects()
    #expect(chat.host.engine.canonicalBytes == expected.canonicalBytes)
    #expect(chat.host.nextDeadline == chat.now.advanced(byMilliseconds: 300_000))
    #expect(try alice.returns()["resumed"] == .bool(true))
  }

  @Test func `a server that was down longer than sessions live says so at once`() throws {
    let chat = try Chat(limits: .with { $0[.resumeSeconds] = 10 })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try bob.isCut()
    chat.oversleeps(milliseconds: 60_000)
    try chat.restarts()
    // Bob's time was over while the server was down; alice's begins with the restart.
    #expect(try bob.returns()["resumed"] == .bool(false))
    #expect(try alice.returns()["resumed"] == .bool(true))
    #expect(alice.getsAll().last?.text.contains(#""type":"user_leave""#) == true)
  }

  @Test func `a journal without its beginning is run from a snapshot or not at all`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try chat.host.saveSnapshot()
    _ = try chat.host.commit()
    let snapshot = try #require(try chat.store.latestSnapshot())
    for number in 1...3 { try alice.says("\(number)", in: "lobby") }
    while try chat.store.tidy(.purge(through: snapshot.through), at: chat.now, .allGood, journalBytes: 0) {}
    try chat.store.commit()
    #expect(try Recovery.find(in: chat.store).engine.canonicalBytes == chat.host.engine.canonicalBytes)
    let replayed = try JournalWalk.toTheEnd(of: chat.store, .segments)
    #expect(replayed.engine.canonicalBytes == chat.host.engine.canonicalBytes)
    try chat.store.save(Snapshot(through: snapshot.through, at: chat.now, journalBytes: 0), pieces: [[9]])
    #expect(throws: StoreError.stateMissing(entry: .init(snapshot.through.number + 1))) {
      try Recovery.find(in: chat.store).engine
    }
  }

  @Test func `an input that is none is named`() throws {
    let chat = try Chat()
    chat.store.append(input: [99], at: chat.now)
    try chat.store.commit()
    #expect(throws: StoreError.journalBroken(entry: chat.store.journalEnd)) {
      try Recovery.find(in: chat.store).engine
    }
  }
}
