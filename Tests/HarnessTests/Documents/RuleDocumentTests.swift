import Foundation
import Harness
import ScenarioLanguage
import TestSupport
import Testing

/// What is said of the rules of scenario files is so.
@Suite struct RuleDocumentTests {
  private static let path = "Docs/scenarios.md"

  @Test func `the document says what the rules say`() throws {
    let document = try PackageFolder.text(of: Self.path)
    let renewed = try #require(
      DiagnosticDefinition.renewed(document), "the line before the generated table is gone")
    if PackageFolder.isRenewing {
      try renewed.write(to: PackageFolder.url.appending(path: Self.path), atomically: true, encoding: .utf8)
      return
    }
    #expect(document == renewed, "make it anew: RENEW=1 swift test --filter RuleDocumentTests")
  }

  @Test func `each rule is defined once, in the order of its cases`() {
    #expect(DiagnosticDefinition.all.map(\.code) == DiagnosticCode.allCases)
    #expect(
      Set(DiagnosticDefinition.Group.lint.definitions.map(\.code)) == Set(DiagnosticCode.lintRules))
  }

  @Test(arguments: DiagnosticDefinition.all.filter { $0.example != nil }.map(\.code))
  func `the example of a rule breaks it`(code: DiagnosticCode) throws {
    let rule = try #require(DiagnosticDefinition.all.first { $0.code == code })
    let example = try #require(rule.example)
    let isWhole = example.split(separator: "\n").contains {
      $0.hasPrefix("title:") || $0.hasPrefix("users:")
    }
    let head = isWhole || code == .fileEmpty ? "" : "title: t\ncovers: ROOM-1\nusers: alice bob\n"
    let file = SourceFile(path: "example.chat", text: head + example + "\n")
    let load = { (path: String) throws(SourceLoadError) -> SourceFile in
      guard path == file.path else { throw SourceLoadError(reason: "there is no such file") }
      return file
    }
    // Lint passes over a file without a title, which a run does not.
    let found =
      Linter.lint(file, vocabulary: .chat, load: load).diagnostics
      + Expansion.expand(file, load: load).diagnostics
    #expect(found.map(\.code).contains(code))
  }

  @Test(
    arguments: HeaderKey.allCases.map(\.example) + OperatorDefinition.all.map(\.example)
      + FaultKind.allCases.map(\.example))
  func `the example of a word of the language can be read`(example: String) {
    let (_, diagnostics) = ScenarioParser.parse(SourceFile(path: "example.chat", text: example + "\n"))
    #expect(diagnostics.map(\.message) == [])
  }
}
