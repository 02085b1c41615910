import Harness
import Testing

@Suite("Tag expressions") struct TagExpressionTests {
  @Test(arguments: [
    ("smoke", true), ("slow", false), ("not slow", true), ("not smoke", false), ("smoke and rooms", true),
    ("smoke and slow", false), ("slow or rooms", true), ("smoke and not slow", true),
    ("slow and wire or smoke", true), ("slow and (wire or smoke)", false), ("not (slow or wire)", true),
    ("not slow and not wire", true), ("not not smoke", true), ("( smoke )", true), ("  smoke  ", true),
    ("AND", false),
  ])
  func `an expression is judged by the tags`(text: String, isMatch: Bool) throws {
    #expect(try TagExpression(text).matches(["smoke", "rooms"]) == isMatch)
  }

  @Test(arguments: [
    ("", "a tag is missing at its end"), ("smoke and", "a tag is missing at its end"),
    ("and smoke", "a tag is missing before and"), ("smoke slow", "`and` or `or` is missing before slow"),
    ("(smoke", "a ( is not closed"), ("smoke)", "a ) closes nothing"), ("()", "a tag is missing before )"),
    ("not", "a tag is missing at its end"),
    (String(repeating: "(", count: 100_000), "it is nested more than 64 deep"),
    (String(repeating: "not ", count: 100_000) + "smoke", "it is nested more than 64 deep"),
  ])
  func `what is no expression is refused with the reason`(text: String, reason: String) {
    let mistake = #expect(throws: TagExpression.Mistake.self) { try TagExpression(text) }
    #expect(mistake?.message.hasPrefix(reason + ";") == true)
  }
}
