import Harness
import Testing

/// What the lines of the header change. The body of each scenario begins at line 10, after one more line of header.
@Suite("Header") struct HeaderTests {
  private func verdict(_ header: String, _ body: String) throws -> String {
    summary(try #require(try ScenarioTexts.lobby(body, header: header).run().first).verdict)
  }

  @Test func `what is ignored may come and need not`() throws {
    let body = "alice > hi\nalice < chat_message\nbob > /leave"
    #expect(
      try verdict("tags: x", body) == "unexpected 12:1 bob received an event that nobody expected")
    #expect(try verdict("ignore: chat_message user_leave", body) == "passed")
  }

  @Test func `what is ignored can be expected all the same`() throws {
    let header = "ignore: chat_message"
    #expect(try verdict(header, "alice > hi\nbob < chat_message message=hi") == "passed")
    #expect(
      try verdict(header, "alice > hi\nbob < chat_message message=ho")
        == "mismatch 11:20 bob received something else")
    #expect(try verdict(header, "alice > hi\nbob < nothing") == "passed")
  }

  @Test func `only some verdicts are bad`() throws {
    let bad: [Verdict.Kind: Bool] = [
      .passed: false, .failed: true, .unreadable: true, .failedAsExpected: false,
      .passedUnexpectedly: true, .skipped: false, .warned: false, .notApplicable: false, .untestable: true,
      .timedOut: true, .interrupted: true, .notRun: false, .harnessError: true,
    ]
    let verdicts = try [
      ("tags: x", "alice < nothing"), ("tags: x", "alice < user_list"), ("tags: x", "alice < user_lisst"),
      ("xfail: [user_list] later", "alice < user_list"), ("xfail: later", "alice < nothing"),
      ("skip: later", "alice < nothing"),
    ].map { try #require(try ScenarioTexts.lobby($0.1, header: $0.0).run().first).verdict }
    let ofScenarios: [Verdict.Kind] = [
      .passed, .failed, .unreadable, .failedAsExpected, .passedUnexpectedly, .skipped,
    ]
    #expect(verdicts.map(\.kind) == ofScenarios)
    let failure = try #require(verdicts[1].failure)
    let ofServers: [Verdict] = [
      .warned(failure), .notApplicable(reason: "x"), .untestable(failure), .timedOut(failure),
      .interrupted(failure), .notRun(reason: "x"), .harnessError(reason: "x"),
    ]
    #expect((verdicts + ofServers).map(\.kind) == Verdict.Kind.allCases)
    for verdict in verdicts + ofServers { #expect(verdict.isBad == bad[verdict.kind]) }
  }
}
