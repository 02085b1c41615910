import Engine
import ProtocolRegistry
import ScenarioLanguage
import Wire

extension LanguageServer {
  /// What the word at a place means, as Markdown.
  func hover(_ parameters: JSON) throws(RPCError) -> JSON {
    let (analysis, line, offset) = try place(parameters)
    guard let found = analysis.occurrence(inLine: line, at: offset),
      let text = Hover(analysis: analysis).text(of: found)
    else { return .null }
    return .members([
      "contents": .members(["kind": .string("markdown"), "value": .string(text)]),
      "range": range(of: found),
    ])
  }
}

/// Says what words of a scenario mean.
struct Hover {
  let analysis: Analysis

  /// What a token means; nil where there is nothing to say.
  func text(of found: Occurrence) -> String? {
    switch found.token.kind {
    case .headerKey(let key): "`\(key.rawValue):` \(key.meaning)"
    case .clause(let name): Self.clause(name)
    case .event(let name): Self.event(name)
    case .field(let name, let event): Self.field(name, of: event)
    case .word(let word, let field, let event): Self.word(word, field, event)
    case .limit(let name): Self.limit(name)
    case .lintRule(let name): Self.rule(name)
    case .fault(let kind): "`! \(kind.rawValue)` \(kind.meaning)"
    case .sessionOperator(let sign): Self.operator(OperatorDefinition.all.first { $0.written == sign })
    // Two are written like others that receive, which come first.
    case .fieldOperator: Self.operator(OperatorDefinition.all.last { $0.written == found.text })
    case .keyword(let word): KeywordMeanings.all[word].map { "`\(word)` \($0)" }
    case .macro(let name): macro(name)
    case .name, .session, .bot: whereDefined(found)
    case .comment, .prose, .sentText, .section, .number, .string, .regex, .path, .tag, .need,
      .dialect:
      nil
    }
  }

  // MARK: Words of the protocol

  static func clause(_ name: String) -> String? {
    Clause.all.first { $0.id == name }.map { "**\($0.id)** (\($0.level.rawValue)) \($0.text)" }
  }

  static func event(_ name: String) -> String? {
    if name == closed { return "**closed** The server closed the connection, with this `code`." }
    guard let frame = frame(name) else { return nil }
    let fields = frame.fields.map { "- `\($0.name)` \($0.meaning)" }
    return (["**\(name)** \(frame.meaning)"] + (fields.isEmpty ? [] : [fields.joined(separator: "\n")]))
      .joined(separator: "\n\n")
  }

  static func field(_ name: String, of event: String?) -> String? {
    guard let field = catalogField(name, of: event) else { return nil }
    let need: String =
      switch field.need {
      case .required: ""
      case .optional: " Optional."
      case .conditional(let sentence): " \(sentence)"
      }
    let values: String =
      if case .word(let words) = field.kind, name != "type" {
        "\n\nOne of " + words.map { "`\($0)`" }.joined(separator: " ")
      } else { "" }
    return "`\(name)` \(field.meaning)\(need)\(values)"
  }

  static func word(_ word: String, _ field: String?, _ event: String?) -> String? {
    guard event == EventType.error.rawValue, field == "code", let code = ErrorCode(rawValue: word) else {
      return nil
    }
    return "**\(word)** \(code.meaning)"
  }

  static func limit(_ name: String) -> String? {
    guard let definition = Limit(named: name)?.definition else { return nil }
    return
      "**\(name)** \(definition.meaning)\n\nDefault \(definition.usual), from \(definition.range.lowerBound) to \(definition.range.upperBound)."
  }

  static func rule(_ name: String) -> String? {
    DiagnosticDefinition.all.first { $0.code.rawValue == name }.map {
      "**\(name)** \($0.meaning)\n\n\($0.remedy)"
    }
  }

  /// The harness's own event, which is no frame.
  static let closed = "closed"

  static func frame(_ name: String) -> FrameCatalog.Frame? { FrameCatalog.events.first { $0.type == name } }

  static func catalogField(_ name: String, of event: String?) -> FrameCatalog.Field? {
    let own = event.flatMap(frame)?.fields ?? []
    return (own + FrameCatalog.eventFields).first { $0.name == name }
  }

  private static func `operator`(_ definition: OperatorDefinition?) -> String? {
    definition.map { "`\($0.written)` \($0.meaning)" }
  }

  // MARK: Words of the scenario

  /// A macro as it is defined.
  private func macro(_ name: String) -> String? {
    for tree in analysis.trees {
      guard let macro = tree.macros.first(where: { $0.name == name }) else { continue }
      let lines = tree.lines[(macro.span.line - 1)...min(macro.body.upperBound, tree.lines.count - 1)]
      return (["```chat"] + lines.map(\.text) + ["```"]).joined(separator: "\n")
    }
    return nil
  }

  /// The line that makes a user or a name.
  private func whereDefined(_ found: Occurrence) -> String? {
    guard let symbol = analysis.symbol(of: found), let definition = analysis.definition(of: symbol) else {
      return nil
    }
    let place = "\(definition.path):\(definition.line.number)"
    return "```chat\n\(definition.line.text.trimmed)\n```\n\(place)"
  }
}
