import ScenarioLanguage

/// A part of a line that means something by itself. The tokens of a line do not overlap.
struct Token: Hashable {
  /// What a token is.
  enum Kind: Hashable {
    case comment
    case headerKey(HeaderKey)
    /// Text for people, such as a title or a reason.
    case prose
    /// What `>` sends.
    case sentText
    case section
    /// A word of the language.
    case keyword(String)
    case sessionOperator(String)
    case fieldOperator
    case number
    case string
    case regex
    /// The path of an included file.
    case path(String)
    /// A session of a user, a guest or a bot.
    case session(String)
    case event(String)
    /// A field, and the event that it is of where that is known.
    case field(String, event: String?)
    /// A word or a quoted text that is a value by itself, and the field that it is for.
    case word(String, field: String?, event: String?)
    /// `?name`, `$name`, a parameter, a column or a variable.
    case name(String)
    case macro(String)
    case fault(FaultKind)
    case clause(String)
    case tag
    case bot(String)
    case limit(String)
    case need(String)
    case dialect(String)
    case lintRule(String)
  }

  /// Where it stands, as offsets into the line's Unicode scalars.
  var range: Range<Int>
  let kind: Kind
  /// Whether it is where a user, a macro or a name is made.
  var isDefinition = false
}

extension SyntaxTree {
  /// The tokens of one of its lines, in their order.
  func tokens(of line: SyntaxLine) -> [Token] {
    var tokens = LineTokens(line)
    tokens.addLine(namesColumns: isRowOfColumns(line))
    return tokens.found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether a line is the first row of the table of cases, which names the columns.
  private func isRowOfColumns(_ line: SyntaxLine) -> Bool {
    guard case .caseRow = line.kind else { return false }
    let before = lines[..<(line.number - 1)].last { if case .comment = $0.kind { false } else { true } }
    return if case .header? = before?.kind { true } else { false }
  }
}
