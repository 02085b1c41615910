/// Bots that are programs of their own, on whatever stage. They act when they like, so that the stage waits, in real time, for what they
/// may do.
package protocol ExternalBots: AnyObject {
  /// Whether there is one of this name.
  func has(_ name: String) -> Bool
  /// Starts a bot, and waits until it has logged in and joined its rooms.
  func start(_ name: String, command: String, rooms: [String]) throws(StageFailure)
  /// Waits until no bot will do more by itself: each has told so, or has been silent for a while.
  func awaitQuiet() throws(StageFailure)
  /// Waits until something more has arrived at a client, and says whether it has, before a deadline.
  func awaitArrival(at client: Participant) throws(StageFailure) -> Bool
  /// The server is gone, and their connections with it.
  func loseConnections()
  /// Waits until all bots have come back by themselves.
  func awaitReturn() throws(StageFailure)
  /// What has become of them, for a failure: of those that are in trouble, or of all.
  func reports(ofAll: Bool) -> [String]

  /// A bot's connection breaks. It has to come back by itself.
  func cut(_ name: String) throws(StageFailure)
  /// Waits until a bot has come back.
  func `return`(_ name: String) throws(StageFailure)
  /// Nothing reaches the bot any more, on the connection that it has.
  func stall(_ name: String) throws(StageFailure)
  /// What has waited reaches the bot.
  func flow(_ name: String) throws(StageFailure)
  /// A bot's program is killed and started again, with the state that it has kept.
  func restart(_ name: String) throws(StageFailure)

  /// How it is known that nothing arrived, where a bot does not tell when it is done; nil where all do.
  var evidenceOfNothing: String? { get }
  /// Ends all programs.
  func end()
}

/// Makes the bots of a simulation that are programs of their own: the simulator knows no sockets and no processes.
package typealias ExternalBotSource = (Simulator) throws(StageFailure) -> any ExternalBots
