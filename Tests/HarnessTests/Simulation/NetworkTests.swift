import Bots
import Engine
import Testing
import Wire

@testable import Harness

@Suite("Network") struct NetworkTests {
  @Test func `what is sent has all its consequences before the sender goes on`() throws {
    let simulator = try Simulator.with("alice", "bob")
    try simulator.addBot("echo", rooms: ["lobby"])
    try simulator.gather("alice", "bob")
    try simulator.type("!echo hello", as: "alice")
    #expect(try simulator.heard("alice") == ["chat_message !echo hello", "chat_message hello"])
    #expect(try simulator.heard("bob") == ["chat_message !echo hello", "chat_message hello"])
    #expect(simulator.now == .virtualStart)
  }

  @Test func `what a log-in brings is no event of the scenario`() throws {
    let simulator = try Simulator.with("alice")
    #expect(try simulator.inbox("alice") == [])
  }

  @Test func `arrivals are numbered across clients in the order of arrival`() throws {
    let simulator = try Simulator.with("alice", "bob")
    try simulator.gather("alice", "bob")
    try simulator.type("one", as: "alice")
    try simulator.type("two", as: "bob")
    let alice = try simulator.client("alice").unread.map(\.serial)
    let bob = try simulator.client("bob").unread.map(\.serial)
    #expect(alice.count == 2 && bob.count == 2)
    #expect(Set(alice + bob).count == 4)
    #expect(alice == alice.sorted() && bob == bob.sorted())
    // Both heard the first message before either heard the second.
    #expect(max(alice.first ?? 0, bob.first ?? 0) < min(alice.last ?? 0, bob.last ?? 0))
  }

  @Test func `a cut loses nothing that a resumed session does not get back, once and in order`() throws {
    let simulator = try Simulator.with("alice", "bob")
    try simulator.gather("alice", "bob")
    try simulator.type("zero", as: "bob")
    #expect(try simulator.heard("alice") == ["chat_message zero"])
    try simulator.cut("alice")
    try simulator.type("one", as: "bob")
    try simulator.type("two", as: "bob")
    #expect(try simulator.heard("alice") == [])
    try simulator.return("alice")
    #expect(try simulator.heard("alice") == ["ready", "chat_message one", "chat_message two"])
    #expect(try simulator.heard("bob") == ["chat_message zero", "chat_message one", "chat_message two"])
  }

  @Test func `a cut loses what is in the pipe, and resuming gives it again`() throws {
    let simulator = try Simulator.with("alice", "bob")
    try simulator.gather("alice", "bob")
    try simulator.stall("alice")
    try simulator.type("one", as: "bob")
    #expect(try simulator.client("alice").pipe.count == 1)
    try simulator.cut("alice")
    #expect(try simulator.client("alice").pipe.isEmpty)
    try simulator.flow("alice")
    #expect(try simulator.heard("alice") == [])
    try simulator.return("alice")
    #expect(try simulator.heard("alice") == ["ready", "chat_message one"])
  }

  @Test func `one who stalls receives nothing, and everything in order once the network flows`() throws {
    let simulator = try Simulator.with("alice", "bob")
    try simulator.gather("alice", "bob")
    try simulator.stall("alice")
    for word in ["one", "two", "three"] { try simulator.type(word, as: "bob") }
    #expect(try simulator.heard("alice") == [])
    try simulator.flow("alice")
    #expect(try simulator.heard("alice") == ["chat_message one", "chat_message two", "chat_message three"])
    try simulator.type("four", as: "bob")
    #expect(try simulator.heard("alice") == ["chat_message four"])
  }

  @Test func `a slow reader is closed with 4002, unnoticed by others, and may resume`() throws {
    var limits = Limits()
    limits[.sendQueueBytes] = 20_000
    limits[.messagesBurst] = 100
    let simulator = try Simulator.with("alice", "bob", limits: limits)
    try simulator.gather("alice", "bob")
    for _ in 1...60 { try simulator.type(String(repeating: "x", count: 300), as: "bob") }
    for name in ["alice", "bob"] { _ = try simulator.inbox(name) }
    try simulator.stall("alice")
    try simulator.send(Array(#"{"type":"history","room":"lobby","limit":100}"#.utf8), from: "alice")
    #expect(try simulator.inbox("alice") == ["closed code=4002"])
    #expect(try simulator.client("alice").isConnected == false)
    #expect(try simulator.inbox("bob") == [])
    try simulator.flow("alice")
    try simulator.return("alice")
    let events = try simulator.inbox("alice")
    #expect(events.first?.contains("resumed=true") == true)
    #expect(events.dropFirst().map { $0.prefix(8) } == ["history "], "what was lost in the pipe comes again")
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

  @Test func `one who says goodbye leaves at once, one who is cut later`() throws {
    let simulator = try Simulator.with("alice", "bob", "carol")
    try simulator.gather("alice", "bob", "carol")
    try simulator.close("bob")
    #expect(try simulator.inbox("alice") == ["user_leave room=lobby user=bob"])
    try simulator.cut("carol")
    try simulator.advance(byMilliseconds: 299_999)
    #expect(try simulator.inbox("alice") == [])
    try simulator.advance(byMilliseconds: 1)
    #expect(try simulator.inbox("alice") == ["user_leave room=lobby user=carol"])
  }

  @Test func `a second session of a user hears the same, and its end takes nobody offline`() throws {
    let simulator = try Simulator.with("alice", "alice/phone", "bob")
    try simulator.gather("alice", "alice/phone", "bob")
    try simulator.type("hi", as: "bob")
    #expect(try simulator.heard("alice") == ["chat_message hi"])
    #expect(try simulator.heard("alice/phone") == ["chat_message hi"])
    _ = try simulator.inbox("bob")
    try simulator.close("alice/phone")
    #expect(try simulator.inbox("bob") == [])
    try simulator.close("alice")
    #expect(try simulator.inbox("bob") == ["user_leave room=lobby user=alice"])
  }

  @Test func `a guest reads and is told why not when it speaks`() throws {
    let simulator = try Simulator.with("alice")
    try simulator.addGuest("gina")
    try simulator.gather("alice", "gina")
    try simulator.type("hi", as: "alice")
    #expect(try simulator.heard("gina") == ["chat_message hi"])
    try simulator.type("hello", as: "gina")
    let answers = try simulator.inbox("gina")
    #expect(answers.count == 1)
    #expect(answers.allSatisfy { $0.hasPrefix("error code=auth_required") })
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
