import Engine
import Testing
import Wire

@testable import Host

@Suite struct PasswordRuleTests {
  @Test(arguments: ["12345678", "Password1", "TRUSTNO1", "qwertyuiop", "iloveyou", "123456"])
  func `a common password is refused in any case`(password: String) {
    #expect(throws: Refusal.self) { try PasswordRule.check(password, of: "ann") }
    #expect(throws: Refusal.self) { try PasswordRule.check(password, of: nil) }
  }

  @Test(arguments: [("strasse", "Straße"), ("JE\u{301}RO\u{302}ME", "jérôme"), ("annabella", "annabella")])
  func `a way to write one's own name is refused`(password: String, user: String) throws {
    #expect(throws: Refusal.self) { try PasswordRule.check(password, of: user) }
    try PasswordRule.check(password, of: "ben")
    try PasswordRule.check(password, of: nil)
  }

  @Test(arguments: [
    "open sesame", "password of mine", "12345679x", "ıloveyou", String(repeating: "1", count: 1024),
  ])
  func `any other password is taken`(password: String) throws {
    try PasswordRule.check(password, of: "ann")
  }

  /// Earlier programs made verifiers of the bytes that were typed.
  @Test(arguments: ["Gru\u{308}ße", "Grüße"])
  func `a verifier of what was typed still matches, and a new one is of the composed form`(typed: String) {
    let credentials = Credentials.simulated
    let earlier = credentials.verifier(typed)
    let composed = credentials.verifier("Grüße")
    func outcome(_ task: CredentialWork.Task) -> CredentialOutcome {
      CredentialWork(task, for: RequestID(1), from: nil, of: UserID(1), with: credentials).run()
    }
    for verifier in [earlier, composed] {
      guard case .accepted(verifier: nil) = outcome(.check(password: typed, verifier: verifier)) else {
        Issue.record("\(typed) is refused")
        continue
      }
    }
    guard case .rejected = outcome(.check(password: "Gruße", verifier: composed)) else {
      Issue.record("Another password is taken.")
      return
    }
    guard case .accepted(let made?) = outcome(.makeVerifier(password: typed)),
      case .accepted(let changed?) = outcome(.change(old: typed, verifier: earlier, new: typed))
    else {
      Issue.record("No verifier was made.")
      return
    }
    #expect(made == composed && changed == composed)
  }

  @Test func `an operator sets no such password either`() throws {
    let chat = try Chat()
    _ = try chat.user("annabella")
    for password in ["password1", "Annabella"] {
      let answer = try chat.administer(.setPassword(user: "annabella", password: password))
      #expect(answer["error"]?.string("code") == "bad_frame")
    }
  }

  @Test func `the list has the worst passwords of any length`() {
    let words = PasswordRule.commonWords.split(whereSeparator: \.isWhitespace)
    #expect(words.count == Set(words).count)
    #expect(words.filter { $0.utf8.count >= 8 }.count >= 1000)
    #expect(words.allSatisfy { $0.lowercased() == $0 })
  }
}
