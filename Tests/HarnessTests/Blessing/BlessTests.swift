import ScenarioLanguage
import Testing

@testable import Harness

/// `--bless`: what a file would have to say to pass. The body of each scenario begins at line 9.
@Suite("Bless") struct BlessTests {
  private func blessed(_ texts: ScenarioTexts) throws -> ScenarioTexts {
    let edits = try ScenarioBlesser.edits(of: "test.chat", read: texts.read)
    return ScenarioTexts(String(decoding: edits.result.bytes, as: UTF8.self), including: others(of: texts))
  }

  private func others(of texts: ScenarioTexts) -> [String: String] {
    texts.files.filter { $0.key != "test.chat" }
  }

  private func refusal(_ texts: ScenarioTexts) throws -> String {
    let refusal = #expect(throws: ScenarioBlesser.Refusal.self) {
      _ = try ScenarioBlesser.edits(of: "test.chat", read: texts.read)
    }
    return try #require(refusal).message
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let before: String
    let after: String
    var testDescription: String { name }

    init(_ name: String, _ before: String, _ after: String) {
      (self.name, self.before, self.after) = (name, before, after)
    }
  }

  private static let all = #"room=lobby seq=1 user=alice message=hi at="2026-01-01T00:00:00.000Z""#

  static let examples = [
    Example(
      "a value that differs",
      "alice > hi\nalice, bob < chat_message user=alice message=ho",
      "alice > hi\nalice, bob < chat_message user=alice message=hi"),
    Example(
      "matchers that match, layout and comments stay",
      "alice > hi\n  alice   <  chat_message   seq=1..5 message=ho user=?who   # said by her\nbob <~ chat_message user=$who",
      "alice > hi\n  alice   <  chat_message   seq=1..5 message=hi user=?who   # said by her\nbob <~ chat_message user=$who"
    ),
    Example(
      "another type", "alice > hi\nalice < chat_message\nbob < private_message user=alice",
      "alice > hi\nalice < chat_message\nbob < chat_message user=alice"),
    Example(
      "a field that an exact line lacks",
      "alice > hi\nalice < chat_message\nbob <= chat_message room=lobby user=bob",
      "alice > hi\nalice < chat_message\nbob <= chat_message room=lobby user=alice seq=1 message=hi at=\"2026-01-01T00:00:00.000Z\""
    ),
    Example(
      "a soft expectation stays one",
      "alice > hi\nalice, bob <& chat_message user=alice message=ho",
      "alice > hi\nalice, bob <& chat_message user=alice message=hi"),
    Example(
      "an event that does not come", "alice < chat_message  # never\nalice > hi\nalice, bob < chat_message",
      "alice > hi\nalice, bob < chat_message"),
    Example(
      "an event that nobody expected, before the line that noticed",
      "alice > hi\nalice < chat_message\n\nalice > /leave\nbob < user_leave",
      "alice > hi\nalice < chat_message\n\nbob   < chat_message \(all)\nalice > /leave\nbob < user_leave"),
    Example(
      "events that nobody expected until the end, in their order",
      "alice, bob > hi\nalice < chat_message user=alice\n# the end",
      """
      alice, bob > hi
      alice < chat_message user=alice
      alice < chat_message room=lobby seq=2 user=bob message=hi at="2026-01-01T00:00:00.000Z"
      bob   < chat_message \(all)
      bob   < chat_message room=lobby seq=2 user=bob message=hi at="2026-01-01T00:00:00.000Z"
      # the end
      """),
    Example(
      "a scenario that ends with a send", "alice > /who",
      "alice > /who\nalice < user_list room=lobby users=[alice, bob] seq=0 online=2 more=false owner=alice"),
    Example(
      "a scenario that ends with a block",
      "alice > hi\nany\n  alice < chat_message\nend",
      "alice > hi\nany\n  alice < chat_message\nend\nbob < chat_message \(all)"),
    Example(
      "a line of a block",
      "alice > hi\norder\n  alice < chat_message message=hi\n  bob   < chat_message message=ho\nend",
      "alice > hi\norder\n  alice < chat_message message=hi\n  bob   < chat_message message=hi\nend"),
  ]

  @Test(arguments: examples) func `what happened is written down, passes, and needs no more`(example: Example)
    throws
  {
    let before = ScenarioTexts.lobby(example.before)
    #expect(try before.run().map(\.verdict.kind) == [.failed])
    let after = try blessed(before)
    #expect(after.files["test.chat"] == ScenarioTexts.lobby(example.after).files["test.chat"])
    #expect(try after.run().map { summary($0.verdict) } == ["passed"])
    #expect(try ScenarioBlesser.edits(of: "test.chat", read: after.read).isEmpty)
  }

  @Test func `what no expectation can mend is left as it is`() throws {
    for body in [
      "! crash\n! replay", "alice > hi\nalice < chat_message\nbob < nothing", "bob <~ chat_message",
    ] {
      let texts = ScenarioTexts.lobby(body)
      #expect(try ScenarioBlesser.edits(of: "test.chat", read: texts.read).isEmpty)
    }
  }

  @Test func `cases that agree are blessed, those that do not are refused`() throws {
    func cases(_ second: String, _ expectation: String) -> ScenarioTexts {
      ScenarioTexts(
        """
        title: Cases
        users: alice
        cases:
        | room      |
        | lobby     |
        | \(second) |

        alice > /join $room
        alice < \(expectation)

        """)
    }
    let agreed = try blessed(cases("hall", "user_list users=[bob]"))
    #expect(try #require(agreed.files["test.chat"]).hasSuffix("alice < user_list users=[alice]\n"))
    let place = "test.chat:9: two cases or clients need different lines; change it by hand"
    #expect(try refusal(cases("hall", "user_list room=kitchen")) == place)
    // One case passes: the line cannot become what the other one needs.
    #expect(try refusal(cases("hall", "user_list room=lobby")) == place)
  }

  @Test func `a cell that does not match is blessed in its row`() throws {
    func cases(_ first: String, _ second: String) -> ScenarioTexts {
      ScenarioTexts(
        """
        title: Cases
        users: alice
        cases:
        | line    | code            | field |
        | "/nope" | \(first) | line  |
        | "/pm"   | \(second) | line  | # two

        alice > $line
        alice < error code=$code field="$field"

        """)
    }
    let after = try blessed(cases("bad_frame", "unknown_command"))
    #expect(after.files == cases("unknown_command", "bad_frame").files)
    #expect(try after.run().map { summary($0.verdict) } == ["passed", "passed"])
  }

  @Test func `a table in the canonical layout stays in it`() throws {
    let body = "alice > $line\nalice < error code=$code\n"
    let before = "title: T\nusers: alice\ncases:\n| line | code      |\n| \"/a\" | bad_frame |\n\n" + body
    let after =
      "title: T\nusers: alice\ncases:\n| line | code            |\n| \"/a\" | unknown_command |\n\n" + body
    #expect(try blessed(ScenarioTexts(before)).files["test.chat"] == after)
  }

  @Test func `a cell of another file is refused with its place`() throws {
    let texts = ScenarioTexts(
      "title: T\nusers: alice\ncases: rows.csv\n\nalice > $line\nalice < error code=$code\n",
      including: ["rows.csv": "line,code\n/nope,bad_frame\n"])
    #expect(try refusal(texts) == "rows.csv:2 has a cell that does not match; change it by hand")
  }

  @Test func `cases that are not included stay as they are`() throws {
    let texts = ScenarioTexts(
      "title: T\nusers: alice\ncases:\n| line | code |\n| \"/a\" | bad_frame |\n| \"/b\" | bad_json |\n\nalice > $line\nalice < error code=$code\n"
    )
    let edits = try ScenarioBlesser.edits(
      of: "test.chat", read: texts.read, including: { $0.caseName == "/a" })
    let text = String(decoding: edits.result.bytes, as: UTF8.self)
    #expect(text.contains("| \"/a\" | unknown_command |\n| \"/b\" | bad_json |\n"))
  }

  @Test func `rounds that agree are blessed, those that do not are refused`() throws {
    func loop(_ expectation: String) -> ScenarioTexts {
      .lobby("repeat 2\n  alice > hi\n  alice, bob < \(expectation)\nend")
    }
    let agreed = try blessed(loop("chat_message message=ho"))
    #expect(agreed.files == loop("chat_message message=hi").files)
    #expect(try agreed.run().map { summary($0.verdict) } == ["passed"])
    #expect(
      try refusal(loop("chat_message seq=1"))
        == "test.chat:11: two cases or clients need different lines; change it by hand")
  }

  @Test func `what comes after a loop at the end is put after its end`() throws {
    let after = try blessed(.lobby("repeat 1\n  alice > hi\n  alice < chat_message\nend"))
    #expect(try #require(after.files["test.chat"]).contains("end\nbob < chat_message \(Self.all)\n"))
  }

  @Test(arguments: [
    "alice > /who\nalice, bob < user_list",
    "bob > /pm alice hi\nalice, bob < private_message",
  ]) func `clients that need different lines are refused`(body: String) throws {
    #expect(
      try refusal(.lobby(body)).hasSuffix(": two cases or clients need different lines; change it by hand"))
  }

  @Test func `lines of macros and other files are refused`() throws {
    let macro = ScenarioTexts(
      "title: T\nusers: alice\n\nmacro look WHO\n  $WHO > /rooms\n  $WHO < ok\nend\n\nlook alice\n")
    #expect(try refusal(macro) == "test.chat:6:3 comes from a macro or another file; change it by hand")
    let included = ScenarioTexts(
      "title: T\nusers: alice\n\ninclude part.chat\n",
      including: ["part.chat": "alice > /rooms\nalice < ok\n"])
    #expect(try refusal(included) == "part.chat:2:1 comes from a macro or another file; change it by hand")
  }

  @Test func `what comes after a macro at the end is put after its call`() throws {
    let texts = ScenarioTexts(
      "title: T\nusers: alice\n\nmacro look WHO\n  $WHO > /rooms\nend\n\nlook alice\n")
    let after = try blessed(texts)
    #expect(try #require(after.files["test.chat"]).hasSuffix("look alice\nalice < room_list rooms=[]\n"))
    #expect(try after.run().map { summary($0.verdict) } == ["passed"])
  }

  @Test func `a change that would leave a name without a value is refused`() throws {
    let message = try refusal(.lobby("alice < chat_message seq=?one\nalice > hi $one\nalice < chat_message"))
    #expect(
      message
        == "test.chat:9:1: once it is changed to what happened, nothing has given $one a value before this line; change it by hand"
    )
  }

  @Test(arguments: [
    "alice > say $SECRET\nalice, bob < chat_message message=\"say wrong\"",
    "alice > say $SECRET\nalice < chat_message",
    "alice > say $SECRET\nalice, bob < chat_message message=$cell",
  ])
  func `the value of a secret variable is not written`(body: String) throws {
    let header = "variables: SECRET\ncases:\n| cell |\n| \"x\"  |"
    var variables = Variables()
    variables["SECRET"] = .init("pass$word \"1\"", isSecret: true)
    let texts = ScenarioTexts.lobby(body, header: header)
    let refusal = #expect(throws: ScenarioBlesser.Refusal.self) {
      _ = try ScenarioBlesser.edits(of: "test.chat", variables: variables, read: texts.read)
    }
    let message = try #require(refusal).message
    #expect(message.contains("has the secret value of $SECRET in it"), "\(message)")
    #expect(message.contains("write $SECRET there by hand"))
    #expect(!message.contains("pass"))
  }

  @Test func `what the line has already may stay in it`() throws {
    var variables = Variables()
    variables["SECRET"] = .init("hunter2-secret", isSecret: true)
    let texts = ScenarioTexts.lobby(
      "alice > hunter2-secret\nalice, bob < chat_message seq=7 message=hunter2-secret",
      header: "variables: SECRET")
    let edits = try ScenarioBlesser.edits(of: "test.chat", variables: variables, read: texts.read)
    #expect(String(decoding: edits.result.bytes, as: UTF8.self).contains("seq=1 message=hunter2-secret"))
  }

  @Test func `a file that is not there is refused`() {
    #expect(throws: ScenarioBlesser.Refusal(message: "cannot read no.chat: there is no such file")) {
      _ = try ScenarioBlesser.edits(of: "no.chat", read: ScenarioTexts("").read)
    }
  }

  @Test(arguments: [
    ("a.chat", "--- a/a.chat\n+++ b/a.chat\n"), ("x/a.chat", "--- a/x/a.chat\n+++ b/x/a.chat\n"),
    ("/tmp/a.chat", "--- /tmp/a.chat\n+++ /tmp/a.chat\n"), ("../a.chat", "--- ../a.chat\n+++ ../a.chat\n"),
  ]) func `the patch names the file so that tools find it`(path: String, head: String) throws {
    let text = try #require(ScenarioTexts.lobby("alice > /who").files["test.chat"])
    let patch = try ScenarioBlesser.edits(of: path) { .init(path: $0, text: text) }.patch()
    #expect(patch.hasPrefix(head + "@@ -7,3 +7,4 @@\n"))
    #expect(
      patch.hasSuffix(
        "+alice < user_list room=lobby users=[alice, bob] seq=0 online=2 more=false owner=alice\n"))
  }
}
