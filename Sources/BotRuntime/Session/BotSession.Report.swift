import Bots

extension BotSession {
  /// What an operator may want to know, in the log or as a number.
  enum Report: Hashable, Sendable {
    /// The bot is logged in; `awayMilliseconds` is nil where it was at once, and not after a cut.
    case loggedIn(user: String, isResumed: Bool, awayMilliseconds: Int64?)
    /// There is no session, and another connection is tried for.
    case away(String)
    /// There has been none for a long time.
    case stillAway(String, milliseconds: Int64, attempts: Int)
    /// Another attempt failed, about which nobody needs to be told again.
    case attemptFailed(String)
    /// A command went to the server, for the first time or again.
    case sent(String, isRepeated: Bool)
    /// The command that was sent last was answered.
    case answered
    /// The server refused a command.
    case refused(code: String)
    /// The bot did something wrong.
    case problem(BotProblem)
    /// So many events were told to the bot.
    case events(Int)
    /// So many actions were not carried out.
    case dropped(Int)
    /// The bot was told to stop while so many commands wait.
    case stopping(waiting: Int)
  }
}
