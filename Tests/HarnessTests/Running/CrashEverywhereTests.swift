import Harness
import Testing

/// `--crash-everywhere`: what users see must not depend on whether the server dies after each input.
@Suite("Crash everywhere") struct CrashEverywhereTests {
  private func verdicts(_ texts: ScenarioTexts) throws -> [String] {
    try [false, true].map { crashes in
      summary(try #require(try texts.run(crashesEverywhere: crashes).first).verdict)
    }
  }

  @Test func `a conversation is the same`() throws {
    let texts = ScenarioTexts.lobby(
      """
      alice > hi
      alice, bob < chat_message seq=1
      bob > /pm alice psst
      bob < private_message_delivered
      alice < private_message
      +1s
      alice >json {"type":"chat_message","room":"lobby","message":"again","key":"k","id":"1"}
      alice < ack duplicate=false
      alice, bob < chat_message
      alice >json {"type":"chat_message","room":"lobby","message":"again","key":"k","id":"2"}
      alice < ack duplicate=true
      ! cut bob
      alice > ho
      alice < chat_message
      ! return bob
      bob < ready resumed=true
      bob < chat_message
      """)
    #expect(try verdicts(texts) == ["passed", "passed"])
  }

  /// A server that forgets cut sessions at once loses what was said to them: the planted defect.
  @Test func `a server that cannot resume is found out`() throws {
    let texts = ScenarioTexts.lobby(
      "alice > hi\nalice, bob < chat_message", header: "limits: resume_seconds=0")
    let verdicts = try verdicts(texts)
    #expect(verdicts.first == "passed")
    #expect(verdicts.last?.contains("with a crash after each input: ") == true)
  }

  /// Nothing in the scenario fails here; only the comparison of what was seen tells.
  @Test func `what a loose scenario would let pass is compared`() throws {
    let texts = ScenarioTexts(
      """
      title: A guest has no session to resume
      users: alice
      guests: gina

      alice > /join lobby
      alice < user_list
      gina  > /join lobby
      gina  < user_list
      alice > hi
      alice < chat_message
      gina  <? chat_message

      """)
    #expect(
      try verdicts(texts) == [
        "passed", "crash 1:8 with a crash after each input: gina saw something different without the crashes",
      ])
    guard case .failed(let failure)? = try texts.run(crashesEverywhere: true).first?.verdict else { return }
    #expect(failure.isOfInterruptedRun)
    #expect(failure.details.map(\.label) == ["expected", "came"])
    #expect(
      failure.details.first?.text.hasPrefix("chat_message room=lobby seq=1 user=alice message=hi") == true)
    #expect(failure.details.last?.text == "nothing more")
  }

  @Test func `a scenario that needs an uninterrupted server is skipped, and says so`() throws {
    let texts = ScenarioTexts.lobby("alice < nothing", header: "needs: uninterrupted")
    guard case .skipped(let reason)? = try texts.run(crashesEverywhere: true).first?.verdict else {
      Issue.record("it was run")
      return
    }
    #expect(reason == "it needs a server that is not interrupted")
  }
}
