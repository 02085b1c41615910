import ScenarioLanguage
import Wire

/// The tokens of a file in the words of the protocol, for colours that say what a word is.
enum SemanticTokens {
  /// The kinds that are used, in the order of the legend.
  enum Kind: String, CaseIterable {
    case keyword, variable, parameter, function, property, event, enumMember, string, regexp, number, comment,
      `operator`, namespace
  }

  /// The modifiers that are used, in the order of the legend.
  static let modifiers = ["declaration"]

  /// All tokens of a file, each in five integers that say where it is after the one before.
  static func json(_ analysis: Analysis, _ encoding: PositionEncoding) -> JSON {
    var data: [JSON] = []
    var before = Position(line: 0, character: 0)
    for line in analysis.tree.lines {
      for token in analysis.tree.tokens(of: line) {
        guard let kind = token.kind.semantic, let index = Kind.allCases.firstIndex(of: kind) else { continue }
        let start = encoding.units(before: token.range.lowerBound, in: line.text)
        let end = encoding.units(before: token.range.upperBound, in: line.text)
        let isSameLine = line.number - 1 == before.line
        let numbers = [
          line.number - 1 - before.line, isSameLine ? start - before.character : start, end - start, index,
          token.isDefinition ? 1 : 0,
        ]
        data += numbers.map { JSON.integer(Int64($0)) }
        before = Position(line: line.number - 1, character: start)
      }
    }
    return .members(["data": .array(data)])
  }
}

extension Token.Kind {
  /// What it is in the words of the protocol; nil where it has no colour.
  fileprivate var semantic: SemanticTokens.Kind? {
    switch self {
    case .comment: .comment
    case .headerKey, .keyword, .fault: .keyword
    case .section: .namespace
    case .sessionOperator, .fieldOperator: .operator
    case .number: .number
    case .string, .path, .word: .string
    case .regex: .regexp
    case .session, .bot: .variable
    case .event: .event
    case .field, .limit: .property
    case .name: .parameter
    case .macro: .function
    case .clause, .need, .dialect, .lintRule: .enumMember
    case .prose, .sentText, .tag: nil
    }
  }
}
