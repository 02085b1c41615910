import ScenarioLanguage

extension ScenarioRun {
  /// How many soft expectations of one run may fail before it ends.
  static let mostSoftFailures = 100

  /// Meets an expectation after whose failure the run goes on; returns the event that it took.
  ///
  /// An event of the expected type is read whatever its fields are, and the fields that match bind their names. An event of
  /// another type stays unread, since it is more likely that one is missing before it.
  mutating func meetSoftly(
    _ pattern: Pattern, _ client: Participant, at origin: Origin
  ) throws(ScenarioFailure) -> Arrival? {
    guard let arrival = try awaited(client, matching: pattern, at: origin) else {
      try goOn(
        after: failure(
          .missing, "\(client.name) received nothing", at: origin, of: client, expected: pattern))
      return nil
    }
    let event = arrival.frame.json
    var bound = bindings
    let mismatches = pattern.mismatches(event, bindings: &bound)
    if !mismatches.isEmpty {
      try goOn(
        after: failure(
          .mismatch, "\(client.name) received something else", at: origin, of: client, expected: pattern,
          mismatches: mismatches))
    }
    guard pattern.typeMismatch(event) == nil else { return nil }
    bindings = bound
    read(client, at: origin)
    return arrival
  }

  /// Keeps a failure for the end of the run, or ends it where there are too many.
  private mutating func goOn(after failure: ScenarioFailure) throws(ScenarioFailure) {
    guard softFailures.count + 1 < Self.mostSoftFailures else {
      var last = failure
      last.message += "; the run ends here, since \(Self.mostSoftFailures) soft expectations failed"
      throw last
    }
    softFailures.append(failure)
  }
}

extension ScenarioFailure {
  /// The failures of one run as the first of them, which has the others.
  init?(_ failures: [ScenarioFailure]) {
    guard var first = failures.first else { return nil }
    first.further = Array(failures.dropFirst())
    self = first
  }
}
