import Engine

/// Ends a conversation of two bots that answer each other for ever, and that of a bot with the server's refusals or with itself.
///
/// It goes by pace, for not every bot says that it is one: a bot may give `answersInARow` answers to one user, each within
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
    /// The bot says something because it said something.
    case itself
  }

  private var runs: [Partner: Run] = [:]

  /// What becomes of an answer.
  enum Verdict: Hashable {
    case allowed
    /// The first of a run that is not given any more, to the user of this name, to the server, or to the bot itself.
    case ended(with: String)
    case dropped
  }

  /// Counts an answer to the event, and says whether it may be given. Only those to messages, edits, reactions and refusals are
  /// counted.
  mutating func judgeAnswer(to event: BotEvent, at now: Instant) -> Verdict {
    switch event {
    case .message(let message), .privateMessage(let message), .answer(let message, _),
      .messageEdited(let message):
      judge(.user(NameKey(message.user)), called: message.user, at: now)
    case .reactionAdded(let reaction), .reactionRemoved(let reaction):
      judge(.user(NameKey(reaction.user)), called: reaction.user, at: now)
    case .command(let call): judge(.user(NameKey(call.user ?? "")), called: call.user ?? "a guest", at: now)
    case .error: judge(.server, called: "the server's refusals", at: now)
    case .sent: judge(.itself, called: "its own messages", at: now)
    case _: .allowed
    }
  }

  private mutating func judge(_ partner: Partner, called name: String, at now: Instant) -> Verdict {
    if runs[partner] == nil, runs.count >= Self.maximumUsers {
      runs = runs.filter { isRunning($0.value, at: now) }
      // A thousand users at a bot's pace are no loop of two; to forget them costs some answers too many, but no memory.
      if runs.count >= Self.maximumUsers { runs.removeAll() }
    }
    var run = runs[partner] ?? Run(last: now)
    if !isRunning(run, at: now) { run.answers = 0 }
    run.answers = min(run.answers + 1, Self.answersInARow + 2)
    run.last = now
    runs[partner] = run
    if run.answers <= Self.answersInARow { return .allowed }
    return run.answers == Self.answersInARow + 1 ? .ended(with: name) : .dropped
  }

  private func isRunning(_ run: Run, at now: Instant) -> Bool {
    now < run.last.advanced(byMilliseconds: Self.paceMilliseconds)
  }
}
