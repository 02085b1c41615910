/// One rule of the language: all that is said of it, once.
///
/// `verbatim explain` and the table of rules in `Docs/scenarios.md` are made from these. What is wrong at one place is in `Diagnostic`.
package struct DiagnosticDefinition: Sendable {
  /// The rule.
  package let code: DiagnosticCode
  /// What is wrong, in one sentence.
  package let meaning: String
  /// What to write instead.
  package let remedy: String
  /// Lines that break the rule; nil where a few lines cannot show it.
  package let example: String?

  init(_ code: DiagnosticCode, _ meaning: String, remedy: String, example: String? = nil) {
    self.code = code
    self.meaning = meaning
    self.remedy = remedy
    self.example = example
  }

  /// All rules, in the order of the document.
  package static let all: [DiagnosticDefinition] = Group.allCases.flatMap(\.definitions)

  /// What the rules are about; the raw value is the heading of their part of the document.
  package enum Group: String, CaseIterable, Sendable {
    case bytes = "The file as bytes"
    case header = "The header"
    case lines = "Lines"
    case values = "Values"
    case blocks = "Blocks"
    case expansion = "Expansion"
    case lint = "Lint"

    /// The group's rules, in the order of the document.
    package var definitions: [DiagnosticDefinition] {
      switch self {
      case .bytes: DiagnosticDefinition.bytes
      case .header: DiagnosticDefinition.header
      case .lines: DiagnosticDefinition.lines
      case .values: DiagnosticDefinition.values
      case .blocks: DiagnosticDefinition.blocks
      case .expansion: DiagnosticDefinition.expansion
      case .lint: DiagnosticDefinition.lint
      }
    }
  }
}

// MARK: - The document

extension DiagnosticDefinition {
  /// The line of `Docs/scenarios.md` after which the table of rules begins, and which it fills to its end.
  package static let begin = "<!-- generated: from here on, from the rules in the code -->"

  /// The document with its table made anew, or nil where it has not the line before the table, once.
  package static func renewed(_ document: String) -> String? {
    let parts = document.split(separator: begin + "\n", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return "\(parts[0])\(begin)\n\n\(markdown)"
  }

  /// The rules as a table in Markdown, group by group.
  private static var markdown: String {
    let rows = Group.allCases.flatMap { group in
      ["| **\(group.rawValue)** | |"] + group.definitions.map { "| `\($0.code.rawValue)` | \($0.meaning) |" }
    }
    return (["| rule | what is wrong |", "| --- | --- |"] + rows).map { "\($0)\n" }.joined()
  }
}
