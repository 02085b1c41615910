package import Engine
package import ScenarioLanguage
package import Wire

/// What was done and seen in a run, in order, with its virtual time.
package struct Transcript: Sendable {
  /// What a client sent, in the form in which the scenario has it.
  package enum Sent: Hashable, Sendable {
    case line(String)
    case json(String)
    case bytes([UInt8])
  }

  /// One thing that was done or seen.
  package struct Entry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      case section(String)
      case sent(by: String, Sent)
      case received(by: String, JSON)
      case time(milliseconds: Int64)
      case fault(String)
    }

    package let at: Instant
    package let kind: Kind
    /// The line of the scenario that did it, or at which it was seen; nil where no line did.
    package var span: SourceSpan?
    /// The place, in `entries`, of what led to it: a line that was sent, time that passed, a fault, or an event that a bot received.
    package var cause: Int?
  }

  package private(set) var entries: [Entry] = []

  package mutating func add(_ kind: Entry.Kind, at instant: Instant) {
    entries.append(Entry(at: instant, kind: kind))
  }

  /// Leaves out all but the first entries.
  mutating func keep(first count: Int) { entries.removeLast(max(0, entries.count - count)) }

  /// What one client received, in order.
  package func received(by client: String) -> [JSON] {
    entries.compactMap { entry in
      guard case .received(client, let event) = entry.kind else { return nil }
      return event
    }
  }
}
