import ScenarioLanguage

extension LineTokens {
  /// A line of the header: its key, and what it says.
  mutating func addHeader(_ header: HeaderSyntax) {
    add(.headerKey(header.key), header.keyRange)
    switch header.value {
    case .text(_, let range):
      if header.key == .title { addText(.prose, range) } else { add(.prose, range) }
    case .words(let names):
      let isDefinition = header.key == .users || header.key == .guests
      for name in names { add(kind(of: name.text, in: header.key), name.range, isDefinition: isDefinition) }
    case .bots(let bots): for bot in bots { add(bot) }
    case .limits(let limits):
      for limit in limits {
        // The range is that of the name and its value.
        let end = limit.name.range.lowerBound + limit.name.text.unicodeScalars.count
        add(.limit(limit.name.text), limit.name.range.lowerBound..<end)
        add(.number, (end + 1)..<max(end + 1, limit.name.range.upperBound))
      }
    case .connect(let entries):
      for entry in entries {
        add(.dialect(entry.kind.text), entry.kind.range)
        for session in entry.sessions { add(.session(session.text), session.range) }
      }
    case .variables(let variables):
      for variable in variables {
        add(.name(variable.name.text), variable.name.range, isDefinition: true)
        if let value = variable.value { addValue(value) }
      }
    case .knownFailure(let known):
      for mark in known.marks {
        switch mark.subject {
        case .event(let name) where name != "nothing":
          add(.event(name), inside(mark.range))
        case .event, .line, .text: add(.string, mark.range)
        }
      }
      add(.prose, (known.marks.last?.range.upperBound ?? known.range.lowerBound)..<known.range.upperBound)
    case .instant(_, let range): add(.number, range)
    case .file(let path, let range): add(.path(path), range)
    case .table: break
    }
  }

  private mutating func add(_ bot: BotSyntax) {
    guard bot.command != nil else {
      add(.bot(bot.name.text), bot.name.range, isDefinition: true)
      return
    }
    if bot.isNamed {
      add(.session(bot.name.text), bot.name.range, isDefinition: true)
    } else {
      add(.string, bot.name.range)
    }
  }

  private func kind(of word: String, in key: HeaderKey) -> Token.Kind {
    switch key {
    case .covers: .clause(word)
    case .ignore: .event(word)
    case .users, .guests: .session(word)
    case .needs: .need(word)
    case .lintOff: .lintRule(word)
    case .tags, .title, .bots, .limits, .variables, .start, .connect, .xfail, .skip, .cases: .tag
    }
  }

  /// What is in brackets, without them and the white space around it.
  private func inside(_ range: Range<Int>) -> Range<Int> {
    guard range.count > 2 else { return range }
    return words(in: (range.lowerBound + 1)..<(range.upperBound - 1)).first ?? range
  }
}
