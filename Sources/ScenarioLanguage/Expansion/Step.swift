/// One step of a scenario, and where it comes from.
package struct Step: Sendable {
  /// What a step does.
  package enum Kind: Sendable {
    /// A title for the steps that follow.
    case section(String)
    /// Each of these sessions sends this, in this order.
    case send([String], Payload)
    /// Something is received, or not.
    case expect(Expectation)
    /// Several things are received.
    case block(BlockKind, [Expectation])
    /// Time passes.
    case advance(milliseconds: Int64)
    /// Time passes until an instant, in milliseconds since 1970.
    case until(milliseconds: Int64)
    /// Something breaks or is mended; the names are empty for a fault of the server.
    case fault(FaultKind, [String])
  }

  /// What is sent. Names in it are those that `?name` gives during the run.
  package enum Payload: Hashable, Sendable {
    /// A line as a person types it.
    case line(Template)
    /// The text of one frame.
    case json(Template)
    /// The bytes of one frame.
    case bytes([UInt8])
  }

  /// What it does.
  package var kind: Kind
  /// Where it comes from.
  package var origin: Origin
  /// The names that have no value any more before the step: those that the round of a loop before this one has bound.
  package var forgotten: Set<String> = []
}

/// What sessions receive.
package struct Expectation: Sendable {
  /// What is asked for.
  package enum Demand: Sendable {
    /// The next unread event matches.
    case next(Pattern)
    /// The next unread event matches; where it does not, that is a failure, and the run goes on.
    case soft(Pattern)
    /// The next unread event is taken where it matches, and left where not.
    case optional(Pattern)
    /// Unread events are skipped until one matches, which must come.
    case skip(Pattern)
    /// No unread event matches.
    case never(Pattern)
    /// There is no unread event.
    case nothing
  }

  /// Who receives; each of them its own event.
  package var who: [String]
  /// What is asked for.
  package var demand: Demand
  /// Where it comes from.
  package var origin: Origin

  /// The pattern, unless nothing is expected.
  package var pattern: Pattern? {
    switch demand {
    case .next(let pattern), .soft(let pattern), .optional(let pattern), .skip(let pattern),
      .never(let pattern):
      pattern
    case .nothing: nil
    }
  }
}

extension Step {
  /// The expectations that the step holds, in order.
  package var expectations: [Expectation] {
    switch kind {
    case .expect(let expectation): [expectation]
    case .block(_, let expectations): expectations
    case .section, .send, .advance, .until, .fault: []
    }
  }

  /// The names that the step binds.
  var boundNames: [String] {
    expectations.compactMap(\.pattern).flatMap(\.fields).flatMap(\.matcher.boundNames)
  }
}
