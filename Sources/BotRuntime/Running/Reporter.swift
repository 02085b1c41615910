import Bots
import Client
import Logging

/// Tells an operator what a bot does: in the log in words, and in numbers.
///
/// Log lines have names, codes and counts, and never a token or a session; what was said only where the bot threw at it.
struct Reporter: Sendable {
  private var logger: Logger
  private let endpoint: Endpoint
  private let numbers: BotNumbers
  private var sentAt: ContinuousClock.Instant?

  init(logger: Logger, endpoint: Endpoint, numbers: BotNumbers) {
    self.endpoint = endpoint
    self.numbers = numbers
    self.logger = logger
  }

  mutating func report(_ report: BotSession.Report) {
    switch report {
    case .loggedIn(let user, let isResumed, let gone):
      logger[metadataKey: "bot"] = "\(user)"
      if let gone {
        numbers.count(.reconnects)
        logger.notice(
          "connected again", metadata: ["resumed": "\(isResumed)", "away_seconds": "\(gone / 1000)"])
      } else {
        logger.notice("logged in", metadata: ["resumed": "\(isResumed)", "url": "\(endpoint)"])
      }
    case .away(let reason):
      logger.warning(
        "not connected; trying again until the server is back",
        metadata: ["url": "\(endpoint)", "reason": "\(reason)"])
    case .stillAway(let reason, let milliseconds, let attempts):
      logger.warning(
        "still not connected",
        metadata: [
          "url": "\(endpoint)", "reason": "\(reason)", "seconds": "\(milliseconds / 1000)",
          "attempt": "\(attempts)",
        ])
    case .attemptFailed(let reason): logger.debug("not connected yet", metadata: ["reason": "\(reason)"])
    case .sent(let command, let isRepeated):
      sentAt = .now
      numbers.count(.actions, ("kind", command))
      if isRepeated { numbers.count(.retries) }
      logger.debug("sent", metadata: ["kind": "\(command)", "again": "\(isRepeated)"])
    case .answered:
      if let sentAt { numbers.record(ContinuousClock.now - sentAt) }
    case .refused(let code):
      numbers.count(.refusals, ("code", code))
      logger.debug("refused", metadata: ["code": "\(code)"])
    case .problem(let problem):
      numbers.count(.problems, ("kind", problem.kind.rawValue))
      logger.error("\(problem.message)", metadata: ["problem": "\(problem.kind.rawValue)"])
    case .events(let count): numbers.count(.events, by: count)
    case .dropped(let count): numbers.count(.dropped, by: count)
    case .stopping(let waiting): logger.notice("stopping", metadata: ["commands_waiting": "\(waiting)"])
    }
  }
}
