public import Engine

/// Something that a bot wants done. Actions are carried out in the order in which they were returned.
///
/// One that the server refuses comes back as `BotEvent.error`, with the action in it.
public enum BotAction: Hashable, Codable, Sendable {
  /// Sends a text to a room that the bot is in. The text is never read as a command, whatever it begins with.
  case say(String, room: String)
  /// Sends a private message to a user, who need not be online. The text is never read as a command.
  case privateMessage(String, to: String)
  /// Sends a message that replies to another one, or has data for programs.
  case send(MessageDraft)
  /// Asks a user something; what they say next in the same place comes as `BotEvent.answer`.
  case ask(Question)
  /// Gives a message of the bot another text, which is never read as a command.
  ///
  /// `BotEvent.sent` tells the message's number. The server refuses it when the message is too old, by default after a day.
  case edit(String, seq: Int64, in: Message.Place)

  /// Joins a room, and makes it if it does not exist; `BotEvent.joined` follows.
  case join(room: String)
  /// Leaves a room.
  case leave(room: String)
  /// Does what a moderator may do.
  case moderate(Moderation, room: String)

  /// Asks who is in a room; `BotEvent.joined` follows.
  case who(room: String)
  /// Looks for messages with all of the words, the newest first; `BotEvent.found` follows, with the same id.
  ///
  /// Without a room the bot looks through all that it may read, its private messages included: nothing to answer others from.
  case search(id: String, query: String, room: String?, from: String? = nil, limit: Int = 5)

  /// Sets a timer: `BotEvent.timer` with this id comes after a positive time.
  ///
  /// Timers, alarms and schedules survive a restart of the bot; what fell due meanwhile comes then, once. A waiting one of the same
  /// id is replaced. They come in the order of their times, those of one instant in the order in which they were set.
  case setTimer(id: String, after: Duration)
  /// Sets an alarm: `BotEvent.timer` with this id comes at an instant in the future.
  case setAlarm(id: String, at: Instant)
  /// Sets a schedule: `BotEvent.timer` with this id comes repeatedly.
  case schedule(id: String, Schedule)
  /// Cancels a timer, alarm or schedule; nothing happens if none of this id is pending.
  case cancelTimer(id: String)

  /// Has `Bot.perform` do work outside of the chat; `BotEvent.response` follows.
  case request(BotRequest)
}
