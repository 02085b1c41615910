import Harness
import ScenarioLanguage
import Testing

/// What a failure tells beside its kind and place, and which files are not run at all.
@Suite("Failures") struct FailureTests {
  private func failure(_ body: String) throws -> ScenarioFailure {
    let result = try #require(try ScenarioTexts.lobby(body).run().first)
    guard case .failed(let failure) = result.verdict else {
      throw NoFailure(verdict: summary(result.verdict))
    }
    return failure
  }

  private struct NoFailure: Error { let verdict: String }

  private func details(_ failure: ScenarioFailure) -> [String] {
    failure.details.map { "\($0.label): \($0.text)" }
  }

  @Test func `a mismatch shows both sides, the difference, and what the names stand for`() throws {
    let failure = try failure(
      """
      alice > hi
      alice < chat_message seq=?first user=?who
      bob < chat_message seq=$first user=$who
      bob > ho
      alice < chat_message seq=$first user=$who message="$who says $first"
      """)
    #expect(
      details(failure) == [
        #"expected: chat_message seq=$first user=$who message="$who says $first""#,
        #"came: chat_message room=lobby seq=2 user=bob message=ho at="2026-01-01T00:00:00.000Z""#,
        """
        differs: seq: expected 1 ($first), came 2
        user: expected alice ($who), came bob
        message: expected "alice says 1", came ho
        """, "$first: 1", "$who: alice",
      ])
    #expect(failure.place.line == 13 && failure.place.column == 22)
  }

  @Test func `what nobody has read is shown client by client`() throws {
    let failure = try failure("alice, bob > hi\nalice < chat_message\nalice < nothing")
    #expect(failure.inboxes.map(\.client) == ["alice", "bob"])
    #expect(failure.inboxes.map(\.events.count) == [1, 2])
    #expect(failure.inboxes.first?.events.first?.contains("user=bob") == true)
  }

  @Test func `a missing event shows what was expected`() throws {
    #expect(
      details(try failure("bob < chat_message seq=1..5 message=~\"hi\"")) == [
        #"expected: chat_message seq=1..5 message=~"hi""#
      ])
  }

  @Test func `an event that must not come is shown where others came first`() throws {
    let shown = details(try failure("alice, bob > hi\nbob !< chat_message user=bob"))
    #expect(shown.first == "forbidden: chat_message user=bob")
    #expect(shown.last?.hasPrefix("came: chat_message room=lobby seq=2 user=bob") == true)
  }

  @Test func `a failure in a macro or in another file tells the way there`() throws {
    let result = try #require(
      try ScenarioTexts(
        """
        title: Far away
        users: alice

        macro meet WHO
          $WHO > /join lobby
          $WHO < user_join
        end

        include other.chat
        meet alice

        """, including: ["other.chat": "alice > /rooms\nalice < room_list\n"]
      ).run().first)
    #expect(summary(result.verdict) == "mismatch 6:10 alice received something else")
    guard case .failed(let failure) = result.verdict else { return }
    #expect(failure.origin.trail.map(\.description) == ["in macro meet, called at test.chat:10"])
  }

  @Test(arguments: [
    ("alice < user_lst", "9:9 no event is called user_lst", "user_list"),
    ("alice < user_list rom=lobby", "9:19 no field of user_list is called rom", "room"),
    ("alice < error code=no_such_rom", "9:15 no code of error is called no_such_rom", "no_such_room"),
    ("alcie > hi", "9:1 no user is called alcie", "alice"),
  ]) func `a word that does not exist is no failure but an error`(
    body: String, message: String, suggestion: String
  ) throws {
    let result = try #require(try ScenarioTexts.lobby(body).run().first)
    #expect(summary(result.verdict) == "unreadable \(message)")
    guard case .unreadable(let diagnostics) = result.verdict else { return }
    #expect(diagnostics.map(\.suggestion) == [suggestion])
  }

  @Test func `what several cases have in common is said once`() throws {
    let results = try ScenarioTexts(
      "title: T\nusers: alice\ncases:\n| line |\n| a |\n| b |\n\nalice > $line\nalice < eror\n"
    ).run()
    #expect(results.map { summary($0.verdict) } == ["unreadable 9:9 no event is called eror"])
  }

  @Test func `a file that cannot be read is told from an empty one`() throws {
    #expect(throws: SourceLoadError(reason: "there is no such file")) {
      try ScenarioRunner.load("nowhere.chat", read: ScenarioTexts("").read)
    }
    let empty = try #require(try ScenarioTexts("").run().first)
    #expect(empty.verdict.kind == .unreadable)
  }
}
