import Testing
import Wire

@testable import ScenarioLanguage

@Suite struct MatchingTests {
  private func pattern(_ text: String, `operator`: String = "<") throws -> Pattern {
    let (tree, diagnostics) = ScenarioParser.parse(
      SourceFile(path: "t.chat", text: "a \(`operator`) \(text)"))
    try #require(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    guard case .expectation(let syntax) = tree.lines[0].kind else {
      throw SourceLoadError(reason: "no expectation")
    }
    let type: Pattern.EventType =
      switch syntax.eventType {
      case .named(let name): .named(name.text)
      case .absent: .absent
      case .anything, .nothing: .anything
      }
    let span = tree.span(of: tree.lines[0])
    return Pattern(
      eventType: type, typeSpan: span,
      fields: syntax.fields.map {
        Pattern.Field(name: $0.name, matcher: $0.matcher, span: tree.span($0.range, of: tree.lines[0]))
      }, isExact: `operator` == "<=")
  }

  private let event = JSON.object([
    .init("type", .string("chat_message")), .init("room", .string("lobby")), .init("seq", .integer(3)),
    .init("rate", .number(1.5)), .init("users", .array([.string("alice"), .string("bob")])),
    .init("nothing", .null), .init("more", .bool(true)),
    .init("from", .object([.init("user", .string("alice")), .init("id", .integer(9))])),
    .init("e", .string("e\u{301}")), .init("at", .string("2026-01-01T01:30:00.000Z")),
  ])

  private static let bindings: [String: JSON] = [
    "id": .integer(17), "digits": .string("4"), "zeros": .string("004"), "word": .string("lobby"),
    "at": .string("2026-01-01T01:30:00.000Z"), "before": .string("2026-01-01T00:00:00.000Z"),
  ]

  @Test(arguments: [
    "chat_message", "*", "chat_message room=lobby", "chat_message room=\"lobby\" seq=3", "* seq=1..3",
    "* seq=-5..3",
    "* rate=1.5", "* users=[alice, bob]", "* users=[alice, ...]", "* users=[...]", "* users=[*, /^b/]",
    "* nothing=null",
    "* more=true", "* from={user=alice}", "* from={id=?n, user=~\"lic\"}", "* gone=absent",
    "* from={gone=absent}",
    "* room=/^l.*y$/", "* room=/ob/", "* room=~\"obb\"", "* room=*", "* seq=?n from={id=9}",
    "* e=\"e\\u0301\"",
    "* room = lobby", "* room=lobby # and a comment",
    "* seq>2 seq>=3 seq<=3 seq<4", "* seq>2.5", "* rate<2", "* seq>=$id-14", "* seq=$id-14",
    "* seq=$digits-1", "* seq<$zeros", "* seq=$zeros-1",
    "* seq=1..", "* seq=..3", "* seq = 3 seq != 4", "* room!=hall", "* room!=/^x/", "* room!=1",
    "* at>$at-1ms", "* at=$at+0s", "* at>=\"2026-01-01T00:00:00.000Z\"", "* at=$before+1h30m",
    "* users=[..., bob]", "* users=[..., bob, ...]", "* users=[alice, ..., bob]", "* users=[..., *, *, ...]",
    "* users={bob, alice}", "* users={bob, ...}", "* users={*, alice}", "* users={/^a/, *}",
    "* users={?x, bob}",
    "* users!={carol, ...}", "* users!=[..., carol, ...]", "* users!={alice}", "* users={...}",
    "* users=#2", "* users=#1..", "* room=#5", "* from=#..2", "* users=#0..2", "* from={id>8, user!=bob}",
    "* room=/^(?<first>.)/ users=[...]", "* from={user=/(?<rest>l.*)/} users=[/(?<one>.)/, *]",
  ])
  func `an event matches`(text: String) throws {
    var bindings = Self.bindings
    #expect(try pattern(text).match(event, bindings: &bindings)?.description == nil)
  }

  @Test(arguments: [
    ("user_join", "type: expected user_join, came chat_message"),
    ("absent", "type: expected absent, came chat_message"),
    ("* room=hall", "room: expected hall, came lobby"),
    ("* seq=\"3\"", "seq: expected \"3\", came 3"),
    ("* seq=4..5", "seq: expected 4..5, came 3"),
    ("* room=1..2", "room: expected 1..2, came lobby (a range matches an integer only)"),
    ("* gone=*", "gone: expected *, came absent"),
    ("* gone=\"absent\"", "gone: expected \"absent\", came absent"),
    ("* room=absent", "room: expected absent, came lobby"),
    ("* users=[alice]", "users: expected [alice], came [alice, bob] (1 elements expected, 2 came)"),
    ("* users=[alice, carol]", "users[1]: expected carol, came bob"),
    ("* users=[a, b, c, ...]", "users[0]: expected a, came alice"),
    ("* from={user=bob}", "from.user: expected bob, came alice"),
    ("* from=[]", "from: expected [], came {user=alice, id=9}"),
    ("* room=/^x/", "room: expected /^x/, came lobby"),
    ("* room=~\"x y\"", "room: expected ~\"x y\", came lobby"),
    ("* seq=/3/", "seq: expected /3/, came 3 (a regular expression matches a string only)"),
    ("* seq=$id", "seq: expected 17 ($id), came 3"),
    ("* seq=$other", "seq: expected $other, came 3 (nothing has bound other yet)"),
    ("* seq=?id", "seq: expected 17 (?id), came 3"),
    ("* seq=$id+1", "seq: expected 18 ($id+1), came 3"),
    (
      "* seq=$word+1",
      "seq: expected $word+1, came 3 (lobby is neither a number nor a time; text is put in quotes: \"$word+1\")"
    ),
    (
      "* seq=$id+10m",
      "seq: expected $id+10m, came 3 ($id+10m cannot be computed: to a number a number is added, to a time a span such as 10m, and the result has to fit)"
    ),
    ("* seq>3", "seq: expected >3, came 3"),
    ("* seq<=$id-20", "seq: expected <=-3 ($id-20), came 3"),
    (
      "* room>1",
      "room: expected >1, came lobby (a number can be compared with a number, and a time with a time)"
    ),
    ("* gone>1", "gone: expected >1, came absent"),
    ("* gone!=1", "gone: expected !=1, came absent"),
    ("* room!=lobby", "room: expected !=lobby, came lobby"),
    ("* room!=$other", "room: expected $other, came lobby (nothing has bound other yet)"),
    ("* users!=[..., bob, ...]", "users: expected !=[..., bob, ...], came [alice, bob]"),
    ("* seq=4..", "seq: expected 4.., came 3"),
    ("* seq=..2", "seq: expected ..2, came 3"),
    (
      "* users=[..., carol, ...]",
      "users: expected [..., carol, ...], came [alice, bob] (nothing in it matches carol)"
    ),
    ("* users=[..., alice]", "users[1]: expected alice, came bob"),
    (
      "* users=[alice, ..., bob, bob]",
      "users: expected [alice, ..., bob, bob], came [alice, bob] (3 elements expected, 2 came)"
    ),
    (
      "* users={alice, alice}",
      "users: expected {alice, alice}, came [alice, bob] (nothing in it matches alice)"
    ),
    ("* users={alice}", "users: expected {alice}, came [alice, bob] (1 elements expected, 2 came)"),
    ("* users={*, *, *}", "users: expected {*, *, *}, came [alice, bob] (nothing in it matches *, *, *)"),
    ("* users=#3", "users: expected #3, came [alice, bob] (it has 2)"),
    ("* seq=#3", "seq: expected #3, came 3 (only a list, a string or an object has a count)"),
    ("* room=/(?<id>.)/", "room: expected 17 (?id), came l"),
    ("* room=\"r $id\"", "room: expected \"r 17\", came lobby"),
    ("* more=1", "more: expected 1, came true"),
    ("* seq=3.0", "seq: expected 3.0, came 3"),
    (
      "* e=\"\u{E9}\"",
      "e: expected \u{E9}, came \"e\u{301}\" (character 1: expected U+00E9, came U+0065 U+0301)"
    ),
  ])
  func `a difference is told`(text: String, expected: String) throws {
    var bindings = Self.bindings
    let mismatch = try #require(try pattern(text).match(event, bindings: &bindings))
    #expect(
      mismatch.description.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(mismatch.description)")
    #expect(bindings == Self.bindings)
  }

  @Test(
    arguments: [
      ("ab", "ab\u{200B}", "character 3: expected the end, came U+200B"),
      ("pay", "play", nil), ("pay", "pa", nil),
    ] as [(String, String, String?)])
  func `texts that look alike are told apart by their code points`(
    expected: String, actual: String, note: String?
  ) throws {
    let difference = try #require(TextDifference(expected: .string(expected), actual: .string(actual)))
    #expect(difference.note == note)
    #expect(difference.parts == nil)
  }

  @Test(arguments: [
    ("* at<5", true), ("* seq<=$at", true), ("* seq>$word", true), ("* room>=$id", true), ("* more<1", true),
    ("* users>1", true), ("* from!={id<$at}", true), ("* from={user=alice, id<$at}", true),
    ("* nothing<5", false), ("* gone<5", false), ("* seq<1", false),
  ])
  func `unlike kinds are not compared, and do not pass for different`(text: String, isUndecided: Bool) throws
  {
    var bindings = Self.bindings
    let mismatch = try #require(try pattern(text).match(event, bindings: &bindings))
    #expect(mismatch.isUndecided == isUndecided)
  }

  @Test(arguments: [
    "* users={/(?:x=)?bob/, alice}", "* users={/(?<first>b.*)/, ...}", "* users={/a<|o/, /^a/}",
  ])
  func `a regular expression may stand first in braces`(text: String) throws {
    var bindings: [String: JSON] = [:]
    #expect(try pattern(text).match(event, bindings: &bindings)?.description == nil)
  }

  @Test func `a placeholder is no character of a text that differs`() throws {
    let difference = try #require(TextDifference(expected: .string("say x"), actual: .string("say secret")))
    #expect(difference.rewritten { $0.replacing("secret", with: "‹SECRET›") }.note == nil)
    #expect(difference.rewritten { $0.replacing("x", with: "\u{FC}") }.note != nil)
  }

  @Test func `every field that differs is told, and names of the others are bound`() throws {
    var bindings: [String: JSON] = [:]
    let mismatches = try pattern("chat_message room=hall seq=?n users=[bob] more=true gone=*")
      .mismatches(event, bindings: &bindings)
    #expect(mismatches.map(\.path) == ["room", "users[0]", "gone"])
    #expect(bindings == ["n": .integer(3)])
    #expect(try pattern("user_join room=hall").mismatches(event, bindings: &bindings).map(\.path) == ["type"])
    #expect(
      try pattern("chat_message room=*", operator: "<=").mismatches(event, bindings: &bindings).count == 8)
  }

  @Test func `names are bound only where the whole event matches`() throws {
    var bindings: [String: JSON] = [:]
    #expect(try pattern("* seq=?n room=hall").match(event, bindings: &bindings) != nil)
    #expect(bindings.isEmpty)
    #expect(try pattern("* seq=?n room=lobby").match(event, bindings: &bindings) == nil)
    #expect(bindings == ["n": .integer(3)])
  }

  @Test func `a named group binds what it matched, and one that took no part binds nothing`() throws {
    var bindings: [String: JSON] = [:]
    let text = "* room=/^(?<first>.)(?<rest>.*)|(?<none>x)$/ users=[/(?<a>.)/, ...]"
    #expect(try pattern(text).match(event, bindings: &bindings) == nil)
    #expect(bindings == ["first": .string("l"), "rest": .string("obby"), "a": .string("a")])
  }

  @Test func `the elements of a list in any order get values that suit all of them`() throws {
    var bindings: [String: JSON] = [:]
    #expect(try pattern("* users={?x, /^a/}").match(event, bindings: &bindings) == nil)
    #expect(bindings == ["x": .string("bob")])
    let many = JSON.object([.init("list", .array(Array(repeating: .string("a"), count: 40)))])
    let general =
      Array(repeating: "/a/", count: 20) + (0..<20).map { "?n\($0)" }
    #expect(
      try pattern("* list={\(general.joined(separator: ", "))}").match(many, bindings: &bindings) == nil)
  }

  @Test func `too many ways to match a list are an answer of their own`() throws {
    var bindings: [String: JSON] = [:]
    let many = JSON.object([.init("list", .array(Array(repeating: .string("a"), count: 12)))])
    let names = (0..<11).map { "?n\($0)" } + ["/b/"]
    let mismatch = try pattern("* list={\(names.joined(separator: ", "))}").match(many, bindings: &bindings)
    #expect(mismatch?.isUndecided == true)
    #expect(mismatch?.note == "there are too many ways to match it; say more of its elements")
  }

  @Test func `an exact expectation allows no other field`() throws {
    let small = JSON.object([.init("type", .string("a")), .init("b", .integer(1)), .init("c", .integer(2))])
    var bindings: [String: JSON] = [:]
    #expect(try pattern("a b=1 c=*", operator: "<=").match(small, bindings: &bindings) == nil)
    let mismatch = try pattern("a b=1", operator: "<=").match(small, bindings: &bindings)
    #expect(mismatch?.path == "c")
    #expect(mismatch?.span != nil)
  }

  @Test func `frames without a type, and frames that are no objects, can be told apart`() throws {
    var bindings: [String: JSON] = [:]
    let untyped = JSON.object([.init("messages", .array([]))])
    #expect(try pattern("absent messages=[]").match(untyped, bindings: &bindings) == nil)
    #expect(try pattern("* messages=[]").match(untyped, bindings: &bindings) == nil)
    #expect(try pattern("a").match(untyped, bindings: &bindings)?.actual == "absent")
    #expect(try pattern("*").match(.integer(1), bindings: &bindings) == nil)
  }

  @Test(arguments: [
    ("", "", true), ("", "a", false), ("abc", "", true), ("abc", "abc", true), ("abc", "abcd", false),
    ("aabaaabaaac", "aabaaac", true), ("aabaaabaaab", "aabaaac", false), ("abababc", "ababc", true),
    ("xé", "é", true), ("xe\u{301}", "é", false),
  ])
  func `a part is found byte by byte`(text: String, part: String, isThere: Bool) {
    #expect(text.containsExactly(part) == isThere)
  }

  @Test func `a part of a mebibyte is looked for in linear time`() {
    let text = String(repeating: "a", count: 1 << 20)
    #expect(!text.containsExactly(String(repeating: "a", count: 1 << 19) + "b"))
  }
}
