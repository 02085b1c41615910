import Testing

@testable import Engine

@Suite struct NameIndexTests {
  /// A state of an earlier program, which told `maẞ` and `mass` apart and took `ılgın` for `ilgin`.
  private func earlierState() throws -> Engine {
    var tables = TableState()
    tables.configuration.limits = .unhurried
    tables.users = ["mass", "maẞ", "MAß", "ılgın"].map {
      TableState.User(name: $0, bot: false, isDeleted: false, isErased: false)
    }
    tables.rooms = ["Straẞe", "strasse"].map {
      TableState.Room(name: $0, isDeleted: false, seq: 0, decisions: [])
    }
    return try Engine(tables)
  }

  @Test func `names that became alike lead to the older one, and their exact spelling to the others`() throws
  {
    let engine = try earlierState()
    let found = ["mass", "MASS", "maß", "maẞ", "MAß", "mAẞ"].map { engine.userID(of: $0)?.number }
    #expect(found == [1, 1, 1, 2, 3, 1])
    #expect(engine.userID(of: "ılgın") == UserID(4))
    #expect(engine.userID(of: "ilgin") == nil)
  }

  @Test func `a name whose holder is erased belongs to the next one`() throws {
    var engine = try earlierState()
    engine.apply(.administered(.eraseUser(UserID(1))), at: engine.now)
    #expect(["mass", "maẞ", "MAß", "MASS"].map { engine.userID(of: $0)?.number } == [2, 2, 3, 2])
    engine.apply(.administered(.eraseUser(UserID(3))), at: engine.now)
    #expect(["mass", "maẞ", "MAß"].map { engine.userID(of: $0)?.number } == [2, 2, 2])
    #expect(throws: Refusal.self) { try engine.checkNewUser("mass") }
    _ = engine.takeEffects()
    let again = try Engine(canonicalBytes: engine.canonicalBytes)
    #expect(["mass", "maẞ", "MAß"].map { again.userID(of: $0)?.number } == [2, 2, 2])
    engine.apply(.administered(.eraseUser(UserID(2))), at: engine.now)
    #expect(engine.userID(of: "mass") == nil)
  }

  @Test func `a room whose name is taken by an older one is found by its exact spelling`() throws {
    var stage = Stage(limits: .unhurried)
    stage.replaceEngine(by: try earlierState())
    let ann = stage.user("ann")
    _ = stage.take(ann)
    for (name, room) in [("strasse", 2), ("STRASSE", 1), ("Straẞe", 1)] as [(String, UInt32)] {
      stage.send(.join(room: name, after: nil), from: ann)
      guard case .userList(let list) = stage.take(ann).last else {
        Issue.record("\(name) cannot be joined")
        continue
      }
      #expect(list.room == stage.engine.name(of: RoomID(room)), "\(name)")
    }
  }

  @Test func `the store is told the keys of all names that are not of ASCII alone, or have a namesake`()
    throws
  {
    let keys = try earlierState().storedKeys
    #expect(keys.users.map(\.id.number) == [2, 3, 4])
    #expect(keys.users.map(\.key) == ["mass\u{1}2", "mass\u{1}3", "ılgın"])
    #expect(keys.rooms.map(\.id.number) == [1, 2])
    #expect(keys.rooms.map(\.key) == ["strasse", "strasse\u{1}2"])
  }
}
