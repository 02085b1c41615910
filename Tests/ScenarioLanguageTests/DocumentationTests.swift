import Foundation
import ScenarioLanguage
import Testing

@Suite struct DocumentationTests {
  private static let text: String = {
    let url = URL(filePath: #filePath).appending(path: "../../../Docs/scenarios.md").standardized
    return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
  }()

  /// The examples of the document: what stands between ```chat and ```.
  static let examples: [String] = {
    var examples: [String] = []
    var current: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```chat" {
        current = []
      } else if line == "```", let lines = current {
        examples.append(lines.joined(separator: "\n") + "\n")
        current = nil
      } else {
        current?.append(line)
      }
    }
    return examples
  }()

  @Test func `the document has examples`() {
    #expect(Self.examples.count >= 12)
  }

  @Test(arguments: examples)
  func `an example parses and is in canonical layout`(example: String) throws {
    let file = SourceFile(path: "Docs/scenarios.md", text: example)
    let (_, diagnostics) = ScenarioParser.parse(file)
    #expect(diagnostics.map(\.message) == [])
    #expect(try ScenarioFormatter.format(file).get() == example)
  }

  @Test(
    arguments: HeaderKey.allCases.map { "`\($0.rawValue)`" } + FaultKind.allCases.map { "`! \($0.rawValue)" }
      + DiagnosticCode.allCases.map { "`\($0.rawValue)`" })
  func `the document names every header, fault and error`(word: String) {
    #expect(Self.text.contains(word))
  }

  @Test func `the document names every limit with its value`() {
    for (value, unit) in [
      (ScenarioLimits.valueDepth, "levels"), (ScenarioLimits.includeDepth, "files"),
      (ScenarioLimits.macroDepth, "calls"),
      (ScenarioLimits.regexScalars, "characters"), (ScenarioLimits.expandedSteps, "steps"),
    ] {
      #expect(
        Self.text.contains(
          "\(value.formatted(.number.grouping(.automatic).locale(Locale(identifier: "en_US")))) \(unit)"))
    }
  }
}
