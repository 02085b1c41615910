package import Bots
package import Engine
package import Wire

/// What a scenario is played on: a server, a clock, and a network with clients. There are the simulator and the wire.
///
/// It is synchronous: when a call returns, everything that it leads to at this instant has happened, and what arrived at
/// clients waits in their `unread`. Both stages are driven alike, by the extensions of this protocol; each brings a transport,
/// which connects (`makeConnection`), sends (`ClientConnection.send`) and takes (`takeArrived`).
package protocol Stage: AnyObject {
  /// Where what arrives is written down; nil where nobody wants to know.
  var log: TranscriptLog? { get set }
  /// The instant of the server's clock.
  var now: Instant { get }
  var roster: Roster { get }
  /// Whether the server runs.
  var isUp: Bool { get }

  /// Connects a client that has no connection to the server, which runs.
  func makeConnection(for client: Participant) throws(StageFailure) -> any ClientConnection
  /// Takes what has arrived at clients by now; returns whether that may have led to more already.
  func takeArrived() throws(StageFailure) -> Bool
  /// Does something, and then waits until everything that it leads to has arrived.
  func perform(_ action: () throws(StageFailure) -> Void) throws(StageFailure)
  /// Lets the clock of the server come to an instant before which nothing else happens.
  func pass(to instant: Instant) throws(StageFailure)
  /// When the server has something to do by itself, where it leaves that to the stage.
  var serverDeadline: Instant? { get }

  /// Makes an account without a password, and gives a token for it.
  func token(of user: String, isBot: Bool) throws(StageFailure) -> String
  /// Whether users come by tokens that the operator makes.
  var isSparingPasswords: Bool { get }
  /// The bot that is known by this name.
  func bot(named name: String) -> (any Bot)?
  /// When to try again what the server has refused, in milliseconds; nil where that is no use.
  func retryDelay(after reply: JSON) -> Int64?
  /// Everyone has come; what happens from here on is the scenario's.
  func begin() throws(StageFailure)

  /// The bots that are programs of their own, where there can be such.
  var externalBots: (any ExternalBots)? { get }
  /// Waits until something more has arrived at a client, where there is a bot that is a program of its own, or a server that does not say
  /// when it has done everything; returns whether it has, before a deadline.
  func awaitArrival(at name: String) throws(StageFailure) -> Bool

  /// Sends the bytes of one frame.
  func send(_ bytes: [UInt8], from name: String) throws(StageFailure)
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
  package var serverDeadline: Instant? { nil }
  package func bot(named name: String) -> (any Bot)? { ExampleBots.named(name) }
  package func retryDelay(after reply: JSON) -> Int64? { nil }
  package func begin() {}

  /// Who takes part, in the order in which they came.
  package var participants: [Participant] { roster.participants }

  /// The one of this name.
  package func participant(_ name: String) throws(StageFailure) -> Participant {
    guard let client = roster[name] else { throw absence(of: name) }
    return client
  }
}
