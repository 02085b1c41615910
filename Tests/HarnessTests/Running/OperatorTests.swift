import Harness
import Testing

/// What each operator accepts, and how it fails, where no scenario shows it already. The body of each scenario begins at line 9.
@Suite("Operators") struct OperatorTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let body: String
    /// The verdict in one line, as `summary` words it.
    let verdict: String
    var testDescription: String { name }

    init(_ name: String, _ body: String, _ verdict: String = "passed") {
      (self.name, self.body, self.verdict) = (name, body, verdict)
    }
  }

  private static let hi = "alice > hi\nalice < chat_message\n"

  static let next = [
    Example(
      "`<` binds a name for several users who agree",
      "alice > hi\nalice, bob < chat_message seq=?n\nalice > $n\nalice, bob < chat_message message=\"1\""),
    Example(
      "`<` finds that several users do not agree",
      "alice, bob > hi\nalice < chat_message\nalice, bob < chat_message seq=?n",
      "mismatch 11:27 bob received something else"),
    Example(
      "`<` names the user of several who received nothing", "alice > /who\nalice, bob < user_list",
      "missing 10:1 bob received nothing"),
  ]

  static let loose = [
    Example("`<?` takes an event that matches", hi + "bob <? chat_message message=hi\nbob < nothing"),
    Example("`<?` needs none", "bob <? chat_message\nbob < nothing"),
    Example("`<?` leaves an event that does not match", hi + "bob <? user_leave\nbob < chat_message"),
    Example(
      "`<?` does not hide what it leaves", hi + "bob <? user_leave",
      "unexpected 11:1 bob received an event that nobody expected"),
    Example(
      "`<~` finds that none matches", "alice, bob > hi\nbob <~ chat_message user=carol",
      "missing 10:21 bob received no such event, whatever was skipped"),
  ]

  static let soft = [
    Example(
      "`<&` of several users fails for each", "alice > hi\nalice, bob <& chat_message message=ho",
      "mismatch 10:28 alice received something else, then mismatch 10:28 bob received something else")
  ]

  static let negative = [
    Example("`!<` sees that no such event waits", hi + "bob !< private_message\nbob < chat_message"),
    Example("`!<` sees that an event differs", hi + "bob !< chat_message message=ho\nbob < chat_message"),
    Example(
      "`!<` finds one behind another", "alice, bob > hi\nbob !< chat_message user=bob",
      "unexpected 10:1 bob received an event that must not come"),
  ]

  static let strictness = [
    Example(
      "an event that nobody expected fails at the next line that lets time pass",
      hi + "+1s\nbob < chat_message",
      "unexpected 11:1 bob received an event that nobody expected"),
    Example(
      "and at the next fault", hi + "! cut alice\nbob < chat_message",
      "unexpected 11:1 bob received an event that nobody expected"),
    Example("a section is no end", hi + "== Later\nbob < chat_message"),
  ]

  static let steps = [
    Example(
      "a server that is down", "! crash\n! replay", "step 10:1 the server is down; `! restart` starts it"),
    Example(
      "a frame may compute with a name",
      hi + """
        bob < chat_message seq=?n
        bob >json {"type":"history","room":"lobby","after":$n - 1,"id":"1"}
        bob < history messages=[{seq=$n}]
        """),
    Example(
      "what cannot be computed is not sent",
      hi + "bob < chat_message message=?text\nbob >json {\"type\":$text-1}",
      "step 12:1 hi is neither a number nor a time; text is put in quotes: \"$text-1\""),
  ]

  @Test(arguments: next + loose + soft + negative + strictness + steps)
  func `each is judged`(example: Example) throws {
    let result = try #require(try ScenarioTexts.lobby(example.body).run().first)
    #expect(summary(result.verdict) == example.verdict)
  }
}
