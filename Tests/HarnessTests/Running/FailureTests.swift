import Harness
import ScenarioLanguage
import Testing

/// What a failure tells that no scenario in `Scenarios/failing` shows.
@Suite("Failures") struct FailureTests {
  @Test func `an event that must not come is shown where others came first`() throws {
    let texts = ScenarioTexts.lobby("alice, bob > hi\nbob !< chat_message user=bob")
    let details = try #require(try texts.run().first?.verdict.failure).details
    #expect(details.first?.label == "forbidden" && details.first?.text == "chat_message user=bob")
    #expect(details.last?.label == "came")
    #expect(details.last?.text.hasPrefix("chat_message room=lobby seq=2 user=bob") == true)
  }

  @Test func `what several cases have in common is said once`() throws {
    let results = try ScenarioTexts(
      "title: T\nusers: alice\ncases:\n| line |\n| a |\n| b |\n\nalice > $line\nalice < eror\n"
    ).run()
    #expect(results.map { summary($0.verdict) } == ["unreadable 9:9 no event is called eror"])
  }
}
