/// What a stage does with bots that are programs of their own, where it has any.
extension Stage {
  /// Starts a bot that is a program of its own, and waits until it has logged in and joined its rooms.
  package func startBot(_ name: String, command: String, rooms: [String]) throws(StageFailure) {
    guard let externalBots else { throw .unknownBot(name) }
    try externalBots.start(name, command: command, rooms: rooms)
  }

  /// Waits until bots that are programs of their own have nothing under way; the others never have.
  package func awaitQuietBots() throws(StageFailure) { try externalBots?.awaitQuiet() }

  package func awaitArrival(at name: String) throws(StageFailure) -> Bool {
    guard let externalBots else { return false }
    return try externalBots.awaitArrival(at: participant(name))
  }

  /// What has become of the bots that are programs of their own, for a failure: of those that are in trouble, or of all.
  package func botReports(ofAll: Bool) -> [String] { externalBots?.reports(ofAll: ofAll) ?? [] }

  /// Why there is no client of a name.
  func absence(of name: String) -> StageFailure {
    guard externalBots?.has(name) == true else { return .unknownClient(name) }
    return .externalBot(
      """
      the bot \(name) is a program of its own; of the faults of sessions, `! cut`, `! return`, `! stall`, `! flow` and \
      `! restart` are for it
      """)
  }

  /// The bots among which there is one of this name; nil where it is none that is a program of its own.
  func externals(named name: String) -> (any ExternalBots)? {
    externalBots.flatMap { $0.has(name) ? $0 : nil }
  }
}
