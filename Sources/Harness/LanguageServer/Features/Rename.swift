import ScenarioLanguage
import Wire

/// Gives a user, a macro or a name another name everywhere in a file and what it includes, or says why that is not safe.
struct Rename {
  let analysis: Analysis
  let symbol: Symbol
  private let occurrences: [Occurrence]

  /// A part of a line and what is to stand there.
  struct Edit {
    let path: String
    let line: SyntaxLine
    let range: Range<Int>
    let text: String
  }

  /// - Throws: Why what stands at the place cannot be renamed at all.
  init(of found: Occurrence, in analysis: Analysis) throws(RPCError) {
    guard let symbol = analysis.symbol(of: found) else {
      throw RPCError(.requestFailed, "only users, macros and names for values can be renamed")
    }
    self.analysis = analysis
    self.symbol = symbol
    occurrences = analysis.occurrences(of: symbol)
    guard let definition = occurrences.first(where: \.token.isDefinition) else {
      throw RPCError(.requestFailed, "nothing here says what \(symbol.name) is, so it cannot be renamed")
    }
    if case .bot = definition.token.kind {
      throw RPCError(.requestFailed, "\(symbol.name) is a bot, and its name says which one")
    }
    if case .header(let header) = definition.line.kind, header.key == .variables {
      throw RPCError(
        .requestFailed, "\(symbol.name) is a variable, which runs give values by its name; rename it by hand")
    }
    if case .name(let name, let scope) = symbol { try check(name, scope) }
  }

  /// The part of a token that is the name itself, without `$`, `?` or the session of a user.
  static func namedPart(of token: Token, in line: SyntaxLine) -> Range<Int> {
    let scalars = Array(line.text.unicodeScalars)
    let range = token.range
    switch token.kind {
    case .name where scalars[range.lowerBound] == "$" || scalars[range.lowerBound] == "?":
      return (range.lowerBound + 1)..<range.upperBound
    case .session:
      return range.lowerBound..<(range.first { scalars[$0] == "/" } ?? range.upperBound)
    case _:
      return range
    }
  }

  /// The changes that give it the name.
  ///
  /// - Throws: Why the name cannot be given, or would change what the scenario means.
  func edits(to newName: String) throws(RPCError) -> [Edit] {
    try check(newName)
    try checkReadable()
    var edits = occurrences.map { found in
      Edit(
        path: found.path, line: found.line, range: Self.namedPart(of: found.token, in: found.line),
        text: newName)
    }
    if case .participant(let name) = symbol { edits += try editsOfValues(name, to: newName) }
    return edits
  }

  // MARK: What a scenario says of a user

  /// The values that are the user's name. Where it stands in other text, nobody knows whether the user is meant.
  private func editsOfValues(_ name: String, to newName: String) throws(RPCError) -> [Edit] {
    var edits: [Edit] = []
    for tree in analysis.trees {
      for line in tree.lines {
        if case .header(let header) = line.kind, case .file(let path, _) = header.value {
          throw RPCError(.requestFailed, "\(name) may be in the cases of \(path) too; rename it by hand")
        }
        for token in tree.tokens(of: line) {
          switch token.kind {
          case .word(name, _, _):
            edits.append(
              Edit(
                path: tree.path, line: line, range: token.range, text: ScenarioText.value(.string(newName))))
          case .word, .sentText, .string, .regex:
            guard mentions(name, token.range, of: line) else { continue }
            throw RPCError(
              .requestFailed,
              "\(name) is also in a text, where it may mean something else: \(tree.path):\(line.number); rename it by hand"
            )
          case .comment, .headerKey, .prose, .section, .keyword, .sessionOperator, .fieldOperator, .number,
            .path, .session, .event, .field, .name, .macro, .fault, .clause, .tag, .bot, .limit, .need,
            .dialect, .lintRule:
            continue
          }
        }
      }
    }
    return edits
  }

  /// Whether a word stands in a part of a line.
  private func mentions(_ word: String, _ range: Range<Int>, of line: SyntaxLine) -> Bool {
    let scalars = Array(line.text.unicodeScalars)[range]
    let words = scalars.split { !SessionNameRules.isAllowed($0) }
    let wanted = Array(word.unicodeScalars)
    // A session of the user, or the name at the end of a sentence, is one too.
    return words.contains { found in
      found.elementsEqual(wanted)
        || found.split { $0 == "/" || $0 == "." }.contains { $0.elementsEqual(wanted) }
    }
  }

  // MARK: Checks

  /// In a line with a mistake, or in a file that is not there, nobody knows what is named.
  private func checkReadable() throws(RPCError) {
    for tree in analysis.trees {
      for line in tree.lines {
        guard case .invalid = line.kind else { continue }
        throw RPCError(.requestFailed, "\(tree.path):\(line.number) has a mistake; mend it before renaming")
      }
    }
    if let missing = analysis.expansion.diagnostics.first(where: { $0.code == .includeMissing }) {
      throw RPCError(.requestFailed, missing.message)
    }
  }

  /// A parameter, or the name of a loop, must not be used where other lines may give it another meaning.
  private func check(_ name: String, _ scope: NameScope?) throws(RPCError) {
    guard scope != nil else { return }
    guard let other = analysis.occurrences(of: .name(name, scope: nil)).first else { return }
    throw RPCError(
      .requestFailed,
      "\(name) is used outside of its lines too, at \(other.path):\(other.line.number); rename it by hand")
  }

  private func check(_ newName: String) throws(RPCError) {
    let isValid =
      switch symbol {
      case .participant:
        !newName.isEmpty && !newName.contains("/")
          && newName.unicodeScalars.allSatisfy(SessionNameRules.isAllowed)
      case .macro: LanguageWords.isMacroName(newName)
      case .name: WordRules.isName(newName) && newName != "title"
      }
    guard isValid else { throw RPCError(.invalidParameters, "\(newName) is not a valid name here") }
    guard newName != symbol.name else { return }
    if let taken = analysis.occurrences(where: { $0.isLike(symbol) && $0.name == newName }).first {
      throw RPCError(.requestFailed, "\(newName) is taken: \(taken.path):\(taken.line.number)")
    }
  }
}

extension Symbol {
  /// Whether it means something in the lines of one macro or loop only.
  var isLocal: Bool {
    if case .name(_, let scope) = self { scope != nil } else { false }
  }

  /// What it is called.
  var name: String {
    switch self {
    case .participant(let name), .macro(let name), .name(let name, _): name
    }
  }

  /// Whether the other is of the same kind.
  fileprivate func isLike(_ other: Symbol) -> Bool {
    switch (self, other) {
    case (.participant, .participant), (.macro, .macro), (.name, .name): true
    case (.participant, _), (.macro, _), (.name, _): false
    }
  }
}
