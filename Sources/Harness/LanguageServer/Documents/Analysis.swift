import ScenarioLanguage

/// What a file says, with all that it includes.
struct Analysis {
  /// The file itself.
  let tree: SyntaxTree
  let expansion: Expansion
  /// The file and all that it includes, in the order in which they are read.
  var trees: [SyntaxTree] { expansion.trees }
  var sources: SourceSet { expansion.sources }

  init(_ file: SourceFile, in workspace: Workspace) {
    expansion = Expansion.expand(file, load: workspace.read)
    tree = expansion.trees.first ?? ScenarioParser.parse(file).0
  }

  /// The line of a number, counted from 0.
  func line(_ index: Int) -> SyntaxLine? {
    tree.lines.indices.contains(index) ? tree.lines[index] : nil
  }

  /// The tree of one of its files.
  func tree(of path: String) -> SyntaxTree? { trees.first { $0.path == path } }

  /// The first definition of a symbol, the file's own before those that it includes.
  func definition(of symbol: Symbol) -> Occurrence? {
    occurrences(of: symbol).first(where: \.token.isDefinition)
  }

  /// Everywhere that a symbol stands, file by file and line by line.
  func occurrences(of symbol: Symbol) -> [Occurrence] { occurrences { $0 == symbol } }

  /// Everywhere that symbols stand which are meant, in the same order.
  func occurrences(where isMeant: (Symbol) -> Bool) -> [Occurrence] {
    trees.flatMap { tree in
      let scopes = NameScopes(tree)
      return tree.lines.flatMap { line in
        tree.tokens(of: line).filter { scopes.symbol(of: $0, in: line).map(isMeant) ?? false }
          .map { Occurrence(path: tree.path, line: line, token: $0) }
      }
    }
  }

  /// What stands at a place of the file itself.
  ///
  /// - Parameter offset: The place in the line, in scalars; a token also counts where the place is right behind it.
  func occurrence(inLine index: Int, at offset: Int) -> Occurrence? {
    guard let line = line(index) else { return nil }
    let tokens = tree.tokens(of: line)
    let token =
      tokens.first { $0.range.contains(offset) } ?? tokens.first { $0.range.upperBound == offset }
    return token.map { Occurrence(path: tree.path, line: line, token: $0) }
  }
}

/// A token in its file.
struct Occurrence {
  let path: String
  let line: SyntaxLine
  let token: Token

  /// The token as it is written.
  var text: String { LineTokens(line).text(token.range) }
}
