import Engine

/// Keeps a bot's commands within the server's rate limits, by the server's own rule, so that none has to be refused.
///
/// It knows only what this bot does: where its user is busy in another session, the server still refuses, and says until when.
struct Pace: Sendable {
  /// The server's limits; nil until it has told them.
  var limits: Limits?
  private var allowance = Allowance()

  /// When the command may be given, where that is later than now.
  func earliest(for action: BotAction, at now: Instant) -> Instant? {
    guard let limits, let rateClass = action.rateClass else { return nil }
    let wait = allowance.wait(for: rateClass, at: now, limits: limits)
    return wait > 0 ? now.advanced(byMilliseconds: wait) : nil
  }

  /// The command is given.
  mutating func spend(_ action: BotAction, at now: Instant) {
    guard let limits, let rateClass = action.rateClass else { return }
    allowance.spend(rateClass, at: now, limits: limits)
  }
}

extension BotAction {
  /// Which of the server's allowances it costs; nil for what the server is not asked for.
  var rateClass: RateClass? {
    switch self {
    case .say, .privateMessage, .send, .ask, .edit: .messages
    case .who, .search: .queries
    case .join, .leave, .moderate: .commands
    case .setTimer, .setAlarm, .schedule, .cancelTimer, .request: nil
    }
  }
}
