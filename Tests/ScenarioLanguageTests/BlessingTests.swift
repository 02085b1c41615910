import ScenarioLanguage
import Testing
import Wire

@Suite struct BlessingTests {
  private static let event = JSON.object([
    .init("type", .string("chat_message")), .init("room", .string("lobby")), .init("seq", .integer(3)),
    .init("message", .string("two words")), .init("users", .array([.string("a"), .string("b")])),
    .init("from", .object([.init("user", .string("alice")), .init("id", .integer(9))])),
  ])

  @Test(arguments: [
    ("a < chat_message room=lobby", "a < chat_message room=lobby"),
    ("a   < chat_message  room=hall  seq=?n   # why", "a   < chat_message  room=lobby  seq=?n   # why"),
    ("a < user_join room=/lob/ user=bob", "a < chat_message room=/lob/"),
    ("a < chat_message user=bob seq=1..5 message=x", "a < chat_message seq=1..5 message=\"two words\""),
    ("a < chat_message seq=absent room=*", "a < chat_message seq=3 room=*"),
    ("a < chat_message users=[?x, c]", "a < chat_message users=[?x, b]"),
    ("a < chat_message users=[a]", "a < chat_message users=[a, b]"),
    ("a < chat_message from={user=bob, id=?n}", "a < chat_message from={user=alice, id=?n}"),
    ("a < chat_message from={gone=1, id=?n}", "a < chat_message from={user=alice, id=9}"),
    (
      "a <= chat_message room=x seq=* message=~\"two\" users=[...] # c",
      "a <= chat_message room=lobby seq=* message=~\"two\" users=[...] from={user=alice, id=9} # c"
    ),
    (
      "a < nothing  # c",
      "a < chat_message room=lobby seq=3 message=\"two words\" users=[a, b] from={user=alice, id=9}  # c"
    ),
    ("a <? other", "a <? chat_message"),
    ("a < chat_message seq>=4 room!=lobby", "a < chat_message seq=3 room=lobby"),
    ("a < chat_message seq>=3 room!=hall", "a < chat_message seq>=3 room!=hall"),
    ("a < chat_message from={id<9, user!=bob}", "a < chat_message from={id=9, user!=bob}"),
    ("a < chat_message users={b, c}", "a < chat_message users=[a, b]"),
    ("a < chat_message users=[..., c, ...]", "a < chat_message users=[a, b]"),
    (
      "a < chat_message users={b, ...} message=/(?<w>x)/",
      "a < chat_message users={b, ...} message=\"two words\""
    ),
  ])
  func `only what no longer matches is rewritten`(line: String, expected: String) throws {
    let expansion = Examples.expand("title: t\nusers: a\n\(line)")
    let expectation = try #require(expansion.scenarios.first?.steps.first?.expectations.first)
    let syntax = try #require(expansion.line(at: expectation.origin.span))
    let edits = Blessing.edits(
      syntax, expectation: expectation, actual: Self.event, bindings: [:], cells: [:])
    #expect(edits == [.replace(line: syntax.number, with: expected)])
    let again = Examples.expand("title: t\nusers: a\n\(expected)").scenarios.first?.steps.first?.expectations
      .first
    var bindings: [String: JSON] = [:]
    #expect(again?.pattern?.match(Self.event, bindings: &bindings)?.description == nil)
  }

  private static let secretEvent = JSON.object([
    .init("type", .string("ready")), .init("user", .string("bob")), .init("token", .string("token-3")),
    .init("list", .array([.object([.init("session", .string("session-1")), .init("id", .integer(1))])])),
  ])

  @Test(arguments: [
    ("a < ready user=al token=wrong", "a < ready user=bob token=*"),
    ("a < ready user=al token=token-3", "a < ready user=bob token=token-3"),
    ("a < ready user=al token!=~\"3\"", "a < ready user=bob token=*"),
    ("a < ready list=[]", "a < ready list=[{session=*, id=1}]"),
    ("a < ready list=[{session=x, id=?n}]", "a < ready list=[{session=*, id=?n}]"),
    ("a <= ready user=bob", "a <= ready user=bob token=* list=[{session=*, id=1}]"),
    ("a < nothing", "a < ready user=bob token=* list=[{session=*, id=1}]"),
  ])
  func `the value of a secret field is not written`(line: String, expected: String) throws {
    let expansion = Examples.expand("title: t\nusers: a\n\(line)")
    let expectation = try #require(expansion.scenarios.first?.steps.first?.expectations.first)
    let syntax = try #require(expansion.line(at: expectation.origin.span))
    let edits = Blessing.edits(
      syntax, expectation: expectation, actual: Self.secretEvent, bindings: [:], cells: [:])
    #expect(edits == [.replace(line: syntax.number, with: expected)])
    #expect(
      Blessing.line(who: "a", event: Self.secretEvent, like: nil)
        == "a < ready user=bob token=* list=[{session=*, id=1}]")
  }

  @Test func `a new line stands like the one next to it`() throws {
    let (tree, _) = ScenarioParser.parse(
      SourceFile(path: "t.chat", text: "  alice < a\n  alice, bob < a\n+2s"))
    let event = JSON.object([.init("type", .string("ok"))])
    #expect(Blessing.line(who: "bob", event: event, like: tree.lines[0]) == "  bob   < ok")
    #expect(Blessing.line(who: "bob", event: event, like: tree.lines[1]) == "  bob < ok")
    #expect(Blessing.line(who: "bob", event: event, like: tree.lines[2]) == "bob < ok")
  }

  @Test func `edits become a file and a patch`() throws {
    let file = SourceFile(path: "t.chat", text: "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12")
    let edits = try LineEdits(
      [.replace(line: 2, with: "two"), .insert(before: 4, text: "3½"), .delete(line: 12)], of: file)
    #expect(
      String(decoding: edits.result.bytes, as: UTF8.self) == "1\ntwo\n3\n3½\n4\n5\n6\n7\n8\n9\n10\n11\n")
    #expect(
      edits.patch() == """
        --- a/t.chat
        +++ b/t.chat
        @@ -1,6 +1,7 @@
         1
        -2
        +two
         3
        +3½
         4
         5
         6
        @@ -9,4 +10,3 @@
         9
         10
         11
        -12
        \\ No newline at end of file

        """)
  }

  @Test func `line endings and a byte-order mark stay`() throws {
    let file = SourceFile(path: "t.chat", text: "\u{FEFF}a\r\nb\r\n")
    let edits = try LineEdits([.replace(line: 1, with: "x"), .insert(before: 3, text: "c")], of: file)
    #expect(edits.result.bytes == Array("\u{FEFF}x\r\nb\r\nc\r\n".utf8))
  }

  @Test func `two different texts for one line are a conflict`() throws {
    let file = SourceFile(path: "t.chat", text: "a\nb\n")
    #expect(throws: LineEdits.Conflict.self) {
      try LineEdits([.replace(line: 1, with: "x"), .replace(line: 1, with: "y")], of: file)
    }
    #expect(throws: LineEdits.Conflict.self) {
      try LineEdits([.delete(line: 1), .replace(line: 1, with: "y")], of: file)
    }
    #expect(try LineEdits([.replace(line: 1, with: "a")], of: file).isEmpty)
  }
}
