package import Bots
import DequeModule
package import Engine
package import Wire

/// A stage that is driven as every other: it has a server, a clock and a transport of its own, and no more.
///
/// A transport connects (`makeConnection`), sends (`ClientConnection.send`) and takes (`takeArrived`).
package protocol DrivenStage: Stage {
  var roster: Roster { get }
  /// Why there is no client of a name.
  func absence(of name: String) -> StageFailure
  /// Whether the server runs.
  var isUp: Bool { get }

  /// Connects a client that has no connection to the server, which runs.
  func makeConnection(for client: Participant) throws(StageFailure) -> any ClientConnection
  /// Takes what has arrived at clients by now; returns whether that may have led to more already.
  func takeArrived() throws(StageFailure) -> Bool
  /// The place among all arrivals of what arrives now.
  func serialOfArrival() -> Int
  /// Does something, and then waits until everything that it leads to has arrived.
  func perform(_ action: () throws(StageFailure) -> Void) throws(StageFailure)

  /// Lets the clock of the server come to an instant at which or before which nothing else happens.
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
}

extension DrivenStage {
  package var participants: [Participant] { roster.participants }

  package func participant(_ name: String) throws(StageFailure) -> Participant {
    guard let client = roster[name] else { throw absence(of: name) }
    return client
  }

  package func absence(of name: String) -> StageFailure { .unknownClient(name) }

  package func perform(_ action: () throws(StageFailure) -> Void) throws(StageFailure) {
    try action()
    try settle()
  }

  package var serverDeadline: Instant? { nil }
  package func bot(named name: String) -> (any Bot)? { ExampleBots.named(name) }
  package func retryDelay(after reply: JSON) -> Int64? { nil }

  // MARK: - Settling

  /// Waits until everything has arrived that was on its way, and everything that bots send because of it.
  package func settle() throws(StageFailure) {
    var sent = 0
    let cause = log?.cause
    defer { log?.cause = cause }
    while isUp {
      let mayHaveMore = try takeArrived()
      guard let (client, bytes, entry) = roster.sends.popFirst() else {
        if mayHaveMore { continue }
        return
      }
      sent += 1
      guard sent <= Roster.sendsPerInstant else { throw .endless }
      if let entry { log?.cause = entry }
      try client.connection?.send(bytes)
    }
    roster.sends.removeAll()
  }

  /// A frame has come to a client, and a bot reacts to it.
  package func handOver(_ frame: Received, to client: Participant) {
    let entry = client.take(frame, serial: serialOfArrival(), at: now, in: log)
    post(client.react(to: frame, entry: entry, at: now), from: client, because: entry)
  }

  /// Lets a bot send frames as soon as what happens now has arrived.
  func post(_ frames: [JSON], from client: Participant, because cause: Int?) {
    for frame in frames {
      let bytes = roster.writer.write(frame)
      roster.sends.append((client, bytes, log?.send(bytes, from: client.name, because: cause, at: now)))
    }
  }

  // MARK: - Time

  package func advance(byMilliseconds distance: Int64) throws(StageFailure) {
    let target = now.advanced(byMilliseconds: distance)
    while let next = nextDeadline, next <= target {
      try pass(to: max(now, next))
      try perform { () throws(StageFailure) in
        for client in participants {
          let (frames, cause) = client.timersDue(at: now, time: log?.cause)
          post(frames, from: client, because: cause)
        }
      }
    }
    try pass(to: target)
  }

  /// When something happens by itself next. A bot without a connection has to wait until it has one.
  private var nextDeadline: Instant? {
    var earliest = serverDeadline
    for client in participants where client.isConnected {
      guard let deadline = client.nextDeadline else { continue }
      earliest = min(earliest ?? deadline, deadline)
    }
    return earliest
  }
}
