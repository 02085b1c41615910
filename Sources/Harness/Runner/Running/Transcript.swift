package import Engine
package import ScenarioLanguage
package import Wire

/// What was done and seen in a run, in the order in which it happened, with its virtual time and with what led to it.
package struct Transcript: Sendable {
  /// What a client sent, in the form in which the scenario has it.
  package enum Sent: Hashable, Sendable {
    case line(String)
    case json(String)
    case bytes([UInt8])

    /// The frame, where it is JSON.
    package var frame: ServerFrame? {
      guard case .json(let text) = self else { return nil }
      let json = try? JSON.parse(Array(text.utf8))
      return json.map { ServerFrame($0) }
    }
  }

  /// One thing that was done or seen.
  package struct Entry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// A user, a guest or a bot takes part from here on, as the header says.
      case arrived(String, isBot: Bool)
      case section(String)
      case sent(by: String, Sent)
      /// An event has reached a client, whether or not the scenario ever reads it.
      case received(by: String, JSON)
      case time(milliseconds: Int64)
      case fault(String)
    }

    package let at: Instant
    package fileprivate(set) var kind: Kind
    /// The line of the scenario that did it, or that read it; nil for what bots do, and for events that no line has read.
    package var span: SourceSpan?
    /// The place, in `entries`, of what led to it: an arrival, a frame that was sent, time that passed, a fault, or an
    /// event that a bot received. It comes before this one.
    package var cause: Int?

    package init(at: Instant, kind: Kind, span: SourceSpan? = nil, cause: Int? = nil) {
      self.at = at
      self.kind = kind
      self.span = span
      self.cause = cause
    }
  }

  package private(set) var entries: [Entry] = []
  /// The places, in `entries`, of what the scenario did and read, in the order of its lines.
  ///
  /// The other entries are the arrivals, what bots received and sent, and the events that no line has read.
  package private(set) var scripted: [Int] = []

  package init() {}

  /// Adds what happens now, and returns its place.
  @discardableResult
  package mutating func append(_ entry: Entry) -> Int {
    entries.append(entry)
    return entries.count - 1
  }

  /// Leaves out all but the first entries.
  package mutating func keep(first count: Int) {
    entries.removeLast(max(0, entries.count - count))
    scripted.removeAll { $0 >= entries.count }
  }

  /// Puts something else in the place of what entries say; their places and causes stay.
  mutating func rewrite(_ body: (Entry.Kind) -> Entry.Kind) {
    for place in entries.indices { entries[place].kind = body(entries[place].kind) }
  }

  /// A line of the scenario did or read the entry at a place.
  package mutating func script(_ place: Int, at span: SourceSpan? = nil) {
    if let span { entries[place].span = span }
    scripted.append(place)
  }

  /// The places of what the scenario read of one client, with the events, in its order.
  func read(of client: String) -> [(place: Int, event: JSON)] {
    scripted.compactMap { place in
      guard case .received(client, let event) = entries[place].kind else { return nil }
      return (place, event)
    }
  }
}
