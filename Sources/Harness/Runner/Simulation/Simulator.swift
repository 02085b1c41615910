package import Bots
package import Engine
package import Host
package import Store

/// A chat server and its clients in one process and in virtual time.
///
/// The server is the same `Host` that serves live; network, clock and disk are virtual. After each thing that is done
/// to it, it runs until nothing is left to do at that instant. So "nothing arrived" is a fact and not a time-out.
package final class Simulator {
  /// The instant of the virtual clock.
  package private(set) var now: Instant
  /// What the server was set up with.
  package let configuration: Configuration
  let store: Store
  package internal(set) var host: Host?
  package let roster = Roster(knowsOrder: true)
  /// Whether the server is to die after each input once everyone has come.
  private let crashesOnceBegun: Bool
  /// Bots beside the example bots, by their names.
  private let ownBots: [String: any Bot]
  /// The connections that are open, by the numbers that the server gave them, which are dense from 1.
  private var connections: [SimulatedConnection?] = []
  /// The connections that programs of their own have, by the same numbers.
  var outsiders: [ConnectionID: any OutsideConnection] = [:]
  /// The bots that are such programs.
  package var externalBots: (any ExternalBots)?
  package var log: TranscriptLog?

  /// Whether the server dies after each input, before anyone hears of it, and comes back.
  private(set) var crashesEverywhere = false

  /// A server with an empty store, in memory unless its database is to be kept, and no clients yet.
  package init(
    configuration: Configuration = Configuration(), database: Store.Location = .memory,
    startingAt instant: Instant = .virtualStart, crashesEverywhere: Bool = false,
    bots: [String: any Bot] = [:]
  ) throws(Failure) {
    ownBots = bots
    now = instant
    self.configuration = configuration
    crashesOnceBegun = crashesEverywhere
    do {
      store = try Store(database)
    } catch {
      throw .store(error)
    }
    try start()
  }

  deinit {
    // A connection and its client hold each other.
    for client in participants { client.disconnect() }
    externalBots?.end()
  }

  /// The connection that the server knows by a number, while it is open.
  subscript(id: ConnectionID) -> SimulatedConnection? {
    get { id.number < connections.count ? connections[Int(id.number)] : nil }
    set {
      let missing = Int(id.number) + 1 - connections.count
      if missing > 0 { connections += repeatElement(nil, count: missing) }
      connections[Int(id.number)] = newValue
    }
  }

  func forgetConnections() {
    connections.removeAll()
    for (_, outsider) in outsiders.sorted(by: { $0.key < $1.key }) { outsider.cut() }
    outsiders.removeAll()
    externalBots?.loseConnections()
  }

  /// What can go wrong with a simulation itself.
  package typealias Failure = StageFailure

  /// Everyone has come. Before, a lost reply would leave a client without a session to resume.
  package func begin() { crashesEverywhere = crashesOnceBegun }

  // MARK: - Time

  package var serverDeadline: Instant? { host?.nextDeadline }

  package func pass(to instant: Instant) throws(Failure) {
    now = instant
    if host != nil { try attempt { host throws(StoreError) in try host.advance(to: now) } }
  }

  // MARK: - Bots

  package func bot(named name: String) -> (any Bot)? { ownBots[name] ?? ExampleBots.named(name) }

  package func token(of user: String, isBot: Bool) throws(Failure) -> String {
    let host = try running()
    do {
      return try host.provision(user: user, bot: isBot, at: now)
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      throw .notLoggedIn(user, reply: "\(error)")
    }
  }
}

extension Simulator: Stage {
  package var isUp: Bool { host != nil }
  package var isSparingPasswords: Bool { false }

  package var evidenceOfNothing: String? { externalBots?.evidenceOfNothing }
}
