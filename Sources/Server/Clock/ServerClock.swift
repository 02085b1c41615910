import Engine

/// What the server takes for the time: the wall clock, or a virtual one that stands still until it is told to advance.
enum ServerClock {
  case wall(WallClock)
  case virtual(Instant)

  /// A clock that shows nothing earlier than the last input of a journal.
  init(_ kind: Configuration.Clock, notBefore: Instant) {
    switch kind {
    case .wall: self = .wall(WallClock(notBefore: notBefore))
    case .virtual: self = .virtual(max(notBefore, .virtualStart))
    }
  }

  /// What the clock shows now.
  mutating func read() -> Instant {
    switch self {
    case .virtual(let now): return now
    case .wall(var clock):
      let now = clock.read()
      self = .wall(clock)
      return now
    }
  }
}
