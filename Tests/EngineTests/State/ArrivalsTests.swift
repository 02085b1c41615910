import TestSupport
import Testing

@testable import Engine

@Suite struct ArrivalsTests {
  @Test(arguments: 1...UInt64(Soak.rounds(4, of: 20)))
  func `pages of a list have everybody who stays, once and in order`(seed: UInt64) {
    var numbers = RandomNumbers(seed: seed)
    var room = Room(name: "lobby")
    var newest: UInt32 = 0
    for _ in 0..<200 {
      newest += 1
      room.arrive(UserID(newest))
    }
    var staying = (1...newest).map { UserID($0) }
    var listed: [UserID] = []
    var number: UInt64? = 0
    while let after = number {
      let page = room.arrivals(after: after, limit: Int.random(in: 1...7, using: &numbers))
      listed += page.users
      number = page.next
      // So many leave that gaps are closed again and again; some come back, as the last ones.
      for _ in 0..<6 {
        guard let user = staying.randomElement(using: &numbers) else { break }
        staying.removeAll { $0 == user }
        leave(room: &room, user)
        if Bool.random(using: &numbers) { room.arrive(user) }
      }
    }
    #expect(listed.filter(staying.contains) == staying)
  }

  @Test func `numbers of arrivals are written, and those of earlier programs follow from the order`() throws {
    var stage = Stage()
    let connections = ["alice", "bob", "carol"].map { stage.user($0) }
    for connection in connections { stage.send(.join(room: "lobby", after: nil), from: connection) }
    stage.send(.leave(room: "lobby"), from: connections[0])
    stage.send(.join(room: "lobby", after: nil), from: connections[0])
    let engine = try Engine(canonicalBytes: stage.engine.canonicalBytes)
    #expect(engine.rooms[RoomID(1)].lastArrival == 4)
    #expect(engine.rooms[RoomID(1)].presence == stage.engine.rooms[RoomID(1)].presence)
    #expect(engine.rooms[RoomID(1)].arrivals(after: 2, limit: 1).users == [UserID(3)])
    #expect(engine.rooms[RoomID(1)].arrivals(after: 3, limit: 1).users == [UserID(1)])
  }

  /// Takes a user out as the engine does.
  private func leave(room: inout Room, _ user: UserID) {
    guard let presence = room.presence.removeValue(forKey: user), room.arrivals.remove(at: presence.slot)
    else { return }
    for (slot, other) in room.arrivals.slots.enumerated() {
      if let other { room.presence[other]?.slot = slot }
    }
  }
}
