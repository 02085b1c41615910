import DequeModule
import ScenarioLanguage
import Wire

extension ScenarioRun {
  /// Meets one expectation of one client; returns the event that it took.
  mutating func meet(
    _ expectation: Expectation, _ name: String
  ) throws(ScenarioFailure) -> Arrival? {
    let origin = expectation.origin
    let client = try client(name, at: origin)
    switch expectation.demand {
    case .nothing:
      try awaitQuietBots(at: origin)
      dropIgnored(of: client)
      guard client.unread.isEmpty else {
        var failure = failure(
          .unexpected, "\(name) received an event where nothing was expected", at: origin, of: client)
        failure.eventTypes.append("nothing")
        throw failure
      }
      nothings += 1
      return nil
    case .soft(let pattern) where corrections == nil:
      return try meetSoftly(pattern, client, at: origin)
    case .next(let pattern), .soft(let pattern):
      guard let arrival = try awaited(client, matching: pattern, at: origin) else {
        if note(.delete(origin)) { return nil }
        throw failure(.missing, "\(name) received nothing", at: origin, of: client, expected: pattern)
      }
      let before = bindings
      if pattern.match(arrival.frame.json, bindings: &bindings) != nil {
        if note(.replace(expectation, actual: arrival.frame.json, bindings: before)) {
          read(client, at: origin)
          return arrival
        }
        var attempt = bindings
        throw failure(
          .mismatch, "\(name) received something else", at: origin, of: client, expected: pattern,
          mismatches: pattern.mismatches(arrival.frame.json, bindings: &attempt))
      }
      read(client, at: origin)
      return arrival
    case .optional(let pattern):
      if client.unread.isEmpty { try awaitQuietBots(at: origin) }
      guard let arrival = next(of: client, matching: pattern) else { return nil }
      if let mismatch = pattern.match(arrival.frame.json, bindings: &bindings) {
        try checkDecided(mismatch, pattern, arrival, of: client, at: origin)
        return nil
      }
      read(client, at: origin)
      return arrival
    case .skip(let pattern):
      var closest: [Mismatch] = []
      while let arrival = try awaited(client, at: origin) {
        let mismatch = pattern.match(arrival.frame.json, bindings: &bindings)
        if let mismatch { try checkDecided(mismatch, pattern, arrival, of: client, at: origin) }
        read(client, at: origin)
        if mismatch == nil { return arrival }
        var attempt = bindings
        if pattern.typeMismatch(arrival.frame.json) == nil {
          closest = pattern.mismatches(arrival.frame.json, bindings: &attempt)
        }
      }
      throw failure(
        .missing, "\(name) received no such event, whatever was skipped", at: origin, of: client,
        expected: pattern, mismatches: closest)
    case .never(let pattern):
      try awaitQuietBots(at: origin)
      for arrival in client.unread {
        var attempt = bindings
        if let mismatch = pattern.match(arrival.frame.json, bindings: &attempt) {
          try checkDecided(mismatch, pattern, arrival, of: client, at: origin)
          continue
        }
        throw failure(
          .unexpected, "\(name) received an event that must not come", at: origin, of: client,
          expected: pattern, came: arrival)
      }
      return nil
    }
  }

  /// An event of which it could not be found out whether it matches must not pass for one that does not.
  func checkDecided(
    _ mismatch: Mismatch, _ pattern: Pattern, _ arrival: Arrival, of client: Participant, at origin: Origin
  ) throws(ScenarioFailure) {
    guard mismatch.isUndecided else { return }
    throw failure(
      .mismatch, "\(client.name) received an event that could not be compared", at: origin, of: client,
      expected: pattern, mismatches: [mismatch], came: arrival)
  }

  /// The events must have come in the order of the lines, between clients too.
  mutating func meetInOrder(_ expectations: [Expectation]) throws(ScenarioFailure) {
    var last = 0
    for expectation in expectations {
      for name in expectation.who {
        guard let arrival = try meet(expectation, name) else { continue }
        guard arrival.serial >= last else {
          let client = try client(name, at: expectation.origin)
          throw failure(
            .order, "\(name) received this before the event that is expected first", at: expectation.origin,
            of: client, came: arrival)
        }
        last = arrival.serial
      }
    }
  }

  /// The next unread event, when those that are ignored and do not match are passed over.
  private func next(of client: Participant, matching pattern: Pattern) -> Arrival? {
    while let arrival = client.unread.first, isIgnored(arrival) {
      if pattern.typeMismatch(arrival.frame.json) == nil { return arrival }
      client.unread.removeFirst()
    }
    return client.unread.first
  }

  /// The same, and where nothing is unread what a bot may yet lead to is waited for.
  func awaited(
    _ client: Participant, matching pattern: Pattern, at origin: Origin
  ) throws(ScenarioFailure) -> Arrival? {
    while true {
      if let arrival = next(of: client, matching: pattern) { return arrival }
      guard try awaitArrival(at: client, origin) else { return nil }
    }
  }

  /// The oldest unread event, which is waited for where a bot may yet lead to it.
  private func awaited(_ client: Participant, at origin: Origin) throws(ScenarioFailure) -> Arrival? {
    if client.unread.isEmpty { _ = try awaitArrival(at: client, origin) }
    return client.unread.first
  }

  func read(_ client: Participant, at origin: Origin) {
    if let entry = client.unread.removeFirst().entry { log.read(entry, line: origin.span) }
  }

  func isIgnored(_ arrival: Arrival) -> Bool {
    scenario.header.ignore.contains { $0.value == arrival.frame.type }
  }

  private func dropIgnored(of client: Participant) {
    while let first = client.unread.first, isIgnored(first) { client.unread.removeFirst() }
  }

  /// Before anything new is done, all that came must have been expected.
  mutating func checkEverythingWasExpected(
    at origin: Origin, isAtEnd: Bool = false
  ) throws(ScenarioFailure) {
    if toleratesUnread { return }
    for client in stage.participants where !client.isBot {
      dropIgnored(of: client)
      while let arrival = client.unread.first,
        note(
          isAtEnd
            ? .append(after: origin, client: client.name, actual: arrival.frame.json)
            : .insert(before: origin, client: client.name, actual: arrival.frame.json))
      {
        read(client, at: origin)
        dropIgnored(of: client)
      }
      guard !client.unread.isEmpty else { continue }
      var failure = failure(
        .unexpected, "\(client.name) received an event that nobody expected", at: origin, of: client)
      failure.isOfLeftoverEvent = true
      throw failure
    }
  }

  /// Notes a correction where corrections are wanted.
  private mutating func note(_ correction: Correction) -> Bool {
    corrections?.append(correction)
    return corrections != nil
  }

  func client(_ name: String, at origin: Origin) throws(ScenarioFailure) -> Participant {
    do throws(StageFailure) {
      return try stage.participant(name)
    } catch {
      throw ScenarioFailure(kind: .step, message: error.message, origin: origin)
    }
  }
}
