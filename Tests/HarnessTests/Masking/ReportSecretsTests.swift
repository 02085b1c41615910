import Harness
import Reports
import ScenarioLanguage
import Testing

/// Secrets that were sent or received stand in no form of report.
@Suite("Secrets in reports") struct ReportSecretsTests {
  private static let text = ScenarioTexts(
    #"""
    title: Secrets
    users: alice
    guests: gina hal
    cases:
    | key           |
    | "cell-secret" |
    | "cell-other"  |

    macro enter WHO PASSWORD
      $WHO >json {"type":"register","user":"gina","password":"$PASSWORD"}
    end

    # my password is planted-one, which nobody shall read
    enter gina planted-one
    gina  < ready user=gina token=?token session=?session
    gina  >json {"type":"set_password","old_password":"planted-wrong","password":"planted-\"two\""}
    gina  < error
    hal   >json {"type":"login","token":"$token","id":"planted-one $session"}
    hal   < ready
    hal   >json {"type":"set_password","old_password":"$key","password":"sh"}
    hal   < error
    hal   >bytes "{\"token\":\"planted-three\""
    hal   < error
    hal   > /join lobby
    hal   < user_list
    hal   > planted-\u006fne is what /search?token=planted-one says
    hal   < ready user=hal session="planted-five"

    """#)

  /// What must stand nowhere, besides the tokens and the names of sessions of the simulator.
  private static let planted = [
    "planted-one", "planted-wrong", #"planted-\"two"#, #"planted-"two"#, "planted-three", "planted-five",
    "cell-secret", "cell-other",
  ]

  /// Every form of report of the same results, by name.
  private func reports(crashesEverywhere: Bool = false) throws -> [(name: String, text: String)] {
    let results = try Self.text.run(crashesEverywhere: crashesEverywhere)
    return [
      ("console", results.map { ConsoleReport.text(of: $0) }.joined()),
      ("transcript", results.map { ConsoleReport.text(of: $0.transcript) }.joined()),
      ("JUnit", JUnitReport.text(of: results, withTimes: false)),
      ("JSON", String(decoding: JSONReport.bytes(of: results), as: UTF8.self)),
      ("HTML", HTMLReport.text(of: results)),
      ("Mermaid", MermaidReport.text(of: results)), ("TAP", TAPReport.text(of: results)),
      ("GitHub", GitHubReport(results, from: "/", workspace: "/").summary),
    ]
  }

  @Test func `a result is masked as if no other had been before it`() throws {
    // The second case is told the token of its guest, which is what the comment says.
    let texts = [
      Self.text,
      ScenarioTexts(
        #"""
        title: Secrets
        users: alice
        guests: gina
        cases:
        | frame                                                     | event |
        | "{\"type\":\"ping\"}"                                     | error |
        | "{\"type\":\"register\",\"user\":\"gina\",\"password\":\"planted\"}" | error |

        # token-1, token-2, token-3 and token-4
        gina >bytes $frame
        gina < $event

        """#),
    ]
    for text in texts {
      let loaded = try text.load()
      let runner = ScenarioRunner()
      let shared = loaded.scenarios.map { runner.run($0, sources: loaded.sources) }
      let alone = loaded.scenarios.map { ScenarioRunner().run($0, sources: loaded.sources) }
      #expect(shared.count == 2)
      #expect(shared.map(\.sources) == alone.map(\.sources))
      #expect(JSONReport.bytes(of: shared) == JSONReport.bytes(of: alone))
    }
  }

  @Test func `no secret is in any report, and every report has placeholders`() throws {
    for (name, text) in try reports() {
      for secret in Self.planted { #expect(!text.contains(secret), "\(secret) in \(name):\n\(text)") }
      #expect(!text.contains(/token-\d|session-\d/), "\(name):\n\(text)")
      #expect(text.contains(/(password|token) \d/), "\(name):\n\(text)")
    }
  }

  @Test func `two runs have the same placeholders`() throws {
    #expect(try reports().map(\.text) == reports().map(\.text))
  }

  @Test func `a placeholder is the same for the same secret, and matching compares what is real`() throws {
    let texts = ScenarioTexts(
      """
      title: One secret in three places
      guests: gina hal

      gina >json {"type":"register","user":"gina","password":"open sesame"}
      gina < ready token=?token session=?session
      hal  >json {"type":"login","token":"$token"}
      hal  < ready user=gina session=$session

      """)
    let result = try #require(try texts.run().first)
    #expect(summary(result.verdict) == "mismatch 7:24 hal received something else")
    #expect(
      ConsoleReport.text(of: result.transcript) == """
        gina >json {"type":"register","user":"gina","password":"‹password 1›"}
        gina < ready user=gina bot=false session="‹session 1›" resumed=false token="‹token 1›"
        hal  >json {"type":"login","token":"‹token 1›"}

        """)
    let details = result.verdict.failure?.details.map { "\($0.label): \($0.text)" }
    #expect(
      details == [
        "expected: ready user=gina session=$session",
        #"came: ready user=gina bot=false session="‹session 2›" resumed=false"#,
        "differs: session: expected ‹session 1› ($session), came ‹session 2›", "$session: ‹session 1›",
      ])
  }

  @Test func `the caret stands under what differs although the line has a placeholder in it`() throws {
    let texts = ScenarioTexts(
      """
      title: A placeholder before the caret
      guests: gina

      gina >json {"type":"register","user":"gina","password":"open sesame"}
      gina < ready token="a token that is wrong" user=hal

      """)
    let report = try texts.run().map { ConsoleReport.text(of: $0) }.joined()
    #expect(report.contains("test.chat:5:14: "))
    #expect(
      report.contains(
        """
         5 | gina < ready token="‹token 1›" user=hal
           |              ^^^^^^^^^^^^^^^^^

        """), "\(report)")
  }

  @Test func `of a long text that differs no part of a secret is shown`() throws {
    let text = String(repeating: "x", count: 100) + "a-secret-that-is-long-enough-to-be-cut"
    let texts = ScenarioTexts(
      """
      title: A long text
      users: alice
      guests: gina

      gina  >json {"type":"register","user":"gina","password":"a-secret-that-is-long-enough-to-be-cut"}
      gina  < ready
      alice > /join lobby
      alice < user_list
      alice > \(text).
      alice < chat_message message="\(text)!"

      """)
    let report = try texts.run().map { ConsoleReport.text(of: $0) }.joined()
    #expect(report.contains("differs:  message: "), "\(report)")
    #expect(!report.contains("long-enough"), "\(report)")
  }

  @Test func `the round of a loop is named without a secret`() throws {
    let texts = ScenarioTexts(
      """
      title: A password for each round
      guests: gina

      for each WORD in "planted-round"
        gina >json {"type":"register","user":"gina","password":"$WORD"}
        gina < error
      end

      """)
    let report = try texts.run().map { ConsoleReport.text(of: $0) }.joined()
    #expect(report.contains("in round 1 of 1, WORD=‹password 1›, of the loop"), "\(report)")
    #expect(!report.contains("planted"), "\(report)")
  }

  @Test func `the name of a case has placeholders, and can be filtered by`() throws {
    let names = try Self.text.load().scenarios.map(\.name)
    #expect(names.count == 2)
    for name in names { #expect(name.contains("‹password") && !name.contains("cell-"), "\(name)") }
    #expect(Set(names).count == 2)
    let results = try Self.text.run()
    #expect(results.map(\.name) == names)
  }

  @Test(arguments: [
    #"""
    title: A column called like a field
    guests: gina
    cases:
    | who | password         |
    | "a" | "planted secret" |
    | "b" | planted-99       |

    gina >json {"type":"login","user":"$who","password":"$password"}
    gina < eror code=bad_frame

    """#,
    #"""
    title: An argument that another macro gets
    guests: gina
    variables: DEFAULT=planted-default

    macro log_in WHO PW
      gina >json {"type":"login","user":"$WHO","password":"$PW"}
    end
    macro log_in_bob SECRET
      log_in bob $SECRET
    end
    log_in bob planted-one
    log_in_bob "planted two"
    log_in bob $DEFAULT
    for each WORD in planted-three planted-four
      log_in bob $WORD
    end
    gina < eror code=auth_failed

    """#,
    #"""
    title: Bytes
    guests: gina

    gina >bytes "{\x22type\x22:\x22login\x22,\x22password\x22:\x22planted-bytes\x22}"
    gina < redy user=x

    """#,
    "title: t\nusers: alice\nalice < redy token=planted-one\nalice > planted-one\n",
    "title: Rows\nguests: gina\ncases: a.csv\n\ngina >json {\"password\":\"$pw\"}\ngina < error\n",
    "title: Rows\nguests: gina\ncases: a.json\n\ngina >json {\"password\":\"$pw\"}\ngina < error\n",
  ])
  func `lines that could not be run show no secret either`(text: String) throws {
    let texts = ScenarioTexts(
      text,
      including: [
        "a.csv": "pw,x\nplanted-csv,1\n\"planted, too\",1,2\n",
        "a.json": "[{\"pw\": \"planted-json\"},\n{\"pw\": \"planted\", \"x\": 1}]\n",
      ])
    let results = try texts.run()
    #expect(results.map(\.verdict.kind) == [.unreadable])
    let report = results.map { ConsoleReport.text(of: $0) }.joined()
    #expect(!report.contains("planted"), "\(report)")
    let file = try texts.read("test.chat")
    let found = Linter.lint(file, vocabulary: .chat, load: texts.read)
    #expect(!found.diagnostics.isEmpty)
    let lint = Masks.rendered(found.diagnostics, found.sources, first: "test.chat")
    #expect(!lint.contains("planted"), "\(lint)")
  }

  @Test func `a file is blessed with what is real`() throws {
    let texts = ScenarioTexts(
      """
      title: t
      guests: gina

      gina >json {"type":"register","user":"gina","password":"open sesame"}
      gina < ready user=hal

      """)
    let edits = try ScenarioBlesser.edits(of: "test.chat", read: texts.read)
    let blessed = String(decoding: edits.result.bytes, as: UTF8.self)
    #expect(blessed.contains(#""password":"open sesame""#))
    #expect(blessed.contains("gina < ready user=gina"))
    #expect(!blessed.contains("‹"))
  }
}
