import Testing

@testable import Engine
@testable import Store

@Suite struct ReactionTests {
  private let room = MessagePlace.room(RoomID(1))
  private let pair = MessagePlace.pair(Pair(UserID(1), UserID(2)))

  /// Two users, a room with three messages, and a private message.
  private func talk(_ order: RowOrder = .usual) throws -> Store {
    let store = try Store.empty(order)
    for (user, name) in [(1, "alice"), (2, "bob")] as [(UInt32, String)] { store.register(user, name) }
    for room in 1...2 as ClosedRange<UInt32> { store.create(room, "room \(room)") }
    for seq in 1...3 as ClosedRange<UInt64> { store.say(seq, seq: seq, "tea \(seq)") }
    store.say(4, in: 2, seq: 1, "tea elsewhere")
    store.whisper(5, from: 1, to: 2, seq: 1, "tea")
    return store
  }

  private func change(
    _ store: Store, _ text: String, by user: UInt32, to seq: UInt64 = 1, at place: MessagePlace? = nil,
    adds: Bool = true
  ) {
    store.write(
      .reactionChanged(place ?? room, seq: seq, by: UserID(user), reaction: text, adds: adds))
  }

  private func shown(_ rows: [MessageRow]) -> [[String]] {
    rows.map { row in
      row.reactions.map { "\($0.text) \($0.count) \($0.users.map(\.number))" }
    }
  }

  @Test(arguments: RowOrder.allCases)
  func `pages and searches have reactions in the order of first use`(order: RowOrder) throws {
    let store = try talk(order)
    change(store, "b", by: 2)
    change(store, "a", by: 1)
    change(store, "b", by: 1)
    change(store, "b", by: 1)
    change(store, "c", by: 1, to: 3)
    change(store, "d", by: 1, to: 1, at: .room(RoomID(2)))
    change(store, "e", by: 2, to: 1, at: pair)
    let first = ["b 2 [2, 1]", "a 1 [1]"]
    #expect(shown(try store.history().rows) == [first, [], ["c 1 [1]"]])
    #expect(shown(try store.history(limit: 2).rows) == [[], ["c 1 [1]"]])
    #expect(shown(try store.history(.after(0), limit: 1).rows) == [first])
    #expect(shown(try store.history(ofRoom: 2).rows) == [["d 1 [1]"]])
    #expect(shown(try store.history(between: (1, 2), asker: 1).rows) == [["e 1 [2]"]])
    #expect(shown(try store.search("tea").rows) == [["d 1 [1]"], ["c 1 [1]"], [], first])
    store.reactionUsers = 1
    #expect(shown(try store.history(limit: 3).rows).first == ["b 2 [2]", "a 1 [1]"])
    change(store, "b", by: 2, adds: false)
    change(store, "b", by: 2, adds: false)
    #expect(shown(try store.history(limit: 3).rows).first == ["b 1 [1]", "a 1 [1]"])
    change(store, "b", by: 1, adds: false)
    change(store, "b", by: 2)
    #expect(shown(try store.history(limit: 3).rows).first == ["a 1 [1]", "b 1 [2]"])
  }

  @Test func `what is known of a reaction is counted by user and by kind`() throws {
    let store = try talk()
    change(store, "caf\u{e9}", by: 1)
    change(store, "caf\u{e9}", by: 2)
    change(store, "b", by: 1)
    func find(_ text: String, by user: UInt32, to seq: UInt64 = 1) throws -> Lookup.Reactions? {
      try store.find(
        Lookup(place: room, seq: seq, reaction: Lookup.Reaction(user: UserID(user), text: text)))?
        .reactions
    }
    #expect(
      try find("cafe\u{301}", by: 1)
        == Lookup.Reactions(text: "caf\u{e9}", kinds: 2, count: 2, kindsOfUser: 2, isOfUser: true))
    #expect(
      try find("b", by: 2) == Lookup.Reactions(text: "b", kinds: 2, count: 1, kindsOfUser: 1, isOfUser: false)
    )
    #expect(
      try find("c", by: 2) == Lookup.Reactions(text: "c", kinds: 2, count: 0, kindsOfUser: 1, isOfUser: false)
    )
    #expect(
      try find("b", by: 1, to: 2)
        == Lookup.Reactions(text: "b", kinds: 0, count: 0, kindsOfUser: 0, isOfUser: false))
    #expect(try find("cafe\u{301}", by: 1)?.text.utf8.elementsEqual("caf\u{e9}".utf8) == true)
    #expect(try store.find(Lookup(place: room, seq: 1))?.reactions == nil)
  }

  @Test func `reactions go with their message, their room and their user, a portion at a time`() throws {
    let store = try talk()
    for user in 1...200 as ClosedRange<UInt32> { change(store, "a", by: user) }
    change(store, "b", by: 2, to: 2)
    change(store, "b", by: 1, to: 2)
    change(store, "c", by: 2, to: 3)
    change(store, "d", by: 1, to: 1, at: .room(RoomID(2)))
    change(store, "e", by: 2, to: 1, at: pair)
    change(store, "e", by: 1, to: 1, at: pair)
    store.write(.messageDeleted(room, seq: 1))
    #expect(shown(try store.history().rows) == [[], ["b 2 [2, 1]"], ["c 1 [2]"]])
    #expect(try store.number("SELECT count(*) FROM reactors") == 206)
    store.write(.userErased(UserID(2), name: "(erased 2)", key: "(erased 2)"))
    store.write(.roomDeleted(RoomID(2)))
    try store.tidyUp(.retain(.forever))
    #expect(try store.rows("SELECT text || ' ' || count FROM reactions ORDER BY id") == ["b 1", "e 1"])
    #expect(try store.number("SELECT count(*) FROM reactors") == 2)
    #expect(shown(try store.history().rows) == [[], ["b 1 [1]"], []])
  }
}
