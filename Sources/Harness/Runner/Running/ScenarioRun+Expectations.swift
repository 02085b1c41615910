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
    case .next(let pattern):
      guard let arrival = try awaited(client, matching: pattern, at: origin) else {
        if note(.delete(origin)) { return nil }
        throw failure(.missing, "\(name) received nothing", at: origin, of: client, expected: pattern)
      }
      let before = bindings
      if let mismatch = pattern.match(arrival.frame.json, bindings: &bindings) {
        if note(.replace(expectation, actual: arrival.frame.json, bindings: before)) {
          read(client, at: origin)
          return arrival
        }
        throw failure(
          .mismatch, "\(name) received something else", at: origin, of: client, expected: pattern,
          mismatch: mismatch)
      }
      read(client, at: origin)
      return arrival
    case .optional(let pattern):
      if client.unread.isEmpty { try awaitQuietBots(at: origin) }
      guard let arrival = next(of: client, matching: pattern),
        pattern.match(arrival.frame.json, bindings: &bindings) == nil
      else { return nil }
      read(client, at: origin)
      return arrival
    case .skip(let pattern):
      var closest: Mismatch?
      while let arrival = try awaited(client, at: origin) {
        let mismatch = pattern.match(arrival.frame.json, bindings: &bindings)
        read(client, at: origin)
        if mismatch == nil { return arrival }
        if pattern.typeMismatch(arrival.frame.json) == nil { closest = mismatch }
      }
      throw failure(
        .missing, "\(name) received no such event, whatever was skipped", at: origin, of: client,
        expected: pattern, mismatch: closest)
    case .never(let pattern):
      try awaitQuietBots(at: origin)
      for arrival in client.unread {
        var attempt = bindings
        guard pattern.match(arrival.frame.json, bindings: &attempt) == nil else { continue }
        throw failure(
          .unexpected, "\(name) received an event that must not come", at: origin, of: client,
          expected: pattern,
          came: arrival)
      }
      return nil
    }
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

  /// Each client's next events must meet its lines, whichever comes first. A line takes the first event that fits it.
  mutating func meetInAnyOrder(_ expectations: [Expectation]) throws(ScenarioFailure) {
    var open = expectations.flatMap { expectation in
      expectation.who.map { (name: $0, expectation: expectation) }
    }
    while let first = open.first {
      let client = try client(first.name, at: first.expectation.origin)
      let mine = open.indices.filter { open[$0].name == first.name }
      // Any of the lines may be the one that is met next; what fits none of them fails below.
      _ = try awaited(client, at: first.expectation.origin)
      var taken: Int?
      for index in mine where taken == nil {
        guard case .next(let pattern) = open[index].expectation.demand,
          let arrival = next(of: client, matching: pattern),
          pattern.match(arrival.frame.json, bindings: &bindings) == nil
        else { continue }
        taken = index
      }
      if let taken {
        read(client, at: open[taken].expectation.origin)
        open.remove(at: taken)
      } else {
        _ = try meet(first.expectation, first.name)
        open.removeFirst()
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
  private func awaited(
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

  private func read(_ client: Participant, at origin: Origin) {
    if let entry = client.unread.removeFirst().entry { log.read(entry, line: origin.span) }
  }

  private func isIgnored(_ arrival: Arrival) -> Bool {
    scenario.header.ignore.contains { $0.value == arrival.frame.type }
  }

  private func dropIgnored(of client: Participant) {
    while let first = client.unread.first, isIgnored(first) { client.unread.removeFirst() }
  }

  /// Before anything new is done, all that came must have been expected.
  mutating func checkEverythingWasExpected(
    at origin: Origin, isAtEnd: Bool = false
  ) throws(ScenarioFailure) {
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

  private func client(_ name: String, at origin: Origin) throws(ScenarioFailure) -> Participant {
    do throws(StageFailure) {
      return try stage.participant(name)
    } catch {
      throw ScenarioFailure(kind: .step, message: error.message, origin: origin)
    }
  }
}
