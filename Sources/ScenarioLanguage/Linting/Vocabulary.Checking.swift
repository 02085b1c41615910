import Wire

extension Vocabulary {
  /// The words of a scenario that are not in the vocabulary, as errors in the order of the file.
  ///
  /// The runner asks too, before it runs: an event that cannot come would otherwise be reported as one that did not.
  package func check(_ scenario: Scenario) -> [Diagnostic] {
    check(scenario.header) + scenario.steps.flatMap(\.expectations).flatMap { check($0) }.withoutFurtherRounds
  }

  /// The bots, limits, ignored events and clauses of a header that are not in the vocabulary.
  package func check(_ header: Header) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for clause in header.covers where !clauses.contains(clause.value) {
      found.append(unknown(.clauseUnknown, "clause", clause.value, clauses, at: clause.span))
    }
    for bot in header.bots where bot.value.command == nil && !bots.contains(bot.value.kind) {
      found.append(unknown(.botUnknown, "bot", bot.value.name, bots, at: bot.span))
    }
    for event in header.ignore where !events.contains(where: { $0.name == event.value }) {
      found.append(unknown(.eventUnknown, "event", event.value, events.map(\.name), at: event.span))
    }
    for limit in header.limits where !limits.contains(limit.value.name) {
      found.append(unknown(.limitUnknown, "limit", limit.value.name, limits, at: limit.span))
    }
    if case .expectFailure(let known) = header.plan { found += check(known) }
    return found.sorted {
      ($0.span.path, $0.span.line, $0.span.column) < ($1.span.path, $1.span.line, $1.span.column)
    }
  }

  /// The events of a known failure that cannot come, and so cannot fail.
  private func check(_ known: KnownFailure) -> [Diagnostic] {
    known.marks.compactMap { mark in
      guard case .event(let name) = mark.subject, name != "nothing",
        !events.contains(where: { $0.name == name })
      else { return nil }
      return Diagnostic(
        .eventUnknown, "no event is called \(name)",
        remedy: "name in brackets what fails: an event, a line, or a quoted text of the failure",
        suggestion: Suggestion.closest(to: name, among: events.map(\.name)), at: mark.span)
    }
  }

  /// The event, the fields and the words of an expectation that are not in the vocabulary.
  package func check(_ expectation: Expectation) -> [Diagnostic] {
    guard let pattern = expectation.pattern, case .named(let name) = pattern.eventType else { return [] }
    let trail = expectation.origin.trail
    guard let event = events.first(where: { $0.name == name }) else {
      return [unknown(.eventUnknown, "event", name, events.map(\.name), at: pattern.typeSpan, trail: trail)]
    }
    var found: [Diagnostic] = []
    for field in pattern.fields {
      if let known = event.fields.first(where: { $0.name == field.name }) {
        let what = "\(known.name) of \(name)"
        if let kind = known.kind, !kind.canMatch(field.matcher) {
          found.append(
            Diagnostic(
              .fieldKind, "\(what) is \(kind.noun), which this can never match", remedy: kind.remedy,
              at: field.span, trail: trail))
        } else if let values = known.values, let word = field.matcher.word, !values.contains(word) {
          found.append(unknown(.fieldValueUnknown, what, word, values, at: field.span, trail: trail))
        }
      } else if !commonFields.contains(field.name) {
        // That a field is absent can be said of any, so a name that nothing has is most likely a slip there too.
        let known = event.fields.map(\.name) + commonFields
        found.append(
          unknown(.fieldUnknown, "field of \(name)", field.name, known, at: field.span, trail: trail))
      }
    }
    return found
  }

  private func unknown(
    _ code: DiagnosticCode, _ what: String, _ word: String, _ known: [String], at span: SourceSpan,
    trail: [TrailEntry] = []
  ) -> Diagnostic {
    let listed = known.sorted()
    let few = listed.count <= 12 && !listed.isEmpty
    return Diagnostic(
      code, "no \(what) is called \(word)", remedy: few ? "known are \(listed.joined(separator: " "))" : nil,
      suggestion: Suggestion.closest(to: word, among: known), at: span, trail: trail)
  }
}

extension Matcher {
  /// The one word that the value has to be, or must not be.
  fileprivate var word: String? {
    switch self {
    case .literal(.string(let word)), .not(.literal(.string(let word))): word
    case .literal, .text, .list, .object, .anything, .absent, .bind, .bound, .sum, .regex, .contains, .range,
      .count, .not, .compared:
      nil
    }
  }
}
