import Testing

@testable import Engine
@testable import Store

@Suite struct MessageSearchTests {
  private func store(_ texts: [String], _ order: RowOrder = .usual) throws -> Store {
    let store = try Store.empty(order)
    for (index, text) in texts.enumerated() {
      store.say(UInt64(index + 1), seq: UInt64(index + 1), text)
    }
    return store
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var terms: [String]
    var found: Bool
    var testDescription: String { "\(terms) in '\(text)'" }
  }

  static let cases: [Case] = [
    Case(text: "Hello World", terms: ["hello"], found: true),
    Case(text: "Hello World", terms: ["WORLD", "hello"], found: true),
    Case(text: "Hello World", terms: ["hell"], found: false),
    Case(text: "Hello World", terms: ["hello", "moon"], found: false),
    Case(text: "Hello World", terms: ["hello world"], found: true),
    Case(text: "Hello World", terms: ["world hello"], found: false),
    Case(text: "hello, (world)!", terms: ["hello world"], found: true),
    Case(text: "Hello", terms: ["hello", "!!!"], found: true),
    Case(text: "Hello", terms: ["!!!", "hello"], found: true),
    Case(text: "Hello", terms: ["!!!", "moon"], found: false),
    Case(text: "Hello !!!", terms: ["!!!"], found: false),
    Case(text: "Hello", terms: ["", " ", "\0"], found: false),
    Case(text: "Hello", terms: [], found: false),
    Case(text: "say \"yes\" now", terms: ["say \"yes\" now"], found: true),
    Case(text: "a\0b", terms: ["b"], found: true),
    Case(text: "a\0b", terms: ["a\0b"], found: true),
    Case(text: "one AND two", terms: ["one and two"], found: true),
    Case(text: "one two", terms: ["one AND two"], found: false),
    Case(text: "one two", terms: ["one OR three"], found: false),
    Case(text: "one two", terms: ["on*"], found: false),
    Case(text: "one two", terms: ["^one"], found: false),
    Case(text: "one ^one two", terms: ["^one"], found: true),
    Case(text: "one two", terms: ["NEAR(one two)"], found: false),
    Case(text: "one two", terms: ["\" OR text:\"one"], found: false),
  ]

  @Test(arguments: cases)
  func `terms are words and phrases and never syntax`(example: Case) throws {
    let search = MessageSearch(
      terms: MessageSearch.terms(typed: example.terms), asker: nil, room: nil, from: nil, limit: 10,
      through: .max, after: nil,
      fingerprint: 0)
    let found = try store([example.text]).answer(.messages(search))
    guard case .foundMessages(let rows, next: nil) = found else { throw WrongAnswer() }
    #expect(rows.count == (example.found ? 1 : 0))
  }

  @Test func `every punctuation is harmless wherever it stands in a term`() throws {
    let store = try store(["nothing of that"])
    let visible = (0x00...0x7F).map { String(Unicode.Scalar(UInt8($0))) }
    for one in visible where !one.allSatisfy(\.isLetter) {
      for term in [
        one, one + one, "a" + one, one + "a", "a" + one + "b", "\"" + one, one + "\"", "a " + one + " b",
      ] {
        #expect(try store.search(term).rows.isEmpty)
      }
    }
  }

  /// The words of the scope column, and ways to name the column.
  @Test(arguments: [
    "public", "r1", "f1", "u1", "u2", "scope", "scope:public", "scope:\"u1\"", "\" OR scope:\"public",
    "{scope}:public",
    "-scope:x", "- scope : public", "scope : u1",
  ])
  func `a term does not reach the scope column`(term: String) throws {
    let store = try store(["hello"])
    store.whisper(2, from: 1, to: 2, seq: 1, "hello")
    for asker in [nil, 1, 2] as [UInt32?] {
      #expect(try store.search(term, asker: asker).rows.isEmpty)
      #expect(try store.search("hello", term, asker: asker).rows.isEmpty)
    }
  }

  /// Room 1 and 2 with everybody's words, and private words between 1 and 2, and 1 and 3.
  private func conversations(_ order: RowOrder) throws -> Store {
    let store = try Store.empty(order)
    store.say(1, in: 1, seq: 1, from: 1, "apple open")
    store.whisper(2, from: 1, to: 2, seq: 1, "apple secret")
    store.say(3, in: 2, seq: 1, from: 2, "apple open")
    store.whisper(4, from: 2, to: 1, seq: 2, "apple secret answer")
    store.whisper(5, from: 3, to: 1, seq: 1, "apple other secret")
    store.say(6, in: 1, seq: 2, from: 12, "apple open")
    return store
  }

  struct Visibility: CustomTestStringConvertible, Sendable {
    var asker: UInt32?
    var room: UInt32?
    var from: UInt32?
    var numbers: [UInt64]
    var testDescription: String { "asker \(asker ?? 0), room \(room ?? 0), from \(from ?? 0)" }
  }

  static let visibilities: [Visibility] = [
    Visibility(asker: nil, numbers: [6, 3, 1]),
    Visibility(asker: 1, numbers: [6, 5, 4, 3, 2, 1]),
    Visibility(asker: 2, numbers: [6, 4, 3, 2, 1]),
    Visibility(asker: 3, numbers: [6, 5, 3, 1]),
    Visibility(asker: 12, numbers: [6, 3, 1]),
    Visibility(asker: 1, room: 1, numbers: [6, 1]),
    Visibility(asker: 1, room: 12, numbers: []),
    Visibility(asker: 1, from: 2, numbers: [4, 3]),
    Visibility(asker: 3, from: 1, numbers: [1]),
    Visibility(asker: nil, from: 1, numbers: [1]),
    Visibility(asker: 12, from: 2, numbers: [3]),
    Visibility(asker: 2, from: 3, numbers: []),
    Visibility(asker: 2, room: 2, from: 2, numbers: [3]),
    Visibility(asker: 2, room: 1, from: 2, numbers: []),
  ]

  @Test(arguments: visibilities, RowOrder.allCases)
  func `a search finds what the asker may see, the newest first`(_ example: Visibility, order: RowOrder)
    throws
  {
    let store = try conversations(order)
    for limit in 1...7 {
      let found = try allPages { cursor in
        try store.search(
          "apple", asker: example.asker, room: example.room, from: example.from, limit: limit, after: cursor)
      }
      #expect(found.map(\.number) == example.numbers)
    }
    #expect(
      try store.search("apple", asker: example.asker, room: example.room, from: example.from, through: 4)
        .rows.map(\.number) == example.numbers.filter { $0 <= 4 })
  }

  @Test func `a third person cannot tell whether private messages exist`() throws {
    let with = try conversations(.usual)
    let without = try Store.empty()
    without.say(1, in: 1, seq: 1, from: 1, "apple open")
    without.say(3, in: 2, seq: 1, from: 2, "apple open")
    without.say(6, in: 1, seq: 2, from: 12, "apple open")
    for asker in [nil, 12, 99] as [UInt32?] {
      for terms in ["apple", "secret", "answer", "open", "apple secret"] {
        for from in [nil, 1, 2, 3, 12] as [UInt32?] {
          for limit in 1...4 {
            for cursor in [nil] + (0...7).map({ Cursor(fingerprint: 7, position: $0) }) {
              let one = try with.search(terms, asker: asker, from: from, limit: limit, after: cursor)
              let other = try without.search(terms, asker: asker, from: from, limit: limit, after: cursor)
              #expect(one.rows == other.rows)
              #expect(one.next == other.next)
            }
          }
        }
      }
    }
  }

  @Test(arguments: RowOrder.allCases)
  func `a hidden room cannot be told from one in which nothing was said`(order: RowOrder) throws {
    let with = try conversations(order)
    let without = try Store.empty(order)
    without.say(1, in: 1, seq: 1, from: 1, "apple open")
    without.whisper(2, from: 1, to: 2, seq: 1, "apple secret")
    without.say(6, in: 1, seq: 2, from: 12, "apple open")
    for asker in [nil, 1, 2, 99] as [UInt32?] {
      for from in [nil, 2] as [UInt32?] {
        for limit in 1...3 {
          for cursor in [nil] + (0...7).map({ Cursor(fingerprint: 7, position: $0) }) {
            // What 1 and 2 say to each other is theirs, whatever is hidden; the rest is the same for all.
            let terms = asker == 1 || asker == 2 ? "apple open" : "apple"
            let one = try with.search(
              terms, asker: asker, hidden: [2, 7], from: from, limit: limit, after: cursor)
            let other = try without.search(terms, asker: asker, from: from, limit: limit, after: cursor)
            #expect(one.rows == other.rows)
            #expect(one.next == other.next)
          }
        }
      }
    }
    #expect(try with.search("apple", hidden: [1, 2]).rows.isEmpty)
    #expect(try with.search("apple", hidden: []).rows.count == 3)
  }

  @Test func `a search that would look at too much is given up, and the store goes on`() throws {
    let store = try Store.empty(.usual)
    // Each half of the phrase is in every message, and the phrase in none.
    for number in 1...3000 as ClosedRange<UInt64> {
      store.say(number, in: 1, seq: number, from: 1, "the of the of and so on")
    }
    func isTooMuch(_ term: String) throws -> Bool {
      let search = MessageSearch(terms: [term], limit: 20, through: 3000, fingerprint: 7)
      return try store.answer(.messages(search)) == .tooMuch
    }
    #expect(try !isTooMuch("of of the"))
    #expect(try !isTooMuch("of of t*"))
    #expect(try !isTooMuch("of of the?"))
    store.searchSteps = -1500
    #expect(try isTooMuch("of of the"))
    store.searchSteps = -4500
    #expect(try isTooMuch("of t*"))
    // What was written in the same turn is still there, and so is the next search.
    store.say(3001, in: 1, seq: 3001, from: 1, "well")
    try store.commit()
    store.searchSteps = 1500
    #expect(try store.search("well").rows.count == 1)
  }

  @Test func `what the asker may not read is looked at, and not for ever`() throws {
    let store = try Store.empty(.usual)
    for number in 1...3000 as ClosedRange<UInt64> {
      store.say(number, in: 2, seq: number, from: 1, "hello")
    }
    let search = MessageSearch(terms: ["hello"], limit: 20, through: 3000, fingerprint: 7)
    #expect(try store.answer(.messages(search), mayRead: { _ in false }) == .foundMessages([], next: nil))
    store.searchRows = 2999
    #expect(try store.answer(.messages(search), mayRead: { _ in false }) == .tooMuch)
  }

  @Test func `a found message says where it was said`() throws {
    let store = try conversations(.usual)
    let rows = try store.search("apple", asker: 1, limit: 2).rows
    #expect(rows.map(\.place) == [.room(RoomID(1)), .pair(Pair(UserID(1), UserID(3)))])
    #expect(rows.map(\.text) == ["apple open", "apple other secret"])
    #expect(rows.map(\.seq) == [2, 1])
  }

  @Test func `a message can be taken out of the index with its old text`() throws {
    let store = try store(["apple pie", "apple tart"])
    try store.commit()
    try store.index()
    try store.run(
      """
      DELETE FROM messages WHERE id = 1;
      INSERT INTO message_index (message_index, rowid, text, scope)
      VALUES ('delete', 1, 'apple pie', 'r1 f1');
      """)
    #expect(try store.search("apple").rows.map(\.number) == [2])
    #expect(try store.search("pie").rows.isEmpty)
  }

  @Test(arguments: [true, false])
  func `an edited message is found by its new words alone, whether or not it was indexed before`(
    indexed: Bool
  ) throws {
    let store = try store(["apple pie", "apple tart"])
    store.whisper(3, from: 1, to: 2, seq: 1, "apple secret")
    if indexed { #expect(try store.search("apple", asker: 1).rows.count == 3) }
    let instant = Instant(milliseconds: 99)
    store.write(.messageEdited(.room(RoomID(1)), seq: 1, text: "plum pie", at: instant))
    store.write(.messageEdited(.pair(Pair(UserID(1), UserID(2))), seq: 1, text: "plum secret", at: instant))
    #expect(try store.search("apple", asker: 1).rows.map(\.number) == [2])
    let found = try store.search("plum", asker: 1).rows
    #expect(found.map(\.text) == ["plum secret", "plum pie"])
    #expect(found.map(\.editedAt) == [instant, instant])
    #expect(try store.search("plum", asker: 3).rows.map(\.number) == [1])
    #expect(try store.history(ofRoom: 1).rows.map(\.editedAt) == [instant, nil])
    // What was deleted has no text that could be edited.
    store.write(.messageDeleted(.room(RoomID(1)), seq: 1))
    store.write(.messageEdited(.room(RoomID(1)), seq: 1, text: "peach", at: instant))
    #expect(try store.search("plum").rows.isEmpty)
    #expect(try store.search("peach").rows.isEmpty)
    #expect(try store.history(ofRoom: 1).rows.first?.text == "")
  }

  /// What an asker finds of what mentions them.
  private func mentions(
    of user: UInt32, in store: Store, _ terms: String..., room: UInt32? = nil, hidden: [UInt32] = []
  ) throws -> [UInt64] {
    let search = MessageSearch(
      terms: terms, asker: UserID(user), room: room.map { RoomID($0) }, limit: 100, through: .max,
      fingerprint: 7, mentioning: UserID(user))
    let answer = try store.answer(.messages(search)) { !hidden.contains($0.number) }
    guard case .foundMessages(let rows, _) = answer else { throw WrongAnswer() }
    return rows.map(\.number)
  }

  @Test(arguments: [true, false])
  func `mentions are found by those who are mentioned, where they may read, until the text goes`(
    indexed: Bool
  ) throws {
    let store = try store(["apple pie"])
    let users = (1...3).map { UserID($0) }
    func say(_ number: UInt64, _ place: MessagePlace, seq: UInt64, _ mentioned: [UserID]) {
      store.write(
        .messageStored(
          number: number, place, seq: seq, from: users[0], text: "apple", at: .virtualStart,
          extras: MessageExtras(replyTo: 1, data: "{}", mentions: mentioned)))
    }
    say(2, .room(RoomID(1)), seq: 2, [users[2], users[1]])
    say(3, .room(RoomID(2)), seq: 1, [users[1]])
    say(4, .pair(Pair(users[0], users[1])), seq: 1, [users[1], users[2]])
    if indexed { #expect(try mentions(of: 2, in: store) == [4, 3, 2]) }
    #expect(try mentions(of: 2, in: store, hidden: [2]) == [4, 2])
    #expect(try mentions(of: 2, in: store, room: 1) == [2])
    #expect(try mentions(of: 2, in: store, "apple") == [4, 3, 2])
    #expect(try mentions(of: 2, in: store, "pie").isEmpty)
    #expect(try mentions(of: 3, in: store) == [2])
    #expect(try mentions(of: 1, in: store).isEmpty)
    let row = try #require(try store.history(ofRoom: 1).rows.last)
    #expect(row.extras == MessageExtras(replyTo: 1, data: "{}", mentions: [users[2], users[1]]))
    // An edit mentions others, and a deletion nobody.
    store.write(
      .messageEdited(
        .room(RoomID(1)), seq: 2, text: "plum", at: .virtualStart, mentions: [users[0]]))
    #expect(try mentions(of: 2, in: store) == [4, 3])
    #expect(try mentions(of: 1, in: store) == [2])
    #expect(
      try store.history(ofRoom: 1).rows.last?.extras
        == MessageExtras(replyTo: 1, data: "{}", mentions: [users[0]]))
    store.write(.messageDeleted(.room(RoomID(1)), seq: 2))
    #expect(try mentions(of: 1, in: store).isEmpty)
    #expect(try store.history(ofRoom: 1).rows.last?.extras == MessageExtras(replyTo: 1))
  }

  @Test(arguments: RowOrder.allCases)
  func `paging to the end gives each message once`(order: RowOrder) throws {
    let store = try Store.empty(order)
    for number in 1...500 as ClosedRange<UInt64> {
      store.say(number, seq: number, number % 3 == 0 ? "fizz \(number)" : "plain \(number)")
    }
    let wanted = (1...500 as ClosedRange<UInt64>).filter { $0 % 3 == 0 }.reversed()
    for limit in [1, 7, 50, 1000] {
      let found = try allPages { try store.search("fizz", limit: limit, after: $0) }
      #expect(found.map(\.number) == Array(wanted))
    }
  }
}
