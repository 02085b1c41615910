import Harness
import Reports
import ScenarioLanguage
import TestSupport
import Testing

/// The value of a secret variable stands in no report, whatever characters it has and in whatever form it was sent.
@Suite("Secret variables") struct SecretVariableTests {
  private static let text = #"""
    title: $SECRET in many places
    users: alice bob
    variables: SECRET

    == A section called $SECRET
    alice > /join lobby
    alice < user_list
    alice > q $SECRET
    alice < chat_message message=/q (?<whole>.*)/
    alice > w $whole
    alice <& chat_message message="zz $whole"
    alice >json {"type":"chat_message","room":"lobby","message":"$SECRET","x":{"$SECRET":"$SECRET"}}
    alice <& chat_message message=~"$SECRET!" room!=lobby
    alice >bytes $SECRET
    alice <& error message=$SECRET re=["$SECRET x"]
    alice >json {"type":"login","user":"bob","password":"$SECRET"}
    alice <& error re={"k"=$SECRET}
    for each X in $SECRET
      alice > $X
      alice <& chat_message message="$X."
    end
    alice >bytes $SECRET
    alice < error code=not_in_room

    """#

  /// What every secret has in the middle, in letters and digits that nothing escapes.
  private static let marker = "qX7zR"

  private static let characters = [
    "a", "Z", "0", "\"", "\\", "$", "$$", "é", "'", "<", "&", "%", "/", " ", "😀", "#", "|", "{", "]", "=",
    ",",
    "~", "*", "-", "\u{200B}", "\u{AD}", "\u{A0}", "\\n", "\\b", "%41", "\\u0041", "\\x41",
  ]

  private static let secrets: [String] = {
    let known = ["pass$5word", "pä$5wort", "pass$wörd", "pa%41ss$ word", "a\\b\u{AD}cde", "\\\\$a\u{200B}\\"]
    var numbers = RandomNumbers(seed: 7)
    let random = (0..<Soak.rounds(6, of: 60)).map { _ in
      (0..<Int.random(in: 1...6, using: &numbers)).map { _ in characters.randomElement(using: &numbers) ?? ""
      }
      .joined()
    }
    return (known + random).flatMap { ["k\($0)\(marker)", "\(marker)\($0)k", "k\($0)\(marker)\($0)k"] }
  }()

  private func results(hiding secret: String) throws -> [ScenarioResult] {
    let texts = ScenarioTexts(Self.text)
    var variables = Variables()
    variables["SECRET"] = .init(secret, isSecret: true)
    let loaded = try ScenarioRunner.load("test.chat", variables: variables, read: texts.read)
    if let unreadable = loaded.unreadable { return [unreadable] }
    return loaded.scenarios.map { ScenarioRunner().run($0, sources: loaded.sources) }
  }

  @Test(arguments: secrets)
  func `no report has it`(secret: String) throws {
    let results = try results(hiding: secret)
    #expect(results.map(\.verdict.kind) == [.failed])
    let reports = [
      results.map { ConsoleReport.text(of: $0) }.joined(),
      results.map { ConsoleReport.text(of: $0.transcript) }.joined(),
      JUnitReport.text(of: results, withTimes: false),
      String(decoding: JSONReport.bytes(of: results), as: UTF8.self), HTMLReport.text(of: results),
      MermaidReport.text(of: results), TAPReport.text(of: results),
      GitHubReport(results, from: "/", workspace: "/").summary,
    ]
    for report in reports { #expect(!report.contains(Self.marker), "\(secret) in\n\(report)") }
    #expect(reports.first?.contains("‹SECRET›") == true)
  }

  @Test func `the causes of a failure have it as the transcript has it`() throws {
    let result = try #require(try results(hiding: "pä$5wort\"\\").first)
    let last = try #require(result.verdict.failure?.all.last)
    #expect(last.causes.first?.text == #"alice >bytes "<SECRET>""#)
    #expect(last.message == "alice received something else")
  }
}
