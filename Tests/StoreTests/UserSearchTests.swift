import Engine
import Testing

@testable import Store

@Suite struct UserSearchTests {
  private static let names = [
    "alice", "Malice", "al", "ALBERT", "bob", "hal", "Zoë", "zoe\u{308}2", "under_score", "percent%sign",
    "a\"b'c", "*star*",
    "Σίσυφος", "ab", "ba", "cab", "abab", "😀grin", "x😀grin", "\u{D7FF}edge", "\u{10FFFF}top", "m\u{301}ark",
  ]

  private func store(_ order: RowOrder = .usual) throws -> Store {
    let store = try Store.empty(order)
    for (index, name) in Self.names.enumerated() { store.register(UInt32(index + 1), name) }
    return store
  }

  /// What the search is to find, by definition: by key in the order of UTF-8 bytes, prefixes before the rest.
  private func expected(_ text: String, through: UInt32 = .max) -> [UInt32] {
    let keys = Self.names.enumerated().map {
      (UInt32($0 + 1), Array($1.uppercased().lowercased().composed.utf8))
    }
    let text = Array(text.composed.utf8)
    func contains(_ key: [UInt8]) -> Bool {
      key.count >= text.count && (0...key.count - text.count).contains { key[$0...].starts(with: text) }
    }
    let sorted = keys.filter { $0.0 <= through && contains($0.1) }.sorted {
      $0.1.lexicographicallyPrecedes($1.1)
    }
    return (sorted.filter { $0.1.starts(with: text) } + sorted.filter { !$0.1.starts(with: text) }).map(\.0)
  }

  @Test(
    arguments: [
      "", "a", "al", "ali", "alic", "lic", "ice", "b", "ab", "ba", "bab", "zoë", "zoe\u{308}", "oë2", "_",
      "r_s", "%", "t%s",
      "\"", "\"b'", "'", "*", "*st", "tar*", "σίσ", "ίσυ", "ος", "😀", "😀gr", "\u{D7FF}", "\u{10FFFF}",
      "\u{10FFFF}t", "\u{301}",
      "nobody", "al OR bob", "key:al", "\0", "a\0b", "^ali", "ali*",
    ], RowOrder.allCases)
  func `users are found by prefix, then by substring, each by key`(text: String, order: RowOrder) throws {
    let store = try store(order)
    #expect(try store.users(text).rows.map(\.user.number) == expected(text))
    #expect(try store.users(text, through: 9).rows.map(\.user.number) == expected(text, through: 9))
    for limit in [1, 2, 5] {
      let paged = try allPages { try store.users(text, limit: limit, after: $0) }
      #expect(paged.map(\.user.number) == expected(text))
    }
  }

  @Test func `a text that very many names contain is found in the same order`() throws {
    let store = try Store.empty()
    let names = (1...1500).map { "x\($0 * 7919 % 1500)many" } + ["manyfold", "few"]
    for (index, name) in names.enumerated() { store.register(UInt32(index + 1), name) }
    let expected =
      ["manyfold"]
      + names.filter { $0.hasSuffix("many") }.sorted { Array($0.utf8).lexicographicallyPrecedes($1.utf8) }
    for text in ["y", "ny", "any", "many"] {
      #expect(try store.users(text, limit: .max).rows.map(\.name) == expected)
    }
    #expect(try allPages { try store.users("many", limit: 97, after: $0) }.map(\.name) == expected)
  }

  @Test func `a row has the name as it was registered`() throws {
    let store = try store()
    store.register(99, "Robo", bot: true)
    #expect(try store.users("malice").rows == [UserRow(user: UserID(2), name: "Malice", bot: false)])
    #expect(try store.users("robo").rows == [UserRow(user: UserID(99), name: "Robo", bot: true)])
    #expect(try store.users("zoë2").rows.first.map { Array($0.name.utf8) } == Array("zoe\u{308}2".utf8))
  }

  @Test func `a cursor that was made up is the end of the list`() throws {
    let store = try store()
    for position in [0, 999, .max, 1 << 32, 2 << 32 | 1, 7 << 32 | 2] as [UInt64] {
      let found = try store.users("zzz", after: Cursor(fingerprint: 7, position: position))
      #expect(found.rows.isEmpty)
      #expect(found.next == nil)
    }
  }

  @Test(arguments: RowOrder.allCases)
  func `rooms are listed by key, page by page`(order: RowOrder) throws {
    let store = try Store.empty(order)
    for (index, name) in ["lobby", "Attic", "zoo", "Été", "cellar"].enumerated() {
      store.create(UInt32(index + 1), name)
    }
    let names = ["Attic", "cellar", "lobby", "zoo", "Été"]
    #expect(try store.rooms().rows.map(\.name) == names)
    #expect(try store.rooms(through: 2).rows.map(\.name) == ["Attic", "lobby"])
    for limit in 1...6 {
      #expect(try allPages { try store.rooms(limit: limit, after: $0) }.map(\.name) == names)
    }
    #expect(try store.rooms(after: "zzz").rows.map(\.name) == ["Été"])
    #expect(try store.rooms(after: "\u{10FFFF}").rows.isEmpty)
    store.write(.roomRuled(RoomID(2), [.unlisted(true)]))
    store.write(.roomRuled(RoomID(4), [.inviteOnly(true)]))
    for limit in 1...6 {
      let open = try allPages { try store.rooms(limit: limit, after: $0) }
      #expect(open.map(\.name) == names.filter { $0 != "Attic" && $0 != "Été" })
      let shown = try allPages { try store.rooms(limit: limit, shown: [2, 3, 99], after: $0) }
      #expect(shown.map(\.name) == names.filter { $0 != "Été" })
    }
  }

  @Test func `a search that would have to look at too many names is given up`() throws {
    let store = try Store.empty()
    for number in 1...3000 as ClosedRange<UInt32> {
      store.register(number, number <= 1800 ? "a\(number)" : "bz\(number)")
    }
    let search = UserSearch(text: "z", limit: 5, through: UserID(.max), fingerprint: 7)
    guard case .users(let rows, _) = try store.answer(.users(search)) else { throw WrongAnswer() }
    #expect(rows.map(\.name) == ["bz1801", "bz1802", "bz1803", "bz1804", "bz1805"])
    store.userSearchSteps = 2000
    #expect(try store.answer(.users(search)) == .tooMuch)
    // What is found at once costs the same as before.
    #expect(try store.users("a1", limit: 5).rows.count == 5)
  }

  @Test func `users who are erased are in nobody's way`() throws {
    let store = try Store.empty()
    for number in 1...1500 as ClosedRange<UInt32> { store.register(number, "user\(number)") }
    store.register(1501, "zeta")
    for number in 1...1500 as ClosedRange<UInt32> {
      store.write(.userDeleted(UserID(number)))
      let name = "(erased \(number))"
      store.write(.userErased(UserID(number), name: name, key: name))
    }
    try store.tidyUp(.retain(.forever))
    store.userSearchSteps = 1000
    for text in ["", "z", "et", "eta"] {
      #expect(try store.users(text).rows.map(\.name) == ["zeta"], "\(text)")
    }
    for text in ["(", "1", "er", "erased"] { #expect(try store.users(text).rows.isEmpty, "\(text)") }
  }
}
