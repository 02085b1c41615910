import Wire

/// Makes one header of the file's own and of what included files add to it.
struct HeaderResolver {
  private(set) var header: Header
  private var hasTitle = false
  private var seen: Set<Entry> = []

  /// What the header has already, so that files that name the same people can be put together.
  private enum Entry: Hashable {
    case user(String)
    case guest(String)
    case ignored(String)
    case limit(String)
    case variable(String)
    case bot(Header.Bot)
  }

  /// Takes everything from the file that is run, and users, guests, bots, ignored events, limits and variables from the others.
  static func resolve(_ trees: [SyntaxTree]) -> Result<Header, Diagnostic> {
    let start = SourceSpan(path: trees.first?.path ?? "")
    var resolver = HeaderResolver(header: Header(titleSpan: start))
    for (index, tree) in trees.enumerated() {
      for line in tree.lines {
        guard case .header(let syntax) = line.kind else { continue }
        resolver.add(syntax, isOwn: index == 0) { tree.span($0, of: line) }
      }
    }
    guard resolver.hasTitle else {
      return .failure(
        Diagnostic(
          .titleMissing, "the scenario has no title",
          remedy: "start the file with a line title: What it shows", at: start))
    }
    if let problem = resolver.unknownSession { return .failure(problem) }
    return .success(resolver.header)
  }

  /// The first session that is to connect in a certain way and does not take part.
  private var unknownSession: Diagnostic? {
    let known = (header.users + header.guests).map(\.value.name)
    for entry in header.connect {
      guard let name = entry.value.sessions.first(where: { !known.contains($0) }) else { continue }
      return Diagnostic(
        .userUnknown, "nobody called \(name) takes part", remedy: "add the name to users: or guests:",
        suggestion: Suggestion.closest(to: name, among: known), at: entry.span)
    }
    return nil
  }

  private mutating func add(_ syntax: HeaderSyntax, isOwn: Bool, place: (Range<Int>) -> SourceSpan) {
    switch (syntax.key, syntax.value) {
    case (.users, .words(let names)):
      for name in names where seen.insert(.user(name.text)).inserted {
        header.users.append(Header.Located(value: Header.Session(name: name.text), span: place(name.range)))
      }
    case (.guests, .words(let names)):
      for name in names where seen.insert(.guest(name.text)).inserted {
        header.guests.append(Header.Located(value: Header.Session(name: name.text), span: place(name.range)))
      }
    case (.bots, .bots(let bots)):
      add(bots, place: place)
    case (.ignore, .words(let names)):
      for name in names where seen.insert(.ignored(name.text)).inserted {
        header.ignore.append(Header.Located(value: name.text, span: place(name.range)))
      }
    case (.limits, .limits(let limits)):
      // The file that is run comes first, so its limits win.
      for limit in limits where seen.insert(.limit(limit.name.text)).inserted {
        let value = Header.Limit(name: limit.name.text, value: limit.value)
        header.limits.append(Header.Located(value: value, span: place(limit.name.range)))
      }
    case (.variables, .variables(let variables)):
      // The file that is run comes first, so its defaults win.
      for variable in variables where seen.insert(.variable(variable.name.text)).inserted {
        let value = Header.Variable(
          name: variable.name.text, usual: variable.value.map { Substitution.Argument($0) }, hasValue: false)
        header.variables.append(Header.Located(value: value, span: place(variable.name.range)))
      }
    case _ where isOwn: addOwn(syntax, place: place)
    case _: break
    }
  }

  private mutating func add(_ bots: [BotSyntax], place: (Range<Int>) -> SourceSpan) {
    // An entry without a room takes the one that is named next to its right.
    var room: String?
    var added: [Header.Located<Header.Bot>] = []
    for bot in bots.reversed() {
      room = bot.room ?? room
      let value = Header.Bot(name: bot.name.text, command: bot.command, room: room)
      added.append(Header.Located(value: value, span: place(bot.name.range)))
    }
    for bot in added.reversed() where seen.insert(.bot(bot.value)).inserted {
      header.bots.append(bot)
    }
  }

  private mutating func addOwn(_ syntax: HeaderSyntax, place: (Range<Int>) -> SourceSpan) {
    func located(_ names: [NameSyntax]) -> [Header.Located<String>] {
      names.map { Header.Located(value: $0.text, span: place($0.range)) }
    }
    switch (syntax.key, syntax.value) {
    case (.title, .text(let text, let range)):
      header.title = text
      header.titleSpan = place(range)
      hasTitle = true
    case (.skip, .text(let reason, _)): header.plan = .skip(reason: reason)
    case (_, .knownFailure(let known)):
      header.plan = .expectFailure(KnownFailure(known, isOfRow: false, place: place))
    case (.covers, .words(let names)): header.covers = located(names)
    case (.tags, .words(let names)): header.tags = names.map(\.text)
    case (.needs, .words(let names)): header.needs = located(names)
    case (.lintOff, .words(let names)):
      header.lintOff = names.compactMap { DiagnosticCode.lintRule(named: $0.text) }
    case (_, .connect(let entries)):
      header.connect = entries.map { entry in
        let connect = Header.Connect(
          kind: entry.kind.text, room: entry.room, sessions: entry.sessions.map(\.text))
        return Header.Located(value: connect, span: place(entry.kind.range))
      }
    case (_, .instant(let milliseconds, let range)):
      header.start = Header.Located(value: milliseconds, span: place(range))
    case _: break
    }
  }
}
