import Engine

/// Ends a conversation of two bots that answer each other for ever, and that of a bot with the server's refusals.
///
/// No frame says who is a bot, so it goes by pace: a bot may give `answersInARow` answers to one user, each within
/// `paceMilliseconds` of the one before; further ones are dropped until the user has been slower. It does not end loops that are
/// slower than that, such as bots that answer by timers, nor loops of joins and leaves; only the server's rate limits hold those.
struct LoopGuard: Sendable {
  /// More than a person asks a bot in a burst that the server's rate limit lets through.
  static let answersInARow = 32
  /// Bots reach the server's limit of several messages a second; people seldom write every second.
  static let paceMilliseconds: Int64 = 1000
  /// How many users it keeps account of at once.
  static let maximumUsers = 1024

  private struct Run {
    var answers = 0
    var last: Instant
  }

  /// Whom the bot answers. A refusal is the server's, and costs no allowance that would slow the bot down.
  private enum Partner: Hashable {
    case user(NameKey)
    case server
  }

  private var runs: [Partner: Run] = [:]

  /// Counts an answer to the event, and says whether it may be given. Only messages and refusals have answers that are counted.
  mutating func allowsAnswer(to event: BotEvent, at now: Instant) -> Bool {
    switch event {
    case .message(let message): allowsAnswer(to: .user(NameKey(message.user)), at: now)
    case .privateMessage(let message): allowsAnswer(to: .user(NameKey(message.user)), at: now)
    case .error: allowsAnswer(to: .server, at: now)
    case .ready, .joined, .userJoined, .userLeft, .timer, .unknown: true
    }
  }

  private mutating func allowsAnswer(to partner: Partner, at now: Instant) -> Bool {
    if runs[partner] == nil, runs.count >= Self.maximumUsers {
      runs = runs.filter { isRunning($0.value, at: now) }
      // A thousand users at a bot's pace are no loop of two; to forget them costs some answers too many, but no memory.
      if runs.count >= Self.maximumUsers { runs.removeAll() }
    }
    var run = runs[partner] ?? Run(last: now)
    if !isRunning(run, at: now) { run.answers = 0 }
    run.answers = min(run.answers + 1, Self.answersInARow + 1)
    run.last = now
    runs[partner] = run
    return run.answers <= Self.answersInARow
  }

  private func isRunning(_ run: Run, at now: Instant) -> Bool {
    now < run.last.advanced(byMilliseconds: Self.paceMilliseconds)
  }
}
