/// Something that a bot wants done. Actions are carried out in the order in which they were returned.
///
/// One that the server refuses comes back as `BotEvent.error`, with the action in it.
public enum BotAction: Hashable, Sendable {
  /// Says a text in a room that the bot is in. The text is never read as a command, whatever it begins with.
  case say(String, room: String)
  /// Says a text to one user alone, who need not be online. The text is never read as a command.
  case privateMessage(String, to: String)
  /// Enters a room, which is made where there is none; `BotEvent.joined` follows.
  case join(room: String)
  /// Leaves a room.
  case leave(room: String)
  /// Asks for a `BotEvent.timer` with this id after a number of milliseconds, at least 1.
  ///
  /// A timer of the same id that is still waiting is replaced. Timers fire in the order of their times, those of one instant in
  /// the order in which they were set.
  case setTimer(id: String, afterMilliseconds: Int64)
  /// Takes back a timer; nothing happens where none of this id is waiting.
  case cancelTimer(id: String)
}
