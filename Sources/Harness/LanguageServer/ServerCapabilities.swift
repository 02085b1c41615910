import Wire

/// What the server tells a client that it can do.
enum ServerCapabilities {
  static func json(_ encoding: PositionEncoding) -> JSON {
    .members([
      "positionEncoding": .string(encoding.rawValue),
      "textDocumentSync": .members([
        "openClose": .bool(true),
        // Changes of parts.
        "change": .integer(2),
        "save": .bool(true),
      ]),
      "completionProvider": .members([
        "triggerCharacters": .texts([" ", "$", "=", "!", ",", "[", ":", "/"])
      ]),
      "hoverProvider": .bool(true),
      "definitionProvider": .bool(true),
      "referencesProvider": .bool(true),
      "documentFormattingProvider": .bool(true),
      "documentSymbolProvider": .bool(true),
      "foldingRangeProvider": .bool(true),
      "renameProvider": .members(["prepareProvider": .bool(true)]),
      "codeLensProvider": .members(["resolveProvider": .bool(false)]),
      "executeCommandProvider": .members(["commands": .texts([RunLenses.command])]),
      "semanticTokensProvider": .members([
        "legend": .members([
          "tokenTypes": .texts(SemanticTokens.Kind.allCases.map(\.rawValue)),
          "tokenModifiers": .texts(SemanticTokens.modifiers),
        ]),
        "full": .bool(true),
      ]),
    ])
  }
}
