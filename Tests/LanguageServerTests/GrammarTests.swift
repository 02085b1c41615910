import LanguageServer
import ScenarioLanguage
import TestSupport
import Testing
import Wire

/// The grammars of the editors have every word of the language.
@Suite struct GrammarTests {
  static let words =
    HeaderKey.allCases.map(\.rawValue) + FaultKind.allCases.map(\.rawValue) + LanguageWords.ofSteps
    + LanguageWords.ofLoops + LanguageWords.ofEvents + ["true", "false", "null"]

  private static let grammars = [
    "Editors/vscode/syntaxes/verbatim.tmLanguage.json", "Editors/vim/syntax/verbatim.vim",
  ]

  @Test(arguments: grammars)
  func `a grammar has every word`(path: String) throws {
    let text = try PackageFolder.text(of: path)
    let known = Set(text.split { !$0.isLetter && $0 != "-" }.map(String.init))
    for word in Self.words { #expect(known.contains(word), "\(path) lacks \(word)") }
  }

  @Test(arguments: ["package.json", "language-configuration.json", "syntaxes/verbatim.tmLanguage.json"])
  func `what VS Code reads is JSON`(path: String) throws {
    let text = try PackageFolder.text(of: "Editors/vscode/\(path)")
    _ = try JSON.parse(Array(text.utf8), maximumBytes: 1 << 20, maximumDepth: 32)
  }
}
