import Engine
import Testing

@testable import Store

@Suite struct StoredKeyTests {
  @Test func `users and rooms are found by the keys that another program folds`() throws {
    let store = try Store.empty()
    store.register(1, "ılgın", key: "ilgin")
    store.register(2, "maẞ", key: "maß")
    store.register(3, "mass")
    // The second room gets the key that the first one has so far.
    store.write(.roomCreated(RoomID(1), name: "ıo", key: "io", owner: nil, at: .virtualStart))
    store.write(.roomCreated(RoomID(2), name: "io", key: "i", owner: nil, at: .virtualStart))
    try store.commit()
    var keys = StoredKeys()
    keys.users = [(UserID(1), "ılgın"), (UserID(2), "mass"), (UserID(3), "mass\u{1}3")]
    keys.rooms = [(RoomID(1), "ıo"), (RoomID(2), "io")]
    try store.set(keys)
    store.register(4, "ilgin")
    try store.commit()
    #expect(try store.users("lg").rows.map(\.user.number) == [4, 1])
    #expect(try store.users("ilg").rows.map(\.user.number) == [4])
    #expect(try store.users("ılgın").rows.map(\.user.number) == [1])
    #expect(try store.users("ass").rows.map(\.user.number) == [2, 3])
    #expect(try store.users("maß").rows.isEmpty)
    let rooms = "SELECT count(*) FROM rooms WHERE (id, key) IN (VALUES (1, 'ıo'), (2, 'io'))"
    #expect(try store.number(rooms) == 2)
  }
}
