import ScenarioLanguage
import Wire

extension ScenarioRun {
  func failure(
    _ kind: ScenarioFailure.Kind, _ message: String, at origin: Origin, of client: Participant,
    expected: Pattern? = nil, mismatch: Mismatch? = nil, came: Arrival? = nil
  ) -> ScenarioFailure {
    var failure = ScenarioFailure(kind: kind, message: message, origin: origin, inboxes: inboxes())
    failure.span = mismatch?.span
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
    if let mismatch { failure.add("differs", mismatch.description) }
    for report in stage.botReports(ofAll: kind == .missing) { failure.add("bot", report) }
    for name in expected?.usedNames ?? [] {
      guard let value = bindings[name], !failure.details.contains(where: { $0.label == "$\(name)" }) else {
        continue
      }
      failure.add("$\(name)", ScenarioText.value(value))
    }
    return failure
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
    let fields = fields.map { "\(ScenarioText.fieldName($0.name))=\(ScenarioText.matcher($0.matcher))" }
    return ([type] + fields).joined(separator: " ")
  }

  fileprivate var usedNames: [String] { fields.flatMap(\.matcher.usedNames) }
}
