import Engine
import Harness
import ScenarioLanguage
import Testing

/// What a person reads, whole.
@Suite("Console report") struct ConsoleReportTests {
  private func report(_ texts: ScenarioTexts, crashesEverywhere: Bool = false) throws -> String {
    try texts.run(crashesEverywhere: crashesEverywhere).map { ConsoleReport.text(of: $0) }.joined()
  }

  @Test func `the other verdicts are one line each`() throws {
    let body = "alice < nothing"
    #expect(try report(.lobby(body)) == "pass  test.chat: In the lobby\n")
    #expect(try report(.lobby(body, header: "skip: not now")) == "skip  test.chat: not now\n")
    #expect(
      try report(.lobby("alice < user_list", header: "xfail: [user_list] not yet"))
        == "xfail test.chat: not yet (test.chat:10: alice received nothing)\n")
    #expect(
      try report(.lobby(body, header: "xfail: not yet"))
        == "XPASS test.chat: it passes, but its header says `xfail: not yet`; remove that line\n")
  }

  @Test func `the command runs the case alone, and again with crashes where they were`() throws {
    let cases = ScenarioTexts(
      """
      title: Cases
      users: alice
      cases:
      | line       | code        |
      | "it's all" | not_in_room |
      | "/leave"   | bad_frame   |

      alice > $line
      alice < error code=$code

      """)
    let text = try report(cases)
    #expect(text.contains("  run it again: verbatim run test.chat --filter '[/leave]'\n"))
    let forgetful = ScenarioTexts.lobby(
      "alice > hi\nalice, bob < chat_message", header: "limits: resume_seconds=0")
    #expect(
      try report(forgetful, crashesEverywhere: true).contains(
        "  run it again: verbatim run --crash-everywhere test.chat\n"))
  }

  @Test(arguments: [
    ("a.chat", "a.chat"), ("my chats/a.chat", "'my chats/a.chat'"), ("it's.chat", #"'it'\''s.chat'"#),
    ("$HOME.chat", "'$HOME.chat'"), ("ü.chat", "ü.chat"), ("-dash.chat", "./-dash.chat"),
    ("a'b.chat", #"'a'\''b.chat'"#), ("a\nb'.chat", #"$'a\x0ab\'.chat'"#),
  ]) func `the command survives the shell`(path: String, word: String) throws {
    let file = try #require(ScenarioTexts.lobby("alice < user_list").files["test.chat"])
    let loaded = try ScenarioRunner.load(path) { .init(path: $0, text: file) }
    let scenario = try #require(loaded.scenarios.first)
    let text = ConsoleReport.text(of: ScenarioRunner().run(scenario, sources: loaded.sources))
    #expect(text.hasSuffix("  run it again: verbatim run \(word)\n\n"))
  }

  @Test func `what would disturb a terminal is shown by its number`() {
    #expect(
      ConsoleReport.printable("a\u{1B}[31mb\u{202E}c\u{7}é\u{2028}")
        == "a\\u{1B}[31mb\\u{202E}c\\u{7}é\\u{2028}")
  }

  @Test func `the summary counts every verdict that there was, and always passed and failed`() throws {
    #expect(ConsoleReport.summary(of: []) == "0 passed, 0 failed\n")
    let results = try [
      ScenarioTexts.lobby("alice < nothing"), .lobby("alice < nothing"), .lobby("alice < user_list"),
      .lobby("alice < x"), .lobby("alice < nothing", header: "skip: x"),
      .lobby("alice < nothing", header: "xfail: x"),
      .lobby("alice < user_list", header: "xfail: [user_list] x"),
    ].flatMap { try $0.run() }
    #expect(
      ConsoleReport.summary(of: results)
        == "2 passed, 1 failed, 1 unreadable, 1 xfail, 1 xpass, 1 skipped\n")
  }

  @Test func `a transcript is written as a scenario`() throws {
    let result = try #require(
      try ScenarioTexts(
        #"""
        title: Everything that is done
        users: alice bob/phone

        == Opening
        alice     > /join hall
        alice     < user_list
        alice     >json {"type":"ping"}
        alice     < pong
        bob/phone >bytes "{\"type\":\"ping\"}\x09"
        bob/phone < pong
        +90s
        +2h
        +1ms
        ! cut alice, bob/phone
        ! crash

        """#
      ).run().first)
    #expect(summary(result.verdict) == "passed")
    #expect(
      ConsoleReport.text(of: result.transcript) == #"""

        == Opening
        alice     > /join hall
        alice     < user_list room=hall users=[alice] seq=0 online=1 more=false owner=alice
        alice     >json {"type":"ping"}
        alice     < pong now="2026-01-01T00:00:00.000Z"
        bob/phone >bytes "{\"type\":\"ping\"}\x09"
        bob/phone < pong now="2026-01-01T00:00:00.000Z"
        +90s
        +2h
        +1ms
        ! cut alice bob/phone
        ! crash

        """#)
  }
}
