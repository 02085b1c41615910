import Harness
import Reports
import Testing

/// The Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html).
@Suite("TAP report") struct TAPReportTests {
  @Test func `each result is a line, and what is red has its text below it`() throws {
    let results = try [
      ScenarioTexts.lobby("alice < nothing"), .lobby("alice < nothing", header: "skip: not #now"),
      .lobby("alice < user_list", header: "xfail: [user_list] known"), .lobby("alice < pong"),
    ].flatMap { try $0.run() }
    let text = TAPReport.text(of: results)
    #expect(
      text.hasPrefix(
        ##"""
        TAP version 14
        1..4
        ok 1 - test.chat: In the lobby
        ok 2 - test.chat: In the lobby # SKIP not \#now
        not ok 3 - test.chat: In the lobby # TODO known
        not ok 4 - test.chat: In the lobby
          ---
          verdict: failed
          output: |
            FAIL  test.chat: In the lobby

            test.chat:9:1: alice received nothing

        """##), "\(text)")
    #expect(text.hasSuffix("\n      run it again: verbatim run test.chat\n\n  ...\n"), "\(text)")
  }

  @Test func `no results are a plan of none`() {
    #expect(TAPReport.text(of: []) == "TAP version 14\n1..0\n")
  }
}
