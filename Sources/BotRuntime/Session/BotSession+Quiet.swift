import Bots
import Engine
import Wire

/// What a bot tells beside what it says: on a server with a virtual clock when it has to be woken, and where somebody tests it when it
/// is done.
extension BotSession {
  /// The name and the id of the timer by which the server of virtual time tells the bot that its time has come.
  static let timerName = "verbatim-bot"
  /// The id of what tells that nothing is under way.
  static let quietID = "quiet"

  /// Virtual time goes on by leaps of which nobody tells, so that the server has to say when the bot's next deadline has come.
  mutating func askForTimer() {
    guard virtualNow != nil else { return }
    if let serverTimerRetryAt, now.uptime < serverTimerRetryAt { return }
    serverTimerRetryAt = nil
    let next = stopBy == nil ? driver.nextDeadline : driver.commandDeadline
    guard let next, next != serverTimerAt else { return }
    serverTimerAt = next
    let wait = min(max(1, next.milliseconds - botNow.milliseconds), Engine.timerMilliseconds.upperBound)
    actions.append(
      .send(
        .frame(
          "set_timer", ("id", .string(Self.timerName)), ("timer", .string(Self.timerName)),
          ("milliseconds", .integer(wait)))))
  }

  /// Takes what the server says of that timer: it is due, or was refused.
  mutating func noteTimer(_ frame: ServerFrame) {
    if frame.type == .timer, frame.text("timer") == Self.timerName {
      serverTimerAt = nil
    } else if frame.type == .error, frame.re == Self.timerName {
      serverTimerAt = nil
      serverTimerRetryAt = now.uptime + Self.refusedTimerMilliseconds
    }
  }

  /// Tells that all frames so far are handled and nothing is under way, where that is news.
  mutating func tellQuiet() {
    guard options.tellsQuiet, stopBy == nil else { return }
    let hasSent = actions.contains { if case .send = $0 { true } else { false } }
    isQuietUntold = isQuietUntold || hasSent
    // A command that waits by the bot's own clock goes by itself; by virtual time the server's timer lets it go.
    let isWaiting = virtualNow == nil ? driver.commandDeadline != nil : serverTimerRetryAt != nil
    guard isQuietUntold, !isWaiting, driver.waitingRequests == 0, let progress = session.progress else {
      return
    }
    isQuietUntold = false
    actions.append(
      .send(.frame("ping", ("id", .string(Self.quietID)), ("received", .integer(progress.received)))))
  }
}
