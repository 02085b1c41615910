import Bots
import Engine
import Harness
import Testing

@Suite("Bots in the simulation") struct SimulatedBotTests {
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
