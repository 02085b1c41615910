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

  /// By how much the system's clock is ahead without being followed, in milliseconds.
  var ignoredStep: Int64? {
    switch self {
    case .virtual: nil
    case .wall(let clock): clock.ignoredStep
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
