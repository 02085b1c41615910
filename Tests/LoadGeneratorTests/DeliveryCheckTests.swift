import Client
import LoadGenerator
import Testing

/// A check that can be asked inside an expectation, where values cannot change.
private final class Checker {
  private var check: DeliveryCheck

  init(_ plan: LoadPlan) { check = DeliveryCheck(plan) }

  var received: UInt64 { check.received }
  var expected: UInt64 { check.expected }

  @discardableResult func send(by sender: Int) -> UInt32 { check.noteSent(by: sender) }

  func refuse(_ count: UInt32, of sender: Int) { check.noteRefused(count, of: sender) }

  func arrival(of count: UInt32, from sender: Int, at connection: Int) -> DeliveryCheck.Arrival {
    check.noteArrival(of: count, from: sender, at: connection)
  }

  func missing(at connection: Int) -> UInt64 { check.missing(at: connection) }
}

@Suite("The check of deliveries") struct DeliveryCheckTests {
  private func plan(connections: Int = 4, senders: Int = 2, rooms: Int = 1) -> LoadPlan {
    LoadPlan(
      endpoint: Endpoint(host: "localhost", port: 8080), run: 1, connections: connections, senders: senders,
      pace: .window(1), logIn: .registration(password: ""), rooms: .several(prefix: "r", count: rooms),
      size: 64, warmup: LoadTime(nanoseconds: 0), duration: LoadTime(nanoseconds: 1), atOnce: 1)
  }

  @Test func `a message that comes twice is duplicated`() {
    let check = Checker(plan())
    for _ in 1...3 { check.send(by: 1) }
    #expect(check.arrival(of: 1, from: 1, at: 3) == .inOrder)
    #expect(check.arrival(of: 1, from: 1, at: 3) == .duplicated)
    #expect(check.arrival(of: 3, from: 1, at: 3) == .inOrder)
    #expect(check.arrival(of: 2, from: 1, at: 3) == .outOfOrder)
    #expect(check.arrival(of: 2, from: 1, at: 3) == .duplicated)
    #expect(check.received == 3)
    #expect(check.missing(at: 3) == 0)
    #expect(check.missing(at: 2) == 3)
  }

  @Test func `what comes late is taken out of the middle of a gap`() {
    let check = Checker(plan())
    for _ in 1...10 { check.send(by: 0) }
    #expect(check.arrival(of: 8, from: 0, at: 1) == .inOrder)
    for count: UInt32 in [4, 1, 7] { #expect(check.arrival(of: count, from: 0, at: 1) == .outOfOrder) }
    for count: UInt32 in [4, 1, 7, 8] { #expect(check.arrival(of: count, from: 0, at: 1) == .duplicated) }
    // 2, 3, 5, 6, 9 and 10.
    #expect(check.missing(at: 1) == 6)
  }

  @Test func `what nobody sent, or not to this room, is unexpected`() {
    let check = Checker(plan(rooms: 2))
    #expect(check.arrival(of: 1, from: 0, at: 0) == .unexpected)
    check.send(by: 0)
    #expect(check.expected == 2)
    #expect(check.arrival(of: 1, from: 0, at: 1) == .unexpected)
    #expect(check.arrival(of: 0, from: 0, at: 0) == .unexpected)
    #expect(check.arrival(of: 2, from: 0, at: 0) == .unexpected)
    #expect(check.arrival(of: 1, from: 2, at: 0) == .unexpected)
    #expect(check.arrival(of: 1, from: 99, at: 0) == .unexpected)
    #expect(check.arrival(of: 1, from: 0, at: 2) == .inOrder)
    #expect(check.missing(at: 0) == 1)
    #expect(check.missing(at: 1) == 0)
    #expect(check.missing(at: 2) == 0)
  }

  @Test func `a refused message is missed by nobody, and nobody is to get it`() {
    let check = Checker(plan())
    for _ in 1...3 { check.send(by: 0) }
    check.refuse(2, of: 0)
    check.refuse(2, of: 0)
    #expect(check.expected == 8)
    #expect(check.arrival(of: 1, from: 0, at: 0) == .inOrder)
    #expect(check.arrival(of: 2, from: 0, at: 0) == .unexpected)
    #expect(check.arrival(of: 3, from: 0, at: 0) == .inOrder)
    #expect(check.missing(at: 0) == 0)
    #expect(check.missing(at: 1) == 2)
  }

  @Test func `a refusal that is known only after the next message is no gap either`() {
    let check = Checker(plan())
    for _ in 1...2 { check.send(by: 0) }
    #expect(check.arrival(of: 2, from: 0, at: 0) == .inOrder)
    #expect(check.missing(at: 0) == 1)
    check.refuse(1, of: 0)
    #expect(check.missing(at: 0) == 0)
  }
}
