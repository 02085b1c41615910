import Bots
import Engine
import Harness
import Testing

@Suite("Bots in the simulation") struct SimulatedBotTests {
  @Test func `echo answers in its rooms and privately`() throws {
    let simulator = try Simulator.with("alice")
    try simulator.addBot("echo", rooms: ["lobby", "hall"])
    try simulator.gather("alice")
    try simulator.type("!echo one", as: "alice")
    try simulator.type("/pm echo two", as: "alice")
    #expect(
      try simulator.heard("alice") == [
        "chat_message !echo one", "chat_message one", "private_message_delivered two", "private_message two",
      ])
    try simulator.gather("alice", in: "hall")
    try simulator.type("!echo three", as: "alice")
    #expect(try simulator.heard("alice") == ["chat_message !echo three", "chat_message three"])
  }

  @Test func `a reminder comes at its time and not before`() throws {
    let simulator = try Simulator.with("alice")
    try simulator.addBot("reminder", rooms: ["lobby"])
    try simulator.gather("alice")
    try simulator.type("!remind 10m tea", as: "alice")
    #expect(
      try simulator.heard("alice") == [
        "chat_message !remind 10m tea", "chat_message alice: I will remind you in 10m.",
      ])
    try simulator.advance(byMilliseconds: 599_999)
    #expect(try simulator.heard("alice") == [])
    try simulator.advance(byMilliseconds: 1)
    #expect(
      try simulator.inbox("alice") == [
        "chat_message room=lobby seq=3 user=reminder message=\"alice: tea\" at=\"2026-01-01T00:10:00.000Z\""
          + " bot=true"
      ])
  }

  @Test func `a reminder that falls due while the server is down comes after it`() throws {
    let simulator = try Simulator.with("alice")
    try simulator.addBot("reminder", rooms: ["lobby"])
    try simulator.gather("alice")
    try simulator.type("!remind 1m tea", as: "alice")
    _ = try simulator.inbox("alice")
    try simulator.crash()
    try simulator.advance(byMilliseconds: 120_000)
    try simulator.restart()
    try simulator.return("alice")
    #expect(try simulator.heard("alice") == ["ready", "chat_message alice: tea"])
  }

  @Test func `a greeter greets who comes in, in order`() throws {
    let simulator = try Simulator.with("alice", "bob")
    try simulator.addBot("greeter", rooms: ["lobby"])
    try simulator.type("/join lobby", as: "alice")
    try simulator.type("/join lobby", as: "bob")
    #expect(
      try simulator.heard("alice") == [
        "user_list", "chat_message Welcome to lobby, alice!", "user_join",
        "chat_message Welcome to lobby, bob!",
      ])
  }

  @Test func `a bot that comes too late greets nobody who was there`() throws {
    let simulator = try Simulator.with("alice")
    try simulator.gather("alice")
    try simulator.addBot("greeter", rooms: ["lobby"])
    #expect(try simulator.heard("alice") == ["user_join"])
  }

  @Test func `bots are back after a restart by themselves`() throws {
    let simulator = try Simulator.with("alice")
    try simulator.addBot("echo", rooms: ["lobby"])
    try simulator.gather("alice")
    try simulator.crash()
    try simulator.restart()
    try simulator.return("alice")
    try simulator.type("!echo hi", as: "alice")
    #expect(try simulator.heard("alice") == ["ready", "chat_message !echo hi", "chat_message hi"])
  }

  /// Joins the room in which it is, again and again: nothing that the driver or time would end.
  private struct RestlessBot: Bot {
    func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
      if case .joined(let room, _) = event { [.join(room: room)] } else { [] }
    }
  }

  @Test func `bots that answer without end end the simulation, with a reason`() throws {
    var limits = Limits()
    limits[.commandsBurst] = 1_000_000
    let simulator = try Simulator.with(limits: limits)
    #expect(throws: Simulator.Failure.endless) {
      try simulator.add(RestlessBot(), name: "restless", rooms: ["lobby"])
    }
    #expect(
      Simulator.Failure.endless.message
        == "clients answer each other without end at one instant; let one of them stop")
  }
}
