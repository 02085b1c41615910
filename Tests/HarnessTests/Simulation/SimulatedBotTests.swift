import Bots
import Engine
import Testing

@testable import Harness

@Suite("Bots in the simulation") struct SimulatedBotTests {
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

  @Test func `a bot that comes too late greets nobody who was there`() throws {
    let simulator = try Simulator.with("alice")
    try simulator.gather("alice")
    try simulator.addBot("greeter", rooms: ["lobby"])
    #expect(try simulator.heard("alice") == ["user_join"])
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
