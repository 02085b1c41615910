import Testing

@testable import Server

@Suite struct DoorkeeperTests {
  @Test func `that the server is full is said once, and again when it had room in between`() {
    let doorkeeper = Doorkeeper(most: 10, mostPerAddress: nil)
    var verdicts = (1...10).map { _ in doorkeeper.admit(nil) }
    #expect(doorkeeper.beginsToBeFull())
    #expect(!doorkeeper.beginsToBeFull())
    // One place is not room.
    doorkeeper.left(nil, after: verdicts.removeLast())
    verdicts.append(doorkeeper.admit(nil))
    #expect(!doorkeeper.beginsToBeFull())
    for _ in 1...2 { doorkeeper.left(nil, after: verdicts.removeLast()) }
    #expect(!doorkeeper.beginsToBeFull())
    for _ in 1...2 { verdicts.append(doorkeeper.admit(nil)) }
    #expect(doorkeeper.beginsToBeFull())
  }
}
