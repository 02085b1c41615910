import Client
import Engine

/// Coming and going of connections.
extension BotSession {
  /// What helps where the first connection cannot be made may be another address; later the server is away.
  mutating func notConnected(_ error: WebSocketError) {
    if stopBy != nil { return leave() }
    switch error {
    case .refused(let status) where !hasBegun && (400..<500).contains(status) && status != 429:
      end(.unreachable(error.message))
    case .tls where !hasBegun, .protocolViolation where !hasBegun: end(.unreachable(error.message))
    case .unreachable, .refused, .tls, .protocolViolation, .timeout, .exhausted, .closed:
      waitAndReconnect(error.message)
    }
  }

  mutating func disconnected(_ code: UInt16?) {
    if let code, !session.mayReconnect(after: code) { return end(.closed(code: code)) }
    if stopBy != nil { return leave() }
    waitAndReconnect(
      code.map { code in
        CloseCode(rawValue: code).map { "the server said: \($0.meaning)" }
          ?? "it was closed with code \(code)"
      } ?? "the connection broke")
  }

  /// Tries again after a while, and says so now and then.
  mutating func waitAndReconnect(_ reason: String) {
    let isFirst = away == nil || away?.attempts == 0
    var away =
      away ?? Away(since: now.uptime, nextReminder: now.uptime + BotSession.firstReminderMilliseconds)
    away.attempts += 1
    let gone = now.uptime - away.since
    if isFirst {
      report(.away(reason))
    } else if now.uptime >= away.nextReminder {
      report(.stillAway(reason, milliseconds: gone, attempts: away.attempts))
      away.reminderMilliseconds *= 2
      away.nextReminder = now.uptime + away.reminderMilliseconds
    } else {
      report(.attemptFailed(reason))
    }
    self.away = away
    if let bound = options.giveUpAfterMilliseconds, gone >= bound { return end(.unreachable(reason)) }
    session.wait(
      at: now.uptime, notAfter: options.giveUpAfterMilliseconds.map { away.since + $0 } ?? .max)
  }
}
