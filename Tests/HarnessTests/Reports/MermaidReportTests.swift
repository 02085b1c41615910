import Harness
import ScenarioLanguage
import Testing

@testable import Reports

/// What Mermaid's own parser takes was tried in a browser; here it is what its grammar says.
@Suite("Mermaid report") struct MermaidReportTests {
  private func result(_ texts: ScenarioTexts) throws -> ScenarioResult { try #require(try texts.run().first) }

  @Test func `a conversation is a diagram of people, the server and bots`() throws {
    let result = try result(
      ScenarioTexts(
        """
        title: Tea
        users: alice bob/phone
        bots: echo in lobby

        == Opening
        alice > /join lobby
        alice < user_list
        alice > !echo tea
        alice < chat_message
        alice < chat_message
        +5s
        ! cut bob/phone

        """))
    #expect(summary(result.verdict) == "passed")
    #expect(
      MermaidReport.diagram(of: result) == """
        sequenceDiagram
            actor c2 as alice
            actor c3 as bob/phone
            participant server
            participant c1 as echo
            server-->>c1: ready user=echo bot=true session="‹session 1›" resumed=false
            c1->>server: {"type":"join","id":"b1","room":"lobby"}
            server-->>c1: user_list re=b1 room=lobby users=[echo] seq=0 online=1 more=false owner=echo
            Note over c2,c1: == Opening
            c2->>server: /join lobby
            server-->>c1: user_join room=lobby user=alice
            server-->>c2: user_list room=lobby users=[echo, alice] seq=0 online=2 more=false owner=echo
            c2->>server: !echo tea
            server-->>c1: chat_message room=lobby seq=1 user=alice message="!echo tea" at="2026-01-01T00:00:00.000Z"
            c1->>server: {"type":"chat_message","id":"b2","room":"lobby","message":"tea","key":"b2"}
            server-->>c2: chat_message room=lobby seq=1 user=alice message="!echo tea" at="2026-01-01T00:00:00.000Z"
            server-->>c1: ack re=b2 room=lobby seq=2 at="2026-01-01T00:00:00.000Z" duplicate=false
            server-->>c1: chat_message room=lobby seq=2 user=echo message=tea at="2026-01-01T00:00:00.000Z" bot=true
            server-->>c2: chat_message room=lobby seq=2 user=echo message=tea at="2026-01-01T00:00:00.000Z" bot=true
            Note over c2,c1: +5s
            Note over c2,c1: ! cut bob/phone

        """)
  }

  @Test func `a failure stands at the end of its diagram, and what failed before the rest`() throws {
    let passed = try result(.lobby("alice < nothing"))
    let failed = try result(.lobby("alice > hi\nalice < user_leave"))
    let skipped = try result(.lobby("alice < nothing", header: "skip: *later*"))
    let text = MermaidReport.text(of: [skipped, passed, failed])
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(
      headings == [
        "# 1 passed, 1 failed, 1 skipped", "## failed: test.chat", "## skipped: test.chat",
        "## passed: test.chat",
      ])
    #expect(
      text.contains("    Note over c1,server: FAIL test.chat:10:9: alice received something else\n```\n"))
    #expect(text.components(of: "```mermaid\n") == 2)
  }

  @Test(arguments: [
    ("a;b#c", "a#59;b#35;c"), ("%%{init}%%", "#37;#37;{init}#37;#37;"),
    ("<b>&amp;</b>", "#60;b#62;#38;amp#59;#60;/b#62;"),
    ("$$x^2$$", "#36;#36;x^2#36;#36;"), ("wrap: x", "wrap#58; x"), ("one\ntwo", "one#92;u{A}two"),
    ("style:#", "#115;tyle:#35;"), ("classDef", "#99;lassDef"), ("ﬂ°°60¶ß", "#64258;#176;#176;60#182;#223;"),
    ("12:30 \"é\"", "12:30 \"é\""),
  ]) func `nothing in a text means anything to Mermaid`(text: String, escaped: String) {
    #expect(MermaidReport.escaped(text) == escaped)
  }

  @Test func `each line of a diagram is one statement, whatever is said`() throws {
    let nasty = [
      "end", "participant x", "x ->> y: z", "loop; end; #", "%% gone", "<br/>", "```", #""\n" style:a#b;"#,
    ]
    let result = try result(
      .lobby(nasty.map { "alice > \($0)" }.joined(separator: "\n"), header: "ignore: chat_message"))
    #expect(summary(result.verdict) == "passed")
    let lines = MermaidReport.diagram(of: result).split(separator: "\n").dropFirst()
    let participant = #/    (actor|participant) \w+( as [^#;]+)?/#
    let statement = #/    (Note over [\w,]+|\w+-?->>\w+): ([^#;%]|#\d+;)+/#
    for line in lines {
      #expect(line.wholeMatch(of: participant) != nil || line.wholeMatch(of: statement) != nil, "\(line)")
    }
    #expect(lines.contains("    c1->>server: end"))
  }

  @Test func `a long conversation is cut in the middle, below what Mermaid draws`() throws {
    let talk = (1...600).map { "alice > message \($0) \(String(repeating: ";", count: 100))" }.joined(
      separator: "\n")
    let result = try result(
      .lobby(talk, header: "ignore: chat_message\nlimits: messages_burst=1000 commands_burst=1000"))
    let diagram = MermaidReport.diagram(of: result)
    #expect(diagram.utf8.count < 50_000)
    #expect(diagram.contains("message 1 "))
    #expect(diagram.contains("message 600 "))
    #expect(diagram.contains(" more are left out\n"))
    #expect(!diagram.contains("message 300 "))
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
