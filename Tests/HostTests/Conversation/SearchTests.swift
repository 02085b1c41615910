import Engine
import Testing
import Wire

@Suite struct SearchTests {
  private func talk() throws -> (Chat, alice: Client, bob: Client) {
    let chat = try Chat(limits: .with { $0[.searchPage] = 3 })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "tea")
    for number in 1...4 { try alice.says("apple \(number)", in: "lobby") }
    try bob.says("apple pie", in: "tea")
    try bob.whispers("apple seed", to: "alice")
    for client in [alice, bob] { client.getsAll() }
    return (chat, alice, bob)
  }

  private func found(_ client: Client, _ fields: String) throws -> (texts: [String], cursor: String?) {
    try client.sends(#"{"type":"search","in":"messages","query":"apple",\#(fields)}"#)
    let frame = try client.gets(#"{"type":"search","in":"messages"}"#)
    return (frame.array("results").compactMap { $0.string("message") }, frame.string("cursor"))
  }

  @Test func `the newest comes first, page by page, to the end`() throws {
    let (_, alice, _) = try talk()
    let first = try found(alice, #""limit":100"#)
    #expect(first.texts == ["apple seed", "apple pie", "apple 4"])
    // What is said between two pages shifts nothing.
    try alice.says("apple five", in: "lobby")
    alice.getsAll()
    let second = try found(alice, #""cursor":"\#(try #require(first.cursor))""#)
    #expect(second.texts == ["apple 3", "apple 2", "apple 1"])
    #expect(second.cursor == nil)
  }

  @Test func `a search can keep to a room, and to an author`() throws {
    let (_, alice, bob) = try talk()
    #expect(try found(alice, #""room":"TEA""#).texts == ["apple pie"])
    #expect(try found(alice, #""from":"BOB""#).texts == ["apple seed", "apple pie"])
    #expect(try found(bob, #""room":"lobby","from":"bob""#).texts == [])
    for (field, code) in [(#""room":"x""#, "no_such_room"), (#""from":"x""#, "no_such_user")] {
      try alice.sends(#"{"type":"search","in":"messages","query":"apple",\#(field)}"#)
      try alice.gets(#"{"type":"error","code":"\#(code)"}"#)
    }
  }

  @Test func `a guest finds what was said in rooms, and nothing private`() throws {
    let (chat, _, _) = try talk()
    let guest = try chat.guest()
    #expect(try found(guest, #""limit":1"#).texts == ["apple pie"])
  }

  @Test func `a cursor serves its own query and asker only`() throws {
    let (_, alice, bob) = try talk()
    let cursor = try #require(try found(alice, #""limit":1"#).cursor)
    let last = try #require(cursor.last)
    let changed = cursor.dropLast() + (last == "0" ? "1" : "0")
    func refused(_ client: Client, _ frame: String) throws {
      try client.sends(frame)
      try client.gets(#"{"type":"error","code":"cursor_invalid","field":"cursor"}"#)
    }
    func search(_ fields: String) -> String { #"{"type":"search",\#(fields)}"# }
    try refused(alice, search(#""in":"messages","query":"apple","cursor":"\#(changed)""#))
    try refused(alice, search(#""in":"messages","query":"apple","cursor":"""#))
    try refused(alice, search(#""in":"messages","query":"apples","cursor":"\#(cursor)""#))
    try refused(alice, search(#""in":"messages","query":"apple","room":"lobby","cursor":"\#(cursor)""#))
    try refused(alice, search(#""in":"messages","query":"apple","from":"bob","cursor":"\#(cursor)""#))
    try refused(alice, search(#""in":"users","query":"apple","cursor":"\#(cursor)""#))
    try refused(alice, #"{"type":"rooms","cursor":"\#(cursor)"}"#)
    try refused(bob, search(#""in":"messages","query":"apple","cursor":"\#(cursor)""#))
    #expect(try found(alice, #""cursor":"\#(cursor)""#).texts == ["apple pie", "apple 4", "apple 3"])
  }

  @Test func `users are found by the beginning of their names first, page by page`() throws {
    let chat = try Chat()
    let names = ["Anna", "anton", "hannah", "Joanna", "bob"]
    for name in names { _ = try chat.user(name) }
    let guest = try chat.guest()
    var found: [String] = []
    var cursor = ""
    repeat {
      try guest.sends(#"{"type":"search","in":"users","query":"AN","limit":1\#(cursor)}"#)
      let frame = try guest.gets(#"{"type":"search","in":"users"}"#)
      found += frame.array("results").compactMap { $0.string("user") }
      cursor = frame.string("cursor").map { #","cursor":"\#($0)""# } ?? ""
    } while !cursor.isEmpty && found.count < 10
    #expect(found == ["Anna", "anton", "hannah", "Joanna"])
  }
}
