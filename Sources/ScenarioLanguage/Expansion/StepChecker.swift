import Engine
import Wire

/// Checks what can be known before a run: that every session is in the header and every name has a value when it is used.
struct StepChecker {
  private let sessions: Set<String>
  private let bots: Set<String>
  private var placeOfName: [String: SourceSpan] = [:]
  /// The earliest instant of virtual time at which the next step can happen, in milliseconds since 1970.
  private var earliest: Int64
  private var diagnostics: [Diagnostic] = []

  /// The errors in the steps of a scenario, in order.
  static func check(_ scenario: Scenario) -> [Diagnostic] {
    var checker = StepChecker(header: scenario.header)
    for step in scenario.steps { checker.check(step) }
    return Array(checker.diagnostics.withoutFurtherRounds.prefix(ScenarioLimits.diagnosticsPerFile))
  }

  /// The errors in steps that are done at an instant of a scenario, in milliseconds since 1970.
  ///
  /// - Parameter names: The names that have a value by then, with the places where they got it.
  static func check(
    _ steps: [Step], at milliseconds: Int64, after names: [String: SourceSpan], in header: Header
  ) -> [Diagnostic] {
    var checker = StepChecker(header: header)
    checker.earliest = milliseconds
    checker.placeOfName.merge(names) { $1 }
    for step in steps { checker.check(step) }
    return checker.diagnostics
  }

  private init(header: Header) {
    sessions = Set((header.users + header.guests).map(\.value.name))
    bots = Set(header.bots.map(\.value.name))
    earliest = header.start?.value ?? Instant.virtualStart.milliseconds
    for variable in header.variables { placeOfName[variable.value.name] = variable.span }
  }

  private mutating func check(_ step: Step) {
    for name in step.forgotten { placeOfName[name] = nil }
    switch step.kind {
    case .section:
      break
    case .advance(let milliseconds):
      earliest += milliseconds
    case .until(let instant):
      checkInstant(instant, step.origin)
    case .send(let who, let payload):
      checkSessions(who, step.origin)
      switch payload {
      case .line(let template), .json(let template): checkNames(template.names, step.origin)
      case .bytes: break
      }
    case .fault(let kind, let names):
      switch kind {
      case .restart: checkBots(names, step.origin)
      case .cut, .return, .close, .stall, .flow, .crash, .replay:
        for name in names where !bots.contains(name) && !sessions.contains(name) {
          reportUnknown(name, step.origin)
        }
      }
    case .expect(let expectation):
      check(expectation)
    case .block(_, let expectations):
      for expectation in expectations { check(expectation) }
    }
  }

  private mutating func checkInstant(_ instant: Int64, _ origin: Origin) {
    if instant < earliest {
      let now = Timestamp.text(of: Instant(milliseconds: earliest))
      report(.timePast, "it is \(now) by then, and time does not go back", "write a later instant", origin)
    }
    earliest = max(earliest, instant)
  }

  private mutating func check(_ expectation: Expectation) {
    checkSessions(expectation.who, expectation.origin)
    var loose: Set<String> = []
    for field in expectation.pattern?.fields ?? [] {
      let origin = Origin(span: field.span, trail: expectation.origin.trail)
      checkNames(field.matcher.usedNames, origin)
      for name in field.matcher.usedNames where loose.contains(name) { reportAmbiguous(name, origin) }
      for name in field.matcher.boundNames { bind(name, origin) }
      loose.formUnion(field.matcher.looselyBoundNames)
    }
  }

  /// A line does not go back to another element of a list where a later field does not match with the first one.
  private mutating func reportAmbiguous(_ name: String, _ origin: Origin) {
    report(
      .nameAmbiguous, "any of several elements can give $\(name) its value, and this line needs it",
      "use $\(name) in a later line, or give ?\(name) its place in the list, without ... on both sides of it and without { }",
      origin,
      related: placeOfName[name].map { [Diagnostic.Related(span: $0, note: "it is bound here")] } ?? [])
  }

  private mutating func bind(_ name: String, _ origin: Origin) {
    if name == Expander.titleName {
      report(
        .nameBoundTwice, "$\(name) is the title of the scenario", "take another name than ?\(name)", origin)
    } else if let first = placeOfName[name] {
      report(
        .nameBoundTwice, "?\(name) is bound already",
        Self.remedy(forBinding: name, first: first, again: origin), origin,
        related: [Diagnostic.Related(span: first, note: "it is first bound here")])
    }
    placeOfName[name] = origin.span
  }

  private static func remedy(forBinding name: String, first: SourceSpan, again origin: Origin) -> String {
    let macro = origin.trail.lazy.compactMap { entry -> String? in
      if case .macro(let name, _) = entry { name } else { nil }
    }.first
    // One line that binds twice is one of a macro that is called twice, where every call has the same names.
    guard let macro, first == origin.span else {
      return "write $\(name) for the same value, or take another name"
    }
    return
      "pass the name as an argument: write $NAME for ?\(name) in \(macro), and call it with another ?name each time"
  }

  private mutating func checkNames(_ names: [String], _ origin: Origin) {
    for name in names where placeOfName[name] == nil {
      report(
        .nameNotBound, "nothing has given $\(name) a value before this line",
        "bind it with ?\(name) in an earlier expectation; a plain dollar before a letter is written $$",
        origin,
        suggestion: Suggestion.closest(to: name, among: Array(placeOfName.keys)))
    }
  }

  private mutating func checkSessions(_ names: [String], _ origin: Origin) {
    for name in names where !sessions.contains(name) {
      if bots.contains(name) {
        report(
          .userUnknown, "\(name) is a bot, which acts by itself", "say what the users see of it",
          span(of: name, origin))
      } else {
        reportUnknown(name, span(of: name, origin))
      }
    }
  }

  private mutating func checkBots(_ names: [String], _ origin: Origin) {
    for name in names where !bots.contains(name) {
      if sessions.contains(name) {
        report(
          .userUnknown, "\(name) is not a bot", "write ! cut \(name), or ! restart for the server", origin)
      } else {
        report(
          .userUnknown, "no bot is called \(name)", "add it to bots: in the header", origin,
          suggestion: Suggestion.closest(to: name, among: bots))
      }
    }
  }

  private mutating func reportUnknown(_ name: String, _ origin: Origin) {
    report(
      .userUnknown, "no user is called \(name)", "add it to users: or guests: in the header", origin,
      suggestion: Suggestion.closest(to: name, among: sessions))
  }

  /// The name at the start of the line where it is written out, otherwise the whole line.
  private func span(of name: String, _ origin: Origin) -> Origin {
    var origin = origin
    origin.span.length = min(origin.span.length, max(1, name.unicodeScalars.count))
    return origin
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ remedy: String, _ origin: Origin, suggestion: String? = nil,
    related: [Diagnostic.Related] = []
  ) {
    diagnostics.append(
      Diagnostic(
        code, message, remedy: remedy, suggestion: suggestion, at: origin.span, related: related,
        trail: origin.trail))
  }
}
