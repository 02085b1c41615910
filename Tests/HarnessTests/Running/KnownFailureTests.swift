import Harness
import ScenarioLanguage
import Testing

/// A known failure is one failure: whatever else goes wrong is red. The body of each scenario begins at line 10.
@Suite("Known failures") struct KnownFailureTests {
  private func verdict(_ xfail: String, _ body: String) throws -> Verdict {
    try #require(try ScenarioTexts.lobby(body, header: "xfail: \(xfail)").run().first).verdict
  }

  private static let wrongSeq = "alice > hi\nalice, bob < chat_message seq=2"
  private static let leftover = "alice > hi\nalice < chat_message"
  private static let leftoverBefore = leftover + "\nalice > two\nalice < *"
  private static let cutTwice = "! cut bob\n! cut bob\nalice < nothing"

  @Test(
    arguments: [
      ("why", wrongSeq, .failed),
      ("[chat_message] why", wrongSeq, .failedAsExpected),
      ("[user_leave] why", wrongSeq, .failed),
      ("[alice, bob < chat_message seq=2] why", wrongSeq, .failedAsExpected),
      ("[alice,bob  <  chat_message   seq=2] why", wrongSeq, .failedAsExpected),
      ("[alice > hi] why", wrongSeq, .failed),
      ("[\"seq: expected 2, came 1\"] why", wrongSeq, .failedAsExpected),
      ("[\"seq: expected 3\"] why", wrongSeq, .failed),
      ("[chat_message] [\"came 1\"] why", wrongSeq, .failedAsExpected),
      ("[chat_message] [\"came 3\"] why", wrongSeq, .failed),
      ("[nothing] why", "alice > hi\nalice < nothing", .failedAsExpected),
      ("[chat_message] why", "alice > hi\nalice !< chat_message", .failedAsExpected),
      ("[nothing] why", "alice < nothing", .passedUnexpectedly),
      ("[chat_message] why", "alice < nothing", .passedUnexpectedly),
    ] as [(String, String, Verdict.Kind)])
  func `only what is named may fail`(xfail: String, body: String, kind: Verdict.Kind) throws {
    #expect(try verdict(xfail, body).kind == kind)
  }

  @Test(
    arguments: [
      ("why", leftover, .failed),
      ("[chat_message] why", leftover, .failedAsExpected),
      // The last line is met; that something comes after it is another failure.
      ("[alice < chat_message] why", leftover, .failed),
      ("[alice > two] why", leftoverBefore, .failed),
      ("[chat_message] why", leftoverBefore, .failedAsExpected),
      ("[alice > hi] why", "alice > hi", .failed),
    ] as [(String, String, Verdict.Kind)])
  func `an event that is left over is no failure of the line where it is noticed`(
    xfail: String, body: String, kind: Verdict.Kind
  ) throws {
    #expect(try verdict(xfail, body).kind == kind)
  }

  @Test(
    arguments: [
      ("why", .failed), ("[alice < nothing] why", .failed), ("[! cut bob] why", .failedAsExpected),
      ("[\"bob has no connection\"] why", .failedAsExpected),
    ] as [(String, Verdict.Kind)])
  func `a step that cannot be carried out is known only where it is named`(
    xfail: String, kind: Verdict.Kind
  ) throws {
    #expect(try verdict(xfail, Self.cutTwice).kind == kind)
  }

  /// White space in a text is a part of the text.
  @Test(
    arguments: [
      (#"[alice, bob < chat_message message="a b"] why"#, .failed),
      (#"[alice, bob < chat_message message="ab"] why"#, .failedAsExpected),
      (#"[alice, bob < chat_message message="a  b"] why"#, .unreadable), ("[alice > ab c] why", .unreadable),
    ] as [(String, Verdict.Kind)])
  func `a line is known by what it says and not by its letters`(xfail: String, kind: Verdict.Kind) throws {
    let body = """
      alice > a b
      alice, bob < chat_message message="a b"
      alice > abc
      alice, bob < chat_message message="ab"
      """
    #expect(try verdict(xfail, body).kind == kind)
  }

  @Test(
    arguments: [
      (#"[alice < chat_message message=/a\]"b/] why"#, #"alice < chat_message message=/a\]"b/"#),
      (#"[alice < chat_message re=["]", /[\]"]/]] why"#, #"alice < chat_message re=["]",/[\]"]/]"#),
      ("[alice < chat_message  re = [a,b]] why", "alice < chat_message re=[a, b]  # why"),
    ])
  func `brackets may name a line with brackets of its own`(xfail: String, line: String) throws {
    #expect(try verdict(xfail, "alice > hi\n\(line)\nbob < *").kind == .failedAsExpected)
  }

  @Test func `a sent text may have quotes and brackets`() throws {
    let body = #"! cut bob"# + "\n" + #"bob > 5" and [6]  "#
    #expect(try verdict(#"[bob > 5" and [6]] why"#, body).kind == .failedAsExpected)
  }

  @Test(
    arguments: [
      ("[chat_message] why", .failed), ("[alice < chat_message seq=$u] why", .failedAsExpected),
      ("[\"nothing has bound u\"] why", .failedAsExpected),
    ] as [(String, Verdict.Kind)])
  func `what could not be compared is known by its line or its text`(
    xfail: String, kind: Verdict.Kind
  ) throws {
    let body = "alice <? chat_message seq=?u\nalice > hi\nalice < chat_message seq=$u\nbob < *"
    #expect(try verdict(xfail, body).kind == kind)
  }

  @Test func `a failure that only crashes lead to is never known`() throws {
    let texts = ScenarioTexts(
      """
      title: A guest has no session to resume
      users: alice
      guests: gina
      xfail: ["something different"] why

      alice > /join lobby
      alice < user_list
      gina  > /join lobby
      gina  < user_list
      alice > hi
      alice < chat_message
      gina  <? chat_message

      """)
    #expect(try texts.run().map(\.verdict.kind) == [.passedUnexpectedly])
    #expect(try texts.run(crashesEverywhere: true).map(\.verdict.kind) == [.failed])
  }

  @Test func `it is said under the failure that is not known`() throws {
    let body = """
      alice > hi
      alice <& chat_message message=ho
      alice <& user_join
      bob < *
      """
    let failure = try #require(try verdict("[chat_message] why", body).failure)
    let labels = failure.all.map { $0.details.map(\.label).contains("xfail") }
    #expect(labels == [false, true])
  }

  @Test func `a macro without parameters is named by its call`() throws {
    let texts = ScenarioTexts(
      "title: T\nusers: alice\nxfail: [meet] why\n\nmacro meet\n  alice > hi\n  alice < user_join\nend\n\nmeet\n"
    )
    #expect(try texts.run().map(\.verdict.kind) == [.failedAsExpected])
  }

  @Test(arguments: ["why", "[user_list] why", "[\"two who take part\"] why"])
  func `what keeps a scenario from beginning is never known`(xfail: String) throws {
    let texts = ScenarioTexts(
      "title: T\nusers: echo\nbots: echo\nxfail: \(xfail)\n\necho > /join lobby\necho < user_list\n")
    let verdict = try #require(try texts.run().first).verdict
    #expect(verdict.kind == .failed)
    #expect(verdict.failure?.details.map(\.label) == ["xfail"])
  }

  @Test func `a line is found in a macro too, and by the call`() throws {
    for mark in ["$WHO < user_join", "meet alice"] {
      let texts = ScenarioTexts(
        """
        title: T
        users: alice
        xfail: [\(mark)] why

        macro meet WHO
          $WHO > /join lobby
          $WHO < user_join
        end

        meet alice

        """)
      #expect(try texts.run().map(\.verdict.kind) == [.failedAsExpected])
    }
  }

  @Test func `the failure that was expected is kept, and another one says which is known`() throws {
    guard case .failedAsExpected(let failure, let reason) = try verdict("[chat_message] why", Self.wrongSeq)
    else {
      Issue.record("it is not known")
      return
    }
    #expect(reason == "why")
    #expect(failure.message == "alice received something else")
    let other = try #require(try verdict("[user_leave] why", Self.wrongSeq).failure)
    #expect(other.details.last?.text == "another failure is known: why")
  }

  @Test func `a row that is known to fail leaves the others as they are`() throws {
    let results = try ScenarioTexts(
      """
      title: Lines
      users: alice
      cases:
      | line     | code         | xfail         |
      | "/leave" | not_in_room  | ""            |
      | hi       | no_such_user | "[error] why" |
      | "/leave" | no_such_user | ""            |
      | hello    | not_in_room  | later         |

      alice > $line
      alice < error code=$code

      """
    ).run()
    #expect(
      results.map(\.caseName) == [
        "/leave | not_in_room", "hi | no_such_user", "/leave | no_such_user", "hello | not_in_room",
      ])
    #expect(results.map(\.verdict.kind) == [.passed, .failedAsExpected, .failed, .passedUnexpectedly])
    guard case .passedUnexpectedly("later", .row(let cell))? = results.last?.verdict else {
      Issue.record("it does not say which row")
      return
    }
    #expect(cell.line == 8)
  }

  @Test func `a run that must skip nothing is red where something is skipped`() throws {
    let loaded = try ScenarioTexts.lobby("alice < nothing", header: "skip: not now").load()
    let scenario = try #require(loaded.scenarios.first)
    var runner = ScenarioRunner()
    #expect(runner.run(scenario, sources: loaded.sources).verdict.kind == .skipped)
    runner.refusesSkips = true
    let verdict = runner.run(scenario, sources: loaded.sources).verdict
    #expect(summary(verdict) == "skipped 1:8 it was skipped: not now")
  }
}
