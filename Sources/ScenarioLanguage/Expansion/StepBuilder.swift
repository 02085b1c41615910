import Wire

/// Makes a step of one line, with the names in it replaced.
struct StepBuilder {
  let context: Expander.Context
  let line: SyntaxLine

  var origin: Origin { origin(line.content) }

  func origin(_ range: Range<Int>) -> Origin {
    Origin(span: context.tree.span(range, of: line), trail: context.trail)
  }

  func problem(
    _ code: DiagnosticCode, _ message: String, remedy: String? = nil, suggestion: String? = nil,
    at range: Range<Int>, related: [Diagnostic.Related] = []
  ) -> Diagnostic {
    Diagnostic(
      code, message, remedy: remedy, suggestion: suggestion, at: context.tree.span(range, of: line),
      related: related,
      trail: context.trail)
  }

  /// The step of this line, or nil where the line is none.
  func step() throws(Diagnostic) -> Step? {
    let kind: Step.Kind
    switch line.kind {
    case .section(let title):
      kind = .section(try replaced(title, by: context.substitution.title, at: line.content))
    case .send(let who, let send):
      kind = .send(try names(who), try payload(send))
    case .expectation:
      guard let expectation = try expectation() else { return nil }
      kind = .expect(expectation)
    case .advance(let milliseconds):
      kind = .advance(milliseconds: milliseconds)
    case .until(let milliseconds, _):
      kind = .until(milliseconds: milliseconds)
    case .fault(let fault):
      kind = .fault(fault.kind, try names(fault.names))
    case .blank, .comment, .header, .caseRow, .block, .loop, .macro, .end, .include, .call, .invalid:
      return nil
    }
    return Step(kind: kind, origin: origin)
  }

  /// The expectation of this line, or nil where the line is none.
  func expectation() throws(Diagnostic) -> Expectation? {
    guard case .expectation(let syntax) = line.kind else { return nil }
    let who = try names(syntax.who)
    guard let eventType = try eventType(syntax) else {
      return Expectation(who: who, demand: .nothing, origin: origin)
    }
    var fields: [Pattern.Field] = []
    var bytes = 0
    for field in syntax.fields {
      let matcher = try replaced(field.matcher, by: context.substitution.matcher, at: field.value.range)
      bytes += ValueExtent(of: matcher).bytes
      try checkLength(bytes, at: field.value.range)
      fields.append(
        Pattern.Field(name: field.name, matcher: matcher, span: context.tree.span(field.range, of: line)))
    }
    let pattern = Pattern(
      eventType: eventType, typeSpan: context.tree.span(syntax.typeRange, of: line), fields: fields,
      isExact: syntax.operator == .exact)
    let demand: Expectation.Demand =
      switch syntax.operator {
      case .next, .exact: .next(pattern)
      case .soft: .soft(pattern)
      case .optional: .optional(pattern)
      case .skip: .skip(pattern)
      case .never: .never(pattern)
      }
    return Expectation(who: who, demand: demand, origin: origin)
  }

  private func eventType(_ syntax: ExpectationSyntax) throws(Diagnostic) -> Pattern.EventType? {
    switch syntax.eventType {
    case .nothing: return nil
    case .anything: return .anything
    case .absent: return .absent
    case .named(let name):
      guard name.isParameter else { return .named(name.text) }
      if context.substitution.isOpen(name.text) { return .anything }
      guard let words = context.substitution.words(name.text), words.count == 1 else {
        throw notParameter(name)
      }
      return .named(words[0])
    }
  }

  private func names(_ names: [NameSyntax]) throws(Diagnostic) -> [String] {
    var result: [String] = []
    for name in names {
      if name.isParameter, context.substitution.isOpen(name.text) { continue }
      let words = name.isParameter ? context.substitution.words(name.text) : [name.text]
      guard let words else { throw notParameter(name) }
      for word in words {
        if result.contains(word) {
          throw problem(.nameDuplicate, "\(word) is named twice", remedy: "delete one", at: name.range)
        }
        result.append(word)
      }
    }
    return result
  }

  private func notParameter(_ name: NameSyntax) -> Diagnostic {
    let known = context.substitution.arguments.keys
    if known.contains(name.text) {
      return problem(.argumentNotValid, "$\(name.text) does not stand for a word", at: name.range)
    }
    return problem(
      .nameNotBound, "$\(name.text) is neither a parameter, a column of a case nor a variable",
      remedy: "a name that ?\(name.text) binds can stand in values and in what is sent, not here",
      suggestion: Suggestion.closest(to: name.text, among: known), at: name.range)
  }

  private func payload(_ send: SendSyntax) throws(Diagnostic) -> Step.Payload {
    switch send {
    case .line(let template, let range):
      return .line(try replaced(template, by: context.substitution.template, at: range))
    case .json(let template, let range):
      return .json(try replaced(template, by: context.substitution.template, at: range))
    case .bytes(let bytes, _):
      return .bytes(bytes)
    case .bytesOfParameter(let name):
      if context.substitution.isOpen(name.text) { return .bytes([]) }
      guard let words = context.substitution.words(name.text), words.count == 1 else {
        throw notParameter(name)
      }
      return .bytes(Array(words[0].utf8))
    }
  }

  /// Checks how long the line is with the values that names in it stand for.
  func checkLength(_ bytes: Int, at range: Range<Int>) throws(Diagnostic) {
    guard bytes > ScenarioLimits.lineBytes else { return }
    throw problem(
      .argumentNotValid, "the line grows past \(ScenarioLimits.lineBytes) bytes",
      remedy: "pass shorter values, or make several lines of it", at: range)
  }

  /// What a value of a call or a loop stands for.
  func argument(_ value: ValueSyntax) throws(Diagnostic) -> Substitution.Argument {
    try replaced(value, by: context.substitution.argument, at: value.range)
  }

  private func replaced<Part, Value>(
    _ part: Part, by replace: (Part) throws(Substitution.Failure) -> Value, at range: Range<Int>
  ) throws(Diagnostic) -> Value {
    do throws(Substitution.Failure) {
      return try replace(part)
    } catch {
      throw problem(.argumentNotValid, error.message, at: range)
    }
  }
}
