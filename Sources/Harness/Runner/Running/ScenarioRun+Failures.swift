import ScenarioLanguage
import Wire

extension ScenarioRun {
  func failure(
    _ kind: ScenarioFailure.Kind, _ message: String, at origin: Origin, of client: Participant,
    expected: Pattern? = nil, mismatches: [Mismatch] = [], came: Arrival? = nil
  ) -> ScenarioFailure {
    var failure = ScenarioFailure(kind: kind, message: message, origin: origin, inboxes: inboxes())
    failure.span = mismatches.first?.span
    if case .named(let type)? = expected?.eventType { failure.eventTypes.append(type) }
    if kind == .unexpected || kind == .order, let type = (came ?? client.unread.first)?.frame.type {
      failure.eventTypes.append(type)
    }
    if let expected { failure.add(kind == .unexpected ? "forbidden" : "expected", expected.text) }
    if kind == .missing {
      failure.explainSilence(in: transcript)
    } else if let came = came ?? client.unread.first {
      failure.add("came", ScenarioText.event(came.frame.json))
      if let entry = came.entry { failure.explain(entry, in: transcript) }
    }
    if !mismatches.isEmpty {
      failure.details.append(.init(label: "differs", .mismatches(mismatches)))
    }
    for report in stage.botReports(ofAll: kind == .missing) { failure.add("bot", report) }
    for name in expected?.usedNames ?? [] {
      guard !failure.details.contains(where: { $0.label == "$\(name)" }) else { continue }
      failure.add("$\(name)", bindings[name].map(ScenarioText.value) ?? reasonForNoValue(of: name))
    }
    return failure
  }

  /// Why something that is sent has no value.
  func message(of error: NoValue) -> String {
    switch error {
    case .unbound(let name): "$\(name) has no value: \(reasonForNoValue(of: name))"
    case .notComputable(let reason): reason
    }
  }

  /// Why a name that a line binds is not bound once the run has come past that line.
  private func reasonForNoValue(of name: String) -> String {
    let binding = scenario.steps.lazy.flatMap(\.expectations).first { expectation in
      expectation.pattern?.boundNames.contains(name) == true
    }
    guard let binding else { return "nothing binds it" }
    let place = "\(binding.origin.span.path):\(binding.origin.span.line)"
    return switch binding.demand {
    case .optional: "the optional line \(place) met no event; where $\(name) is needed, expect it with <"
    case .next, .soft, .skip, .never, .nothing: "\(place) has not bound it"
    }
  }

  func inboxes() -> [ScenarioFailure.Inbox] {
    stage.participants.filter { !$0.isBot && !$0.unread.isEmpty }.map { client in
      .init(client: client.name, events: client.unread.map { ScenarioText.event($0.frame.json) })
    }
  }
}

extension ScenarioFailure {
  fileprivate mutating func add(_ label: String, _ text: String) {
    details.append(Detail(label: label, text: text))
  }
}

extension Scenario {
  /// Where a report points when no step is at fault.
  var origin: Origin { Origin(span: header.titleSpan) }
}

extension Pattern {
  /// The pattern as a scenario has it.
  fileprivate var text: String {
    let type =
      switch eventType {
      case .named(let name): name
      case .anything: "*"
      case .absent: "absent"
      }
    let fields = fields.map { ScenarioText.field($0.name, $0.matcher) }
    return ([type] + fields).joined(separator: " ")
  }

  fileprivate var usedNames: [String] { fields.flatMap(\.matcher.usedNames) }
  fileprivate var boundNames: [String] { fields.flatMap(\.matcher.boundNames) }
}
