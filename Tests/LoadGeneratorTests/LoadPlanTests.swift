import Client
import LoadGenerator
import Testing

@Suite("Plans of loads") struct LoadPlanTests {
  private func plan(_ change: (inout LoadPlan) -> Void = { _ in }) -> LoadPlan {
    var plan = LoadPlan(
      endpoint: Endpoint(host: "localhost", port: 8080), run: 0xab, connections: 10, senders: 4,
      pace: .window(1), logIn: .registration(password: ""), rooms: .several(prefix: "r", count: 3), size: 64,
      warmup: LoadTime(nanoseconds: 0), duration: LoadTime(nanoseconds: 1), atOnce: 64)
    change(&plan)
    return plan
  }

  @Test func `connections take the rooms in turn`() {
    let plan = plan()
    #expect(plan.mistake == nil)
    for room in 0..<3 {
      let members = (0..<10).filter { plan.room(of: $0) == room }
      #expect(plan.members(inRoom: room) == members.count)
      let senders = members.filter { $0 < 4 }
      #expect(plan.senders(inRoom: room) == senders.count)
      #expect(senders.map { plan.place(ofSender: $0) } == Array(senders.indices))
    }
    #expect(plan.name(ofRoom: 2) == "r-2")
    #expect(plan.runName == "0000ab")
  }

  @Test func `rooms without a sender have none`() {
    let plan = plan { $0.senders = 2 }
    #expect((0..<3).map { plan.senders(inRoom: $0) } == [1, 1, 0])
  }

  @Test func `every mistake is told`() {
    let mistakes: [(String, (inout LoadPlan) -> Void)] = [
      ("--connections", { $0.connections = 0 }),
      ("--senders", { $0.senders = 11 }),
      ("--senders", { $0.senders = 0 }),
      ("--rooms", { $0.rooms = .several(prefix: "r", count: 11) }),
      ("--rooms", { $0.rooms = .several(prefix: "r", count: 0) }),
      ("--window", { $0.pace = .window(0) }),
      ("--rate", { $0.pace = .rate(0) }),
      ("--rate", { $0.pace = .rate(.nan) }),
      ("--size", { $0.size = 35 }),
      ("--duration", { $0.duration = LoadTime(nanoseconds: 0) }),
      ("--at-once", { $0.atOnce = 0 }),
      ("3 tokens", { $0.logIn = .tokens(["a", "b", "c"]) }),
      ("ws://", { $0.endpoint.isSecure = true }),
      ("fewer senders", { ($0.connections, $0.senders) = (1_000_000, 1000) }),
    ]
    for (words, change) in mistakes {
      let mistake = plan(change).mistake
      #expect(mistake?.contains(words) == true, "\(words): \(mistake ?? "no mistake")")
    }
  }
}
