import Harness
import Reports
import Testing

/// What GitHub Actions reads: workflow commands and Markdown.
@Suite("GitHub report") struct GitHubReportTests {
  private func report(_ texts: ScenarioTexts...) throws -> GitHubReport {
    GitHubReport(try texts.flatMap { try $0.run() }, from: "/w/chat", workspace: "/w")
  }

  @Test func `each failure is an annotation at its line, from the checkout`() throws {
    let soft = "alice > hi\nalice <& chat_message message=\"50%\"\nbob <& chat_message user=bob"
    #expect(
      try report(.lobby(soft), .lobby("alice < nothing")).annotations == """
        ::error file=chat/test.chat,line=10,col=23,title=test.chat::alice received something else%0Adiffers: message: expected "50%25", came hi
        ::error file=chat/test.chat,line=11,col=21,title=test.chat::bob received something else%0Adiffers: user: expected bob, came alice

        """)
  }

  @Test func `an error of a file and an unexpected pass are annotations too`() throws {
    #expect(
      try report(.lobby("alice < user_lst"), .lobby("alice < nothing", header: "xfail: a, b")).annotations
        == """
        ::error file=chat/test.chat,line=9,col=9,title=test.chat::no event is called user_lst
        ::error file=chat/test.chat,title=test.chat::it passes, but is known to fail: a, b

        """)
  }

  @Test func `the summary counts, and holds what is red in a fence that nothing in it closes`() throws {
    let summary = try report(.lobby("alice > ```` x\nalice < pong"), .lobby("alice < nothing")).summary
    #expect(
      summary.hasPrefix("### verbatim: 1 passed, 1 failed\n\n<details><summary>failed <code>test.chat</code>")
    )
    #expect(summary.contains("\n`````text\nFAIL  test.chat: In the lobby\n"))
    #expect(summary.hasSuffix("\n`````\n\n</details>\n"))
  }
}
