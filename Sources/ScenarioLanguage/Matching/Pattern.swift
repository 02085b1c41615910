package import Wire

/// What an event has to be like: its type and its fields.
package struct Pattern: Hashable, Sendable {
  /// What the event's `type` has to be.
  package enum EventType: Hashable, Sendable {
    /// This word.
    case named(String)
    /// Whatever it is, also none.
    case anything
    /// None: the frame has no `type`.
    case absent
  }

  /// A field and what its value has to be like.
  package struct Field: Hashable, Sendable {
    /// The field's name; `type` is a field only where it is no string.
    package var name: String
    /// What its value has to be like.
    package var matcher: Matcher
    /// Where the scenario says so.
    package var span: SourceSpan

    fileprivate func mismatch(_ event: JSON, _ bindings: inout [String: JSON]) -> Mismatch? {
      let path = ScenarioText.fieldName(name)
      var mismatch = matcher.mismatch(event[name], at: path, bindings: &bindings)
      mismatch?.span = span
      return mismatch
    }
  }

  /// What the event's `type` has to be.
  package var eventType: EventType
  /// Where the scenario names the type.
  package var typeSpan: SourceSpan
  /// The fields that are named, in the order of the line.
  package var fields: [Field]
  /// Whether a field that is not named makes a mismatch (`<=`).
  package var isExact: Bool

  /// The first way in which an event does not match, or nil where it matches.
  ///
  /// - Parameters:
  ///   - event: A whole frame.
  ///   - bindings: What names stand for. Names that the pattern gives are added only where all of it matches.
  package func match(_ event: JSON, bindings: inout [String: JSON]) -> Mismatch? {
    if let mismatch = typeMismatch(event) { return mismatch }
    var attempt = bindings
    for field in fields {
      if let mismatch = field.mismatch(event, &attempt) { return mismatch }
    }
    if isExact, let mismatch = surplusMismatches(event).first { return mismatch }
    bindings = attempt
    return nil
  }

  /// Every field in which an event does not match, or the type alone where that is another.
  ///
  /// - Parameters:
  ///   - event: A whole frame.
  ///   - bindings: What names stand for. Names of fields that match are added.
  package func mismatches(_ event: JSON, bindings: inout [String: JSON]) -> [Mismatch] {
    if let mismatch = typeMismatch(event) { return [mismatch] }
    var mismatches: [Mismatch] = []
    for field in fields {
      var attempt = bindings
      if let mismatch = field.mismatch(event, &attempt) {
        mismatches.append(mismatch)
      } else {
        bindings = attempt
      }
    }
    return mismatches + (isExact ? surplusMismatches(event) : [])
  }

  /// Whether the event's type alone matches.
  package func typeMismatch(_ event: JSON) -> Mismatch? {
    let actual = event["type"]
    switch eventType {
    case .anything:
      return nil
    case .absent:
      guard let actual else { return nil }
      return Mismatch(path: "type", expected: "absent", actual: ScenarioText.value(actual), span: typeSpan)
    case .named(let name):
      if case .string(let text) = actual, text.isExactly(name) { return nil }
      return Mismatch(
        path: "type", expected: ScenarioText.value(.string(name)),
        actual: actual.map(ScenarioText.value) ?? "absent", span: typeSpan)
    }
  }

  private func surplusMismatches(_ event: JSON) -> [Mismatch] {
    guard case .object(let members) = event else { return [] }
    let surplus = members.filter { member in
      member.name != "type" && !fields.contains { $0.name == member.name }
    }
    return surplus.map { member in
      Mismatch(
        path: ScenarioText.fieldName(member.name), expected: "absent",
        actual: ScenarioText.value(member.value), note: "`<=` allows only the fields that are named",
        span: typeSpan)
    }
  }
}
