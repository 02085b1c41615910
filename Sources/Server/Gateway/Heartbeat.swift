/// What a connection is to be asked or told because time passed: a ping, or that its peer is given up.
///
/// The two directions are silent each for itself: a proxy that passes bytes on gives a connection up where one of them is.
struct Heartbeat {
  enum Due {
    case nothing
    case ping
    /// Nothing came for as long again as it takes to be pinged.
    case silent
    /// A message was begun and not finished in time.
    case partial
  }

  /// After how much silence the peer is pinged, and after how much more it is given up.
  private let interval: Duration
  /// How long a message may take to arrive, once begun.
  private let partialMessage: Duration
  private var lastHeard: Duration
  private var pinged: Duration?
  private var partSince: Duration?
  /// When it was noticed last that something had been written, and whether something was since.
  private var lastWritten: Duration
  private var hasWritten = false

  init(interval: Duration, partialMessage: Duration, now: Duration) {
    self.interval = interval
    self.partialMessage = partialMessage
    lastHeard = now
    lastWritten = now
  }

  /// Something was written; it costs next to nothing, since the time is asked for later.
  mutating func wrote() { hasWritten = true }

  /// Bytes came.
  ///
  /// - Parameters:
  ///   - completing: Whether they end a message that had begun.
  ///   - leavingPart: Whether the last of them are a part of a frame, or of a message of several.
  mutating func bytesArrived(completing: Bool, leavingPart: Bool, at now: Duration) {
    lastHeard = now
    pinged = nil
    // A client that sends without a pause is always inside some message; what counts is how long it is inside the same one.
    if completing || !leavingPart { partSince = nil }
    if leavingPart { partSince = partSince ?? now }
  }

  /// Nothing was read, because the server did not want to: the peer is not to blame.
  mutating func excuse(at now: Duration) {
    lastHeard = now
    lastWritten = now
    pinged = nil
    if partSince != nil { partSince = now }
  }

  /// What is to be done now. A ping counts as sent.
  mutating func due(at now: Duration) -> Due {
    if let partSince, now >= partSince + partialMessage { return .partial }
    if hasWritten {
      hasWritten = false
      lastWritten = now
    }
    if let pinged { return now >= pinged + interval ? .silent : .nothing }
    if now >= lastHeard + interval {
      pinged = now
    } else if now < lastWritten + interval {
      return .nothing
    }
    lastWritten = now
    return .ping
  }
}
