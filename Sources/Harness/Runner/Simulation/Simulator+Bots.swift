package import Bots

/// What a test does with bots, beyond what scenarios do.
extension Simulator {
  /// Takes what the bot did wrong since it was asked last.
  package func takeProblems(of name: String) throws(Failure) -> [BotProblem] {
    try participant(name).drive { $0.takeProblems() } ?? []
  }

  /// Takes the requests that the bot made since it was asked last.
  package func takeRequests(of name: String) throws(Failure) -> [BotRequest] {
    try participant(name).drive { $0.takeRequests() } ?? []
  }

  /// How many of the bot's commands wait to be answered.
  package func waitingCommands(of name: String) throws(Failure) -> Int {
    try participant(name).drive { $0.waitingCommands } ?? 0
  }

  /// Gives the bot the result of a request, with everything that it leads to at this instant.
  package func respond(
    to request: BotRequest, _ result: Result<String, BotResponse.Failure>, of name: String
  ) throws(Failure) {
    let client = try participant(name)
    let now = now
    post(client.drive { $0.respond(to: request, result, at: now) } ?? [], from: client, because: nil)
    try settle()
  }
}
