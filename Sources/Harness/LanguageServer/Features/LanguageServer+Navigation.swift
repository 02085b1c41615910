import ScenarioLanguage
import Wire

extension LanguageServer {
  /// Where what stands at a place is defined: a macro, a name, a user, or the file that is included.
  func definition(_ parameters: JSON) throws(RPCError) -> JSON {
    let (analysis, line, offset) = try place(parameters)
    guard let found = analysis.occurrence(inLine: line, at: offset) else { return .null }
    if case .path(let written) = found.token.kind {
      let path = RelativePath.resolve(written, from: found.path)
      let start = Position(line: 0, character: 0)
      return .members([
        "uri": .string(workspace.uri(of: path)), "range": Position.range(from: start, to: start),
      ])
    }
    guard let symbol = analysis.symbol(of: found), let definition = analysis.definition(of: symbol) else {
      return .null
    }
    return location(of: definition)
  }

  /// Everywhere that what stands at a place is named, in the file and all that it includes.
  func references(_ parameters: JSON) throws(RPCError) -> JSON {
    let (analysis, line, offset) = try place(parameters)
    guard let found = analysis.occurrence(inLine: line, at: offset), let symbol = analysis.symbol(of: found)
    else { return .null }
    let withDefinition = parameters["context"]?["includeDeclaration"]?.isTrue ?? true
    let occurrences = analysis.occurrences(of: symbol).filter { withDefinition || !$0.token.isDefinition }
    return .array(occurrences.map(location))
  }

  private func location(of occurrence: Occurrence) -> JSON {
    .members([
      "uri": .string(workspace.uri(of: occurrence.path)), "range": range(of: occurrence),
    ])
  }

  /// Where a token is, as the protocol has it.
  func range(of occurrence: Occurrence) -> JSON {
    encoding.range(occurrence.token.range, of: occurrence.line)
  }
}

extension Analysis {
  /// What an occurrence names.
  func symbol(of occurrence: Occurrence) -> Symbol? {
    tree(of: occurrence.path).flatMap { NameScopes($0).symbol(of: occurrence.token, in: occurrence.line) }
  }
}
