import Engine
import Harness
import Reports
import ScenarioLanguage
import Testing

/// The page as text; `Tests/Browser` uses it in a browser.
@Suite("HTML report") struct HTMLReportTests {
  private func page(_ texts: [ScenarioTexts]) throws -> String {
    HTMLReport.text(of: try texts.flatMap { try $0.run() })
  }

  @Test func `what a scenario says is text`() {
    let text = "</script><b title='x\"y'>&\u{1B}\u{202E}\u{FFFE}\n"
    let html: HTML = "<i>\(text)</i>"
    #expect(
      html.markup
        == "<i>&lt;/script&gt;&lt;b title=&#39;x&quot;y&#39;&gt;&amp;\\u{1B}\\u{202E}\\u{FFFE}\\u{A}</i>")
    #expect(HTML.lines("a<\n\tb").markup == "a&lt;\n\\u{9}b")
  }

  @Test func `where nothing came, what was done last is marked`() throws {
    let page = try page([.lobby("alice > /who lobby\nalice < user_list\nbob < user_list")])
    #expect(page.contains("<details class=\"e sent chain failing\""))
  }

  @Test func `a known failure is shown with its reason, and its file with the line`() throws {
    let page = try page([.lobby("alice < user_list", header: "xfail: [user_list] BUG-17, <later>")])
    #expect(page.contains("<p class=\"note\">BUG-17, &lt;later&gt;</p>"))
    #expect(page.contains(">alice received nothing</h3>"))
    #expect(page.contains("<li class=\"meant\"><code><mark>alice &lt; user_list</mark></code></li>"))
    #expect(page.contains("Nothing failed"))
  }

  @Test func `of a long file the lines around the failure are shown, with their numbers`() throws {
    let rows = (1...500).map { "| \($0) | \($0 == 300 ? "bad_frame" : "unknown_command") |\n" }.joined()
    let steps = "alice > /nonsense $n\nalice < error code=$code\n"
    let page = try page([
      ScenarioTexts("title: T\ncovers: ROOM-1\nusers: alice\ncases:\n| n | code |\n\(rows)\n\(steps)")
    ])
    #expect(page.contains("Of 508 lines those around the failure are here."))
    #expect(page.contains("<ol tabindex=\"0\" start=\"408\" style=\"counter-reset:line 407\">"))
    #expect(page.contains("<li class=\"meant\"><code><mark>alice &lt; error code=$code</mark></code></li>"))
    #expect(!page.contains("<code>| 402 | unknown_command |</code>"))
    #expect(page.contains("<code>| 403 | unknown_command |</code>"))
  }

  @Test func `long frames are cut, and of long transcripts the end is shown`() {
    var result = ScenarioResult(path: "x.chat", caseName: nil, title: "Long", covers: [], verdict: .passed)
    result.transcript.append(
      .init(at: .virtualStart, kind: .sent(by: "alice", .line(String(repeating: "é", count: 5000)))))
    var page = HTMLReport.text(of: [result])
    #expect(page.contains("é\n… cut: 5000 characters in all</pre>"))
    #expect(!page.contains(String(repeating: "é", count: 4097)))
    for number in 0..<5000 {
      result.transcript.append(.init(at: .virtualStart, kind: .sent(by: "alice", .line("line \(number)."))))
    }
    page = HTMLReport.text(of: [result])
    #expect(page.contains("Only the last 5000 of 5001 entries are here."))
    #expect(!page.contains("ééé") && page.contains("line 0.") && page.contains("line 4999."))
  }

  @Test func `a long page leaves out the conversations of what passed`() throws {
    let results = try [ScenarioTexts.lobby("alice < nothing"), .lobby("alice < user_list")].flatMap {
      try $0.run()
    }
    let page = HTMLReport.text(of: results, roomyBytes: 0)
    #expect(page.contains("id=\"r1e0\"") || page.contains("id=\"r1e2\""))
    #expect(!page.contains("id=\"r2e"))
    #expect(page.contains("this conversation is left out"))
  }

  @Test func `the lines and the file of a passed scenario are told, and no source is repeated`() throws {
    let page = try page([.lobby("alice < nothing")])
    #expect(page.contains("<h1 class=\"good\">Nothing failed</h1>"))
    #expect(page.contains("<span>line 4</span>"))
    #expect(!page.contains("class=\"source\""))
  }
}
