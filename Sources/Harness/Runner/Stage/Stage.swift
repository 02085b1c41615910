import Bots
package import Engine
package import Wire

/// What a scenario is played on: a server, a clock, and a network with clients. There are the simulator and the wire.
///
/// It is synchronous: when a call returns, everything that it leads to at this instant has happened, and what arrived at
/// clients waits in their `unread`.
package protocol Stage: AnyObject {
  /// Where what arrives is written down; nil where nobody wants to know.
  var log: TranscriptLog? { get set }
  /// The instant of the server's clock.
  var now: Instant { get }
  /// Who takes part, in the order in which they came.
  var participants: [Participant] { get }
  /// The one of this name.
  func participant(_ name: String) throws(StageFailure) -> Participant

  /// Lets a user connect and register, or log in where a session of this user is there already. A tutorial's client logs
  /// in by connecting.
  func addUser(_ name: String, speaking dialect: Dialect) throws(StageFailure)
  /// Lets a guest connect.
  func addGuest(_ name: String, speaking dialect: Dialect) throws(StageFailure)
  /// Lets one of the example bots connect, log in with a token, and join rooms.
  func addBot(_ name: String, rooms: [String]) throws(StageFailure)
  /// Starts a bot that is a program of its own, and waits until it has logged in and joined its rooms.
  func startBot(_ name: String, command: String, rooms: [String]) throws(StageFailure)
  /// Everyone has come; what happens from here on is the scenario's.
  func begin() throws(StageFailure)

  /// Sends the bytes of one frame.
  func send(_ bytes: [UInt8], from name: String) throws(StageFailure)
  /// Lets time pass, and everything fall due on the way.
  func advance(byMilliseconds distance: Int64) throws(StageFailure)

  /// Waits until bots that are programs of their own have been quiet for a while; the others are always.
  func awaitQuietBots() throws(StageFailure)
  /// Waits until something more has arrived at a client, where there is a bot that is a program of its own, or a server that does not say
  /// when it has done everything; returns whether it has, before a deadline.
  func awaitArrival(at name: String) throws(StageFailure) -> Bool
  /// What has become of the bots that are programs of their own, for a failure: of those that are in trouble, or of all.
  func botReports(ofAll: Bool) -> [String]

  /// The network of a client breaks, without a goodbye.
  func cut(_ name: String) throws(StageFailure)
  /// A client says goodbye with a close frame. Its session is over.
  func close(_ name: String) throws(StageFailure)
  /// A client connects again and resumes the session that it had. A guest only connects, and is told `hello`.
  func `return`(_ name: String) throws(StageFailure)
  /// A client stops reading.
  func stall(_ name: String) throws(StageFailure)
  /// A client reads again.
  func flow(_ name: String) throws(StageFailure)
  /// The server dies where it is; connections break.
  func crash() throws(StageFailure)
  /// The server starts from its store alone; one that runs stops in order before.
  func restart() throws(StageFailure)
  /// Runs the journal so far through a fresh engine, and tells what differs, or nil where nothing does.
  func replayDifference() throws(StageFailure) -> String?

  /// The SHA-256 chain over all inputs so far as hexadecimal digits, where the stage knows it.
  var journalChain: String? { get }
  /// The SHA-256 of the engine's canonical bytes as hexadecimal digits, where the stage knows it.
  var stateHash: String? { get }
  /// How it is known that nothing arrived; nil where that is a fact.
  var evidenceOfNothing: String? { get }
}

extension Stage {
  /// A bot's program ends and begins again: its connection breaks, and it resumes its session with what it remembers.
  func restartBot(_ name: String) throws(StageFailure) {
    let bot = try participant(name)
    if bot.isConnected { try cut(name) }
    bot.restartBot()
    try `return`(name)
  }

  /// Fails where a bot did what it must not.
  func checkBots() throws(StageFailure) {
    for participant in participants {
      if let problem = participant.drive({ $0.takeProblems() })?.first {
        throw .bot(participant.name, problem)
      }
    }
  }
}
