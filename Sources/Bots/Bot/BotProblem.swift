/// A fault of a bot: what it did, and what helps. A test of the bot fails with it, and a live bot's log has it.
public struct BotProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The bot threw an error. It and its storage are as they were before the event.
    case threw
    /// The bot and another user answered each other without a pause, or the bot answered itself; further answers are dropped.
    case loop
    /// A timer was to come before it was set. It was not set.
    case timerInThePast = "timer_in_the_past"
    /// A schedule has a time that no day has, or comes more often than once a second. It was not set.
    case scheduleNotValid = "schedule_not_valid"
    /// More timers than a bot may have. The last was not set.
    case tooManyTimers = "too_many_timers"
    /// More waits to be sent than a bot may have. The last was dropped.
    case tooManyCommands = "too_many_commands"
    /// More to remember than a bot may have. The bot and its storage are as they were before the event.
    case storageFull = "storage_full"
    /// A value in the storage is not of the type that the bot writes there, or has no text in JSON. The bot and its storage are
    /// as they were before the event.
    case storageMisused = "storage_misused"
    /// The bot made a request and has no function that performs it.
    case requestNotPerformed = "request_not_performed"
  }

  /// What is wrong.
  public var kind: Kind
  /// What happened, and what to do.
  public var message: String

  /// A problem.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The kind and the message.
  public var description: String { "\(kind.rawValue): \(message)" }
}
