import Harness
import Testing

/// What each operator accepts, and how it fails. The body of each scenario begins at line 9.
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
    Example("`<` needs only the fields that it names", hi + "bob < chat_message user=alice"),
    Example("`<` takes several users' events", "alice > hi\nalice, bob < chat_message message=hi"),
    Example(
      "`<` finds another type", hi + "bob < private_message message=hi",
      "mismatch 11:7 bob received something else"),
    Example(
      "`<` finds another value", hi + "bob < chat_message user=alice message=ho",
      "mismatch 11:31 bob received something else"),
    Example(
      "`<` binds a name for several users who agree",
      "alice > hi\nalice, bob < chat_message seq=?n\nalice > $n\nalice, bob < chat_message message=\"1\""),
    Example(
      "`<` finds that several users do not agree",
      "alice, bob > hi\nalice < chat_message\nalice, bob < chat_message seq=?n",
      "mismatch 11:27 bob received something else"),
    Example("`<` finds that nothing came", "bob < chat_message", "missing 9:1 bob received nothing"),
    Example(
      "`<` names the user of several who received nothing", "alice > /who\nalice, bob < user_list",
      "missing 10:1 bob received nothing"),
    Example(
      "`<=` needs every field",
      hi + #"bob <= chat_message room=lobby seq=1 user=alice message=hi at="2026-01-01T00:00:00.000Z""#),
    Example(
      "`<=` finds a field that it does not name", hi + "bob <= chat_message room=lobby seq=1",
      "mismatch 11:8 bob received something else"),
  ]

  static let loose = [
    Example("`<?` takes an event that matches", hi + "bob <? chat_message message=hi\nbob < nothing"),
    Example("`<?` needs none", "bob <? chat_message\nbob < nothing"),
    Example(
      "`<?` binds nothing where it takes nothing", "alice <? chat_message seq=?n\nalice > $n",
      "step 10:1 $n has no value: the optional line test.chat:9 met no event; where $n is needed, expect it with <"
    ),
    Example("`<?` leaves an event that does not match", hi + "bob <? user_leave\nbob < chat_message"),
    Example(
      "`<?` does not hide what it leaves", hi + "bob <? user_leave",
      "unexpected 11:1 bob received an event that nobody expected"),
    Example(
      "`<~` passes over events until one matches",
      "alice, bob > hi\nbob <~ chat_message user=bob\nalice <~ chat_message seq=2"),
    Example(
      "`<~` finds that none matches", "alice, bob > hi\nbob <~ chat_message user=carol",
      "missing 10:21 bob received no such event, whatever was skipped"),
  ]

  static let soft = [
    Example("`<&` takes an event that matches", hi + "bob <& chat_message message=hi\nbob < nothing"),
    Example(
      "`<&` reads an event of its type, and the names of fields that match have values",
      hi + "bob <& chat_message seq=?n message=ho\nalice > /who\nalice <& user_list seq=$n\nbob < nothing",
      "mismatch 11:28 bob received something else"),
    Example(
      "`<&` leaves an event of another type, and what comes later is told too",
      hi + "bob <& user_leave\nbob < chat_message message=ho",
      "mismatch 11:8 bob received something else, then mismatch 12:20 bob received something else"),
    Example(
      "`<&` goes on where nothing came", "bob <& chat_message\nalice > hi\nalice, bob < chat_message",
      "missing 9:1 bob received nothing"),
    Example(
      "`<&` of several users fails for each", "alice > hi\nalice, bob <& chat_message message=ho",
      "mismatch 10:28 alice received something else, then mismatch 10:28 bob received something else"),
  ]

  static let negative = [
    Example("`!<` sees that no such event waits", hi + "bob !< private_message\nbob < chat_message"),
    Example("`!<` sees that an event differs", hi + "bob !< chat_message message=ho\nbob < chat_message"),
    Example(
      "`!<` finds one behind another", "alice, bob > hi\nbob !< chat_message user=bob",
      "unexpected 10:1 bob received an event that must not come"),
    Example("`nothing` is exact", "alice > /who\nbob < nothing\nalice < user_list"),
    Example(
      "`nothing` finds something", hi + "bob < nothing",
      "unexpected 11:1 bob received an event where nothing was expected"),
  ]

  static let strictness = [
    Example(
      "an event that nobody expected fails at the next line that sends",
      hi + "alice > ho\nbob < chat_message\nalice, bob < chat_message",
      "unexpected 11:1 bob received an event that nobody expected"),
    Example(
      "and at the next line that lets time pass", hi + "+1s\nbob < chat_message",
      "unexpected 11:1 bob received an event that nobody expected"),
    Example(
      "and at the next fault", hi + "! cut alice\nbob < chat_message",
      "unexpected 11:1 bob received an event that nobody expected"),
    Example(
      "and at the end, at the last step", "alice > hi\nalice < chat_message\n# a comment",
      "unexpected 10:1 bob received an event that nobody expected"),
    Example("a section is no end", hi + "== Later\nbob < chat_message"),
  ]

  static let steps = [
    Example(
      "a send without a connection", "! cut bob\nbob > hi",
      "step 10:1 bob has no connection; `! return bob` makes one"),
    Example(
      "a server that is down", "! crash\n! replay", "step 10:1 the server is down; `! restart` starts it"),
    Example("time goes on where it was", "+90s\nalice > hi\nalice, bob < chat_message at=/00:01:30/"),
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
    Example("a replay compares the state", hi + "bob < chat_message\n! replay"),
    Example(
      "all faults of a connection",
      """
      ! stall bob
      alice > hi
      alice < chat_message
      bob < nothing
      ! flow bob
      bob < chat_message
      ! cut bob
      ! return bob
      bob < ready resumed=true
      ! close bob
      alice < user_leave user=bob
      """),
    Example(
      "all faults of the server",
      "! crash\n! restart\n! return alice, bob\nalice, bob < ready resumed=true\n! restart\n! return bob\nbob < ready"
    ),
  ]

  @Test(arguments: next + loose + soft + negative + strictness + steps)
  func `each is judged`(example: Example) throws {
    let result = try #require(try ScenarioTexts.lobby(example.body).run().first)
    #expect(summary(result.verdict) == example.verdict)
  }
}
