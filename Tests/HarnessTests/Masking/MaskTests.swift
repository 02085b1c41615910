import Harness
import ScenarioLanguage
import Testing

/// Where secrets are found in texts, and which placeholders stand for them.
@Suite("Masks") struct MaskTests {
  /// The text as it is shown after everything in it was learned.
  private func masked(_ text: String, hiding secrets: [KnownSecret] = []) -> String {
    var masks = Masks(hiding: secrets, except: ["gina"])
    _ = masks.mask(text)
    masks.show()
    return masks.mask(text)
  }

  private static let secret = KnownSecret("hunter2 \"ü\"", .numbered("password"))

  @Test(arguments: [
    (#"{"type":"login","password":"hunter2"}"#, #"{"type":"login","password":"‹password 1›"}"#),
    (#"{"password":"a","password":"bcd"#, #"{"password":"‹password 1›","password":"‹password 2›"#),
    (
      #"{"old_password" : "one more","password":"one more"}"#,
      #"{"old_password" : "‹password 1›","password":"‹password 1›"}"#
    ),
    (#"{"password":"say \"hi\" \\"} x"#, #"{"password":"‹password 1›"} x"#),
    (#"{"text":"{\"token\":\"abcdef\"}"}"#, #"{"text":"{\"token\":\"‹token 1›\"}"}"#),
    (
      "ready session=session-6 token=\"a b\" user=gina",
      "ready session=\"‹session 1›\" token=\"‹token 1›\" user=gina"
    ),
    ("ws://host/ws?token=abc%20def&room=lobby", "ws://host/ws?token=‹token 1›&room=lobby"),
    ("Authorization: Bearer 0123456789abcdef0", "Authorization: Bearer ‹token 1›"),
    (#"ready token!="a b""#, #"ready token!="‹token 1›""#),
    (#"token=/^tok-5f3a[a-z]{3}$/"#, #"token=/^‹token 1›[a-z]{3}$/"#),
    (#"{"password":"gina"} gina"#, #"{"password":"‹password 1›"} gina"#),
    (#"{"password":"message"} message"#, #"{"password":"‹password 1›"} message"#),
    (
      #"{"password":"abcde"} \x22abcde\x22\nabcde%20abcde"#,
      #"{"password":"‹password 1›"} \x22‹password 1›\x22\n‹password 1›%20‹password 1›"#
    ),
    (#"{"password":"abcde"} abcde, abcdef"#, #"{"password":"‹password 1›"} ‹password 1›, abcdef"#),
  ])
  func `the value of a secret field is replaced, and so is the same text elsewhere`(
    text: String, shown: String
  ) {
    #expect(masked(text) == shown)
  }

  @Test(arguments: [
    "the token: it is gone", "tokens=1 session_id=a field=password", "token=* session=?name token=$name",
    #"{"password":true,"token":null,"field":"token","password":""}"#, "token=absent", "Bearer of news",
    "token=/^.{20,}$/", #"{"password":"‹password 1›"}"#,
  ])
  func `what is no secret stays`(text: String) {
    #expect(masked(text) == text)
  }

  @Test(arguments: [
    #"hunter2 "ü""#, #"hunter2 \"ü\""#, #"hunter2 \\\"ü\\\""#, #"\u0068unter2\u0020\"\u00fc\""#,
    #"hunter2 \"\u{FC}\""#, "hunter2%20%22%c3%bc%22", "hunter2 %22ü%22", #"hunter2 \"\xC3\xBC\""#,
  ])
  func `a secret is found however it is written`(written: String) {
    #expect(masked("[\(written)]", hiding: [Self.secret]) == "[‹password 1›]")
  }

  @Test(arguments: [
    (#"a\b cde"#, #"a\b cde"#), ("a\\b\u{AD}cde", #"a\b\u{AD}cde"#), (#"pa%41ss"#, #"pa%41s\u0073"#),
    ("pass$5word", "pass$$5word"), ("pä$5wort", #"p\xC3\xA4$$5wort"#), (#"a\\b"#, #"a\\\\b"#),
  ])
  func `what looks like an escape may be a part of a secret`(secret: String, written: String) {
    let known = KnownSecret(secret, .numbered("token"))
    #expect(masked("[\(written)]", hiding: [known]) == "[‹token 1›]")
  }

  @Test func `a longer secret counts for more than one that it begins with`() {
    let secrets = [
      KnownSecret("abcdefgh", .numbered("token")), KnownSecret("abcdefghij", .numbered("token")),
    ]
    #expect(masked("abcdefghij abcdefgh", hiding: secrets) == "‹token 1› ‹token 2›")
  }

  @Test func `the value of a variable has the variable's name`() {
    #expect(masked("xs3crety", hiding: [KnownSecret("s3cret", .variable("API_KEY"))]) == "x‹API_KEY›y")
  }

  @Test func `what is masked stays as it is when it is masked again`() {
    let once = masked(#"{"token":"first-one","password":"second-one"}"#)
    #expect(masked(once) == once)
  }
}
