import NIOCore

/// What a connection is to be asked or told because time passed: a ping, or that its peer is given up.
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
  private let interval: TimeAmount
  /// How long a message may take to arrive, once begun.
  private let partialMessage: TimeAmount
  private var lastHeard: NIODeadline
  private var pinged: NIODeadline?
  private var partSince: NIODeadline?
  /// Whether a message of several frames is under way.
  var isMessageOpen = false {
    didSet { if isMessageOpen != oldValue, !isMessageOpen, !isFrameOpen { partSince = nil } }
  }
  private var isFrameOpen = false

  init(interval: TimeAmount, partialMessage: TimeAmount, now: NIODeadline) {
    self.interval = interval
    self.partialMessage = partialMessage
    lastHeard = now
  }

  /// Bytes came, whether or not they complete a frame.
  mutating func bytesArrived(partOfFrame: Bool, at now: NIODeadline) {
    lastHeard = now
    pinged = nil
    isFrameOpen = partOfFrame
    if partOfFrame || isMessageOpen { partSince = partSince ?? now } else { partSince = nil }
  }

  /// What is to be done now. A ping counts as sent.
  mutating func due(at now: NIODeadline) -> Due {
    if let partSince, now >= partSince + partialMessage { return .partial }
    if let pinged { return now >= pinged + interval ? .silent : .nothing }
    guard now >= lastHeard + interval else { return .nothing }
    pinged = now
    return .ping
  }
}
