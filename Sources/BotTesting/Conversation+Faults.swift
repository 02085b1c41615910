import Bots
import Harness
public import Testing

/// What goes wrong in a network, a program and a server.
extension Conversation {
  /// The connection of a bot breaks, without a goodbye.
  public func cut(_ bot: String? = nil, sourceLocation: SourceLocation = #_sourceLocation)
    throws(ConversationFailure)
  {
    let bot = bot ?? self.bot
    try step("! cut \(bot)", sourceLocation) { () throws(StageFailure) in try simulator.cut(bot) }
  }

  /// A bot whose connection broke, or whose program ended, connects again and resumes its session.
  public func resume(_ bot: String? = nil, sourceLocation: SourceLocation = #_sourceLocation)
    throws(ConversationFailure)
  {
    let bot = bot ?? self.bot
    try step("! return \(bot)", sourceLocation) { () throws(StageFailure) in try simulator.return(bot) }
  }

  /// The program of a bot ends and begins again: a new bot with what it remembers. Requests under way come to nothing.
  ///
  /// A program that stays away for some time is `cut`, `advance`, `restart`.
  public func restart(_ bot: String? = nil, sourceLocation: SourceLocation = #_sourceLocation)
    throws(ConversationFailure)
  {
    let bot = bot ?? self.bot
    if bot == self.bot {
      requests = []
      openRequests = []
    }
    try step("! restart \(bot)", sourceLocation) { () throws(StageFailure) in try simulator.restartBot(bot)
    }
  }

  /// The server dies where it is; connections break, and nothing can be said until `restartServer`.
  public func crashServer(sourceLocation: SourceLocation = #_sourceLocation) throws(ConversationFailure) {
    try step("! crash", sourceLocation) { () throws(StageFailure) in try simulator.crash() }
  }

  /// The server starts again, after a crash or from running, and everyone comes back and resumes.
  public func restartServer(sourceLocation: SourceLocation = #_sourceLocation) throws(ConversationFailure) {
    try step("! restart", sourceLocation) { () throws(StageFailure) in
      try simulator.restart()
      for user in users where try !simulator.participant(user).isConnected { try simulator.return(user) }
    }
  }
}
