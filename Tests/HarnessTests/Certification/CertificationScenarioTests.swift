import Certification
import Harness
import ScenarioLanguage
import Testing

@Suite struct CertificationScenarioTests {
  /// The scenario of a check, with the echo bot of the library in the place of an external one.
  private func source(_ check: Certification) throws -> SourceFile {
    let bot = try BotTalk(command: "my \"own\" bot", name: "echo", say: "!echo {text}", expect: "{text}")
    let file = Certifier(of: bot, program: "", deadlineSeconds: 1).scenario(of: check).source
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(text.contains(#"bots: exec "my \"own\" bot" as echo in lobby"#))
    return SourceFile(path: file.path, text: text.replacing(#"exec "my \"own\" bot" as echo"#, with: "echo"))
  }

  @Test(arguments: Certification.all.map(\.name))
  func `the scenario of a check is laid out, has no mistakes, and a good bot passes it`(name: String) throws {
    let check = try #require(Certification.all.first { $0.name == name })
    let source = try source(check)
    let (found, sources) = Linter.lint(source, vocabulary: .chat) { path throws(SourceLoadError) in
      throw SourceLoadError(reason: path)
    }
    #expect(found.isEmpty, "\(Diagnostic.rendered(found, sources))")
    #expect(try ScenarioFormatter.format(source).get() == String(decoding: source.bytes, as: UTF8.self))
    let loaded = try ScenarioRunner.load(source.path) { _ throws(SourceLoadError) in source }
    let scenario = try #require(loaded.scenarios.first)
    let result = ScenarioRunner().run(scenario, sources: loaded.sources)
    #expect(!result.verdict.isBad, "\(ConsoleReport.text(of: result))")
  }

  @Test(arguments: [("!echo", "{text}", "--say"), ("!echo {text}", "yes", "--expect")])
  func `a way to talk without the word is a mistake`(say: String, expect: String, option: String) {
    let mistake = #expect(throws: BotTalk.Mistake.self) {
      try BotTalk(command: "x", name: "echo", say: say, expect: expect)
    }
    #expect(mistake?.message.hasPrefix("\(option) must contain {text}") == true)
  }
}
