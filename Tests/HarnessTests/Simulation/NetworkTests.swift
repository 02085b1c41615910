import Bots
import Engine
import Testing
import Wire

@testable import Harness

@Suite("Network") struct NetworkTests {
  @Test func `arrivals are numbered across clients in the order of arrival`() throws {
    let simulator = try Simulator.with("alice", "bob")
    try simulator.gather("alice", "bob")
    try simulator.type("one", as: "alice")
    try simulator.type("two", as: "bob")
    let alice = try simulator.participant("alice").unread.map(\.serial)
    let bob = try simulator.participant("bob").unread.map(\.serial)
    #expect(alice.count == 2 && bob.count == 2)
    #expect(Set(alice + bob).count == 4)
    #expect(alice == alice.sorted() && bob == bob.sorted())
    // Both heard the first message before either heard the second.
    #expect(max(alice.first ?? 0, bob.first ?? 0) < min(alice.last ?? 0, bob.last ?? 0))
  }

  @Test func `a slow reader whom too much awaits is told that it cannot resume`() throws {
    var limits = Limits()
    limits[.sendQueueBytes] = 2048
    let simulator = try Simulator.with("alice", "bob", limits: limits)
    try simulator.gather("alice", "bob")
    try simulator.stall("alice")
    for _ in 1...20 { try simulator.type(String(repeating: "x", count: 200), as: "bob") }
    #expect(try simulator.inbox("alice") == ["closed code=4002"])
    try simulator.flow("alice")
    try simulator.return("alice")
    let events = try simulator.inbox("alice")
    #expect(events.count == 1 && events.allSatisfy { $0.contains("resumed=false") })
  }

  @Test func `what cannot be done has a failure that says what helps`() throws {
    let simulator = try Simulator.with("alice")
    func expect(_ failure: Simulator.Failure, _ message: String, _ step: () throws -> Void) {
      #expect(throws: failure, performing: step)
      #expect(failure.message == message)
    }
    expect(.unknownClient("bob"), "nobody called bob takes part; add the name to `users:`") {
      try simulator.cut("bob")
    }
    expect(.nameInUse("alice"), "two who take part are called alice; give one of them another name") {
      try simulator.addGuest("alice")
    }
    expect(.alreadyConnected("alice"), "alice is connected already") { try simulator.return("alice") }
    expect(
      .unknownBot("eliza"),
      "there is no bot called eliza; there are \(ExampleBots.names.joined(separator: ", "))"
    ) {
      try simulator.addBot("eliza", rooms: [])
    }
    try simulator.cut("alice")
    expect(.notConnected("alice"), "alice has no connection; `! return alice` makes one") {
      try simulator.type("hi", as: "alice")
    }
    try simulator.crash()
    expect(.serverDown, "the server is down; `! restart` starts it") { try simulator.return("alice") }
    expect(.serverDown, "the server is down; `! restart` starts it") { try simulator.crash() }
  }

  @Test func `a name that is taken cannot log in, and the failure has the server's answer`() throws {
    let simulator = try Simulator.with("alice")
    #expect {
      try simulator.addUser("Alice")
    } throws: { error in
      guard case Simulator.Failure.notLoggedIn("Alice", let reply) = error else { return false }
      return reply.contains("name_taken")
    }
  }
}
