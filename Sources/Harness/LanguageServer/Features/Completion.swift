import Engine
import Harness
import ProtocolRegistry
import ScenarioLanguage
import Wire

extension LanguageServer {
  /// The words that can stand at a place.
  func completion(_ parameters: JSON) throws(RPCError) -> JSON {
    let (analysis, line, offset) = try place(parameters)
    let text = analysis.line(line)?.text ?? ""
    let asked = CompletionPlace(text, offset)
    let items = Completion(analysis: analysis, vocabulary: vocabulary, line: line).items(at: asked)
    let range = encoding.range(asked.word, inLine: line + 1, text)
    return .members([
      "isIncomplete": .bool(false),
      "items": .array(items.enumerated().map { $1.json(replacing: range, rank: $0) }),
    ])
  }
}

/// Finds the words that can stand at a place of a file.
struct Completion {
  let analysis: Analysis
  let vocabulary: Vocabulary
  /// The index of the line.
  let line: Int

  /// The items, the likeliest first.
  func items(at place: CompletionPlace) -> [CompletionItem] {
    switch place.expected {
    case .nothing: []
    case .line: (isInHeader ? keys : []) + participants + macros + keywords(LanguageWords.ofSteps)
    case .valueOfHeader(let key): isInHeader ? values(of: key) : []
    case .fault: FaultKind.allCases.map { CompletionItem($0.rawValue, .keyword, $0.meaning) }
    case .faultNames, .who: participants + names
    case .event: events + keywords(LanguageWords.ofEvents + ["*"]) + names
    case .field(let event, let named): fields(of: event, besides: Set(named))
    case .value(let field, let event):
      values(of: field, event) + names + keywords(["*", "absent", "null"])
    case .name: names
    case .sentText(let before): sent(after: before)
    case .argument: participants + rooms + names
    }
  }

  // MARK: The header

  /// Whether no step stands before the line.
  private var isInHeader: Bool {
    !analysis.tree.lines.prefix(line).contains { line in
      switch line.kind {
      case .blank, .comment, .header, .caseRow, .invalid: false
      case .section, .send, .expectation, .block, .macro, .loop, .end, .advance, .until, .fault, .include,
        .call:
        true
      }
    }
  }

  /// The keys that the file does not have yet.
  private var keys: [CompletionItem] {
    let taken = analysis.tree.lines.compactMap { line in
      if case .header(let header) = line.kind { header.key } else { nil }
    }
    return HeaderKey.allCases.filter { !taken.contains($0) }.map {
      CompletionItem($0.rawValue, .property, $0.meaning, text: $0 == .cases ? "cases:" : "\($0.rawValue): ")
    }
  }

  private func values(of key: HeaderKey) -> [CompletionItem] {
    switch key {
    case .covers: vocabulary.clauses.map { CompletionItem($0, .reference, Hover.clause($0)) }
    case .bots: vocabulary.bots.map { CompletionItem($0, .variable) }
    case .limits: vocabulary.limits.map { CompletionItem($0, .property, Hover.limit($0), text: "\($0)=") }
    case .ignore, .xfail: events
    case .needs: LanguageWords.needs.map { CompletionItem($0, .enumMember) }
    case .connect: LanguageWords.dialects.map { CompletionItem($0, .enumMember) } + participants
    case .lintOff:
      DiagnosticCode.lintRules.map { CompletionItem($0.rawValue, .enumMember, Hover.rule($0.rawValue)) }
    case .title, .tags, .users, .guests, .variables, .start, .skip, .cases: []
    }
  }

  private func keywords(_ words: [String]) -> [CompletionItem] {
    words.map { CompletionItem($0, .keyword, KeywordMeanings.all[$0]) }
  }

  // MARK: Words of the protocol

  private var events: [CompletionItem] {
    vocabulary.events.map { CompletionItem($0.name, .event, Hover.event($0.name)) }
  }

  private func fields(of event: String, besides named: Set<String>) -> [CompletionItem] {
    let own = vocabulary.events.first { $0.name == event }?.fields.map(\.name) ?? []
    return (own + vocabulary.commonFields).filter { !named.contains($0) }.map {
      CompletionItem($0, .field, Hover.field($0, of: event), text: "\($0)=")
    }
  }

  /// The words that a field can have, and the users and rooms of the scenario where it names such.
  private func values(of field: String, _ event: String) -> [CompletionItem] {
    let known = vocabulary.events.first { $0.name == event }?.fields.first { $0.name == field }?.values
    if let known { return known.map { CompletionItem($0, .enumMember, Hover.word($0, field, event)) } }
    switch Hover.catalogField(field, of: event)?.kind {
    case .truth: return ["true", "false"].map { CompletionItem($0, .value) }
    case .flag: return [CompletionItem("true", .value)]
    case .text, .list, .object, .secret, .word, .time, .integer, nil: break
    }
    if field == "room" { return rooms }
    return ["user", "users", "target", "owner", "by"].contains(field) ? participants : []
  }

  // MARK: Words of the scenario

  private func sent(after before: String) -> [CompletionItem] {
    switch before.trimmed {
    case "/join", "/leave", "/who": rooms
    case "/pm": participants
    case _: []
    }
  }

  /// The sessions of the header and the bots, with those of included files.
  private var participants: [CompletionItem] {
    words { token in
      switch token.kind {
      case .session(let name) where token.isDefinition: name
      case .bot(let name): name
      case _: nil
      }
    }.map { CompletionItem($0, .variable) }
  }

  private var macros: [CompletionItem] {
    analysis.trees.flatMap(\.macros).map { macro in
      let usage = ([macro.name] + macro.parameters).joined(separator: " ")
      return CompletionItem(macro.name, .function, "`\(usage)`")
    }
  }

  /// What `$name` can stand for at the line.
  private var names: [CompletionItem] {
    words { token in
      if case .name(let name) = token.kind, token.isDefinition { name } else { nil }
    }.map { CompletionItem("$\($0)", .constant) }
  }

  /// The rooms that are joined, that a field names, or that bots are in.
  private var rooms: [CompletionItem] {
    var found: [String] = []
    for tree in analysis.trees {
      for line in tree.lines {
        if case .header(let header) = line.kind, case .bots(let bots) = header.value {
          found += bots.compactMap(\.room)
        }
        if case .send(_, .line(let sent, _)) = line.kind, let text = sent.literal, text.hasPrefix("/join ") {
          found.append(text.dropFirst(6).description.trimmed)
        }
        for case .word(let room, "room"?, _) in tree.tokens(of: line).map(\.kind) { found.append(room) }
      }
    }
    return found.filter { !$0.isEmpty }.withoutRepetitions.map { CompletionItem($0, .value) }
  }

  /// What some tokens say, each once, in the order in which they stand.
  private func words(_ word: (Token) -> String?) -> [String] {
    analysis.trees.flatMap { tree in tree.lines.flatMap { tree.tokens(of: $0) } }
      .compactMap(word).withoutRepetitions
  }
}
