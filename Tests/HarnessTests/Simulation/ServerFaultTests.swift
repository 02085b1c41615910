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
    let connection = try #require(simulator.connectionID(of: "bob"))
    try simulator.host?.receive(Simulator.frame(of: "never heard"), from: connection, at: simulator.now)
    try simulator.crash()
    #expect(simulator.journalChain == chain)
    #expect(simulator.stateHash == nil)
    try simulator.restart()
    try simulator.return("alice")
    #expect(try simulator.heard("alice") == ["ready"])
    #expect(try history(simulator, of: "alice") == before)
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

  @Test func `a replay finds an input that the server did not have`() throws {
    let simulator = try conversation()
    let connection = ConnectionID(1000)
    simulator.store.append(input: Input.connected(connection).canonicalBytes, at: simulator.now)
    try simulator.store.commit()
    let difference = try simulator.replayDifference()
    #expect(difference?.hasSuffix("leads to another state") == true)
  }
}
