import Engine
import Host
import Store
import Testing

@testable import Harness

@Suite("Crash, restart and replay") struct ServerFaultTests {
  /// Two users who have talked, privately too, in a server that is still up.
  private func conversation() throws -> Simulator {
    let simulator = try Simulator.with("alice", "bob")
    try simulator.gather("alice", "bob")
    try simulator.type("one", as: "alice")
    try simulator.advance(byMilliseconds: 1500)
    try simulator.type("/pm alice two", as: "bob")
    for name in ["alice", "bob"] { _ = try simulator.inbox(name) }
    return simulator
  }

  private func history(_ simulator: Simulator, of name: String) throws -> [String] {
    try simulator.type("/history", as: name)
    return try simulator.inbox(name)
  }

  @Test func `a crash loses what was not committed`() throws {
    let simulator = try conversation()
    let before = try history(simulator, of: "alice")
    let chain = simulator.journalChain
    let connection = try #require(try simulator.client("bob").connection)
    try simulator.host?.receive(Simulator.frame(of: "never heard"), from: connection, at: simulator.now)
    try simulator.crash()
    #expect(simulator.journalChain == chain)
    #expect(simulator.stateHash == nil)
    try simulator.restart()
    try simulator.return("alice")
    #expect(try simulator.heard("alice") == ["ready"])
    #expect(try history(simulator, of: "alice") == before)
  }

  @Test(arguments: [true, false]) func `a restart has everything from the store alone`(afterCrash: Bool)
    throws
  {
    let simulator = try conversation()
    let before = try history(simulator, of: "alice")
    if afterCrash { try simulator.crash() }
    try simulator.restart()
    #expect(try simulator.client("alice").isConnected == false)
    try simulator.return("alice")
    try simulator.return("bob")
    let ready = try simulator.inbox("alice")
    #expect(ready.count == 1 && ready.allSatisfy { $0.contains("resumed=true") })
    #expect(try history(simulator, of: "alice") == before)
    _ = try simulator.inbox("bob")
    try simulator.type("three", as: "bob")
    #expect(try simulator.heard("alice") == ["chat_message three"], "she is still in the room")
  }

  @Test func `a start from a snapshot and one from the whole journal lead to one state`() throws {
    let stopped = try conversation()
    try stopped.restart()
    #expect(try stopped.store.latestSnapshot() != nil)
    let crashed = try conversation()
    try crashed.crash()
    try crashed.restart()
    #expect(try crashed.store.latestSnapshot() == nil)
    #expect(stopped.stateHash != nil)
    #expect(stopped.stateHash == crashed.stateHash)
    #expect(stopped.journalChain == crashed.journalChain)
  }

  @Test func `timers survive a restart`() throws {
    let simulator = try conversation()
    try simulator.cut("bob")
    try simulator.advance(byMilliseconds: 200_000)
    try simulator.crash()
    try simulator.restart()
    try simulator.return("alice")
    #expect(try simulator.heard("alice") == ["ready"])
    try simulator.advance(byMilliseconds: 99_999)
    #expect(try simulator.inbox("alice") == [])
    try simulator.advance(byMilliseconds: 1)
    #expect(try simulator.inbox("alice") == ["user_leave room=lobby user=bob"])
  }

  @Test func `time passes while the server is down`() throws {
    let simulator = try conversation()
    let before = simulator.now
    try simulator.crash()
    try simulator.advance(byMilliseconds: 60_000)
    #expect(simulator.now == before.advanced(byMilliseconds: 60_000))
  }

  @Test func `a replay of the journal leads to the same state, also across restarts`() throws {
    let simulator = try conversation()
    #expect(try simulator.replayDifference() == nil)
    try simulator.crash()
    #expect(throws: Simulator.Failure.serverDown) { try simulator.replayDifference() }
    try simulator.restart()
    try simulator.return("bob")
    #expect(try simulator.replayDifference() == nil)
  }

  @Test func `a replay finds an input that the server did not have`() throws {
    let simulator = try conversation()
    let connection = ConnectionID(1000)
    simulator.store.append(input: Input.connected(connection).canonicalBytes, at: simulator.now)
    try simulator.store.commit()
    let difference = try simulator.replayDifference()
    #expect(difference?.hasSuffix("leads to another state") == true)
  }

  @Test func `the same steps give the same journal and state, other steps do not`() throws {
    let (one, two) = (try conversation(), try conversation())
    #expect(one.journalChain == two.journalChain)
    #expect(one.stateHash == two.stateHash)
    let chain = try #require(one.journalChain)
    #expect(chain.count == 64 && chain.allSatisfy(\.isHexDigit))
    try two.advance(byMilliseconds: 1)
    try one.type("three", as: "alice")
    try two.type("three", as: "alice")
    #expect(one.journalChain != two.journalChain)
  }

  @Test func `with a crash after each input users see what they see without`() throws {
    func transcript(interrupted: Bool) throws -> [String] {
      let simulator = try Simulator.with("alice", "bob", "alice/phone")
      try simulator.addBot("echo", rooms: ["lobby"])
      simulator.setCrashesEverywhere(interrupted)
      try simulator.type("/join lobby", as: "alice")
      try simulator.type("/join lobby", as: "bob")
      try simulator.type("!echo hi", as: "alice")
      try simulator.stall("bob")
      try simulator.type("/pm bob two", as: "alice/phone")
      try simulator.flow("bob")
      return try ["alice", "bob", "alice/phone"].flatMap { try simulator.inbox($0) }
    }
    let undisturbed = try transcript(interrupted: false)
    #expect(undisturbed.count > 8)
    #expect(try transcript(interrupted: true) == undisturbed)
  }
}
