import ScenarioLanguage

/// Something that a scenario names in several places.
enum Symbol: Hashable {
  /// A user, a guest or a bot, with all sessions.
  case participant(String)
  case macro(String)
  /// What `$name` stands for: in the lines of a macro or loop whose own name it is, or else in the whole scenario.
  case name(String, scope: NameScope?)
}

/// The lines of a macro or a loop, in which its parameters or its name stand for something.
struct NameScope: Hashable {
  let path: String
  /// The indices of the lines, from the one that opens it to its end.
  let lines: Range<Int>
}

/// Which names of a file mean something in only a part of its lines.
struct NameScopes {
  private var scopes: [(scope: NameScope, names: Set<String>)] = []

  init(_ tree: SyntaxTree) {
    for block in Block.all(in: tree) {
      let names: [String] =
        switch block.kind {
        case .macro(let macro): macro?.parameters ?? []
        case .loop(let loop): loop.name.map { [$0.text] } ?? []
        case .block: []
        }
      scopes.append((NameScope(path: tree.path, lines: block.lines), Set(names)))
    }
  }

  /// What a token of the file stands for, where it is a name of something.
  func symbol(of token: Token, in line: SyntaxLine) -> Symbol? {
    switch token.kind {
    case .session(let name), .bot(let name): .participant(String(name.prefix { $0 != "/" }))
    case .macro(let name): .macro(name)
    case .name(let name): .name(name, scope: scope(of: name, at: line.number - 1))
    case .comment, .headerKey, .prose, .sentText, .section, .keyword, .sessionOperator, .fieldOperator,
      .number, .string, .regex, .path, .event, .field, .word, .fault, .clause, .tag, .limit, .need, .dialect,
      .lintRule:
      nil
    }
  }

  /// The innermost scope around a line that has the name for its own.
  private func scope(of name: String, at index: Int) -> NameScope? {
    scopes.filter { $0.scope.lines.contains(index) && $0.names.contains(name) }
      .max { $0.scope.lines.lowerBound < $1.scope.lines.lowerBound }?.scope
  }
}

/// The lines from one that opens something to the `end` that closes it, or to the end of the file.
struct Block {
  /// What it is.
  enum Kind {
    /// A macro; nil where it is not closed or its first line has an error.
    case macro(MacroSyntax?)
    case loop(LoopSyntax)
    case block(BlockKind)
  }

  let kind: Kind
  /// The indices of the lines, with that of `end`.
  let lines: Range<Int>

  /// All of a file, each after those that it is in.
  static func all(in tree: SyntaxTree) -> [Block] {
    var open: [(kind: Kind, start: Int)] = []
    var blocks: [Block] = []
    for (index, line) in tree.lines.enumerated() {
      switch line.kind {
      case .macro: open.append((.macro(tree.macros.first { $0.span.line == line.number }), index))
      case .loop(let loop): open.append((.loop(loop), index))
      case .block(let kind): open.append((.block(kind), index))
      case .end:
        guard let last = open.popLast() else { continue }
        blocks.append(Block(kind: last.kind, lines: last.start..<(index + 1)))
      case .blank, .comment, .header, .caseRow, .section, .send, .expectation, .advance, .until, .fault,
        .include, .call, .invalid:
        continue
      }
    }
    blocks += open.map { Block(kind: $0.kind, lines: $0.start..<tree.lines.count) }
    return blocks.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
  }
}
