import Engine
import Harness
import ScenarioLanguage
import Testing

/// What a person reads, whole.
@Suite("Console report") struct ConsoleReportTests {
  private func report(_ texts: ScenarioTexts, crashesEverywhere: Bool = false) throws -> String {
    try texts.run(crashesEverywhere: crashesEverywhere).map { ConsoleReport.text(of: $0) }.joined()
  }

  @Test func `a failure has the place, both sides, the inboxes and a command`() throws {
    let texts = ScenarioTexts.lobby(
      """
      alice, bob > hi
      alice < chat_message seq=?first
      bob   < chat_message seq=$first user=bob
      """)
    #expect(
      try report(texts) == """
        FAIL  test.chat: In the lobby

        test.chat:11:33: bob received something else
          9 | alice, bob > hi
         10 | alice < chat_message seq=?first
         11 | bob   < chat_message seq=$first user=bob
            |                                 ^^^^^^^^
          expected: chat_message seq=$first user=bob
          came:     chat_message room=lobby seq=1 user=alice message=hi at="2026-01-01T00:00:00.000Z"
          differs:  user: expected bob, came alice
          $first:   1
          because:
            test.chat:9  alice > hi
          unread by alice:
            chat_message room=lobby seq=2 user=bob message=hi at="2026-01-01T00:00:00.000Z"
          unread by bob:
            chat_message room=lobby seq=1 user=alice message=hi at="2026-01-01T00:00:00.000Z"
            chat_message room=lobby seq=2 user=bob message=hi at="2026-01-01T00:00:00.000Z"
          run it again: verbatim run test.chat


        """)
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

  @Test func `a file that is no scenario shows what is wrong with it`() throws {
    #expect(
      try report(ScenarioTexts("title: Slip\nusers: alice\n\nalice > /rooms\nalice < rom_list\n")) == """
        ERROR test.chat: it cannot be read

        test.chat:5:9: error: no event is called rom_list
         3 |
         4 | alice > /rooms
         5 | alice < rom_list
           |         ^^^^^^^^
        did you mean "room_list"?


        """)
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

  @Test func `a long inbox is cut`() throws {
    let names = (1...12).map { "u\($0)" }
    let scenario = ScenarioTexts(
      """
      title: Crowd
      users: alice \(names.joined(separator: " "))

      alice > /join lobby
      alice < user_list
      \(names.joined(separator: ", ")) > /join lobby
      alice < nothing

      """)
    let text = try report(scenario)
    #expect(text.contains("  unread by alice:\n    user_join room=lobby user=u1\n"))
    #expect(text.contains("    user_join room=lobby user=u10\n    and 2 more\n"))
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
