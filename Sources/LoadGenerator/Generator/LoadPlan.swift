package import Client

/// What a load is to be: who connects, who says how much, and where.
package struct LoadPlan: Sendable {
  /// When senders send.
  package enum Pace: Hashable, Sendable {
    /// A closed loop: each sender has so many messages in flight, and sends another one for each that is answered.
    case window(Int)
    /// An open loop: all senders together send so many messages a second, whatever becomes of them.
    case rate(Double)
  }

  /// Who the connections are.
  package enum LogIn: Hashable, Sendable {
    /// Each connection registers a user of its own.
    case registration(password: String)
    /// The first connections log in, each with one token; the others stay guests, who only receive.
    case tokens([String])
  }

  /// The rooms, which connections take in turn.
  package enum Rooms: Hashable, Sendable {
    case one(String)
    case several(prefix: String, count: Int)
  }

  package var endpoint: Endpoint
  /// The number by which messages of this run are told from those of others; 24 bits.
  package var run: UInt32
  package var connections: Int
  /// How many of the connections send, the first ones.
  package var senders: Int
  package var pace: Pace
  package var logIn: LogIn
  package var rooms: Rooms
  /// How many characters a message has.
  package var size: Int
  /// For how long messages are sent before what they do is measured.
  package var warmup: LoadTime
  /// For how long it is measured.
  package var duration: LoadTime
  /// How many connections are made, logged in or joined at the same time.
  package var atOnce: Int

  package init(
    endpoint: Endpoint, run: UInt32, connections: Int, senders: Int, pace: Pace, logIn: LogIn, rooms: Rooms,
    size: Int, warmup: LoadTime, duration: LoadTime, atOnce: Int
  ) {
    self.endpoint = endpoint
    self.run = run
    self.connections = connections
    self.senders = senders
    self.pace = pace
    self.logIn = logIn
    self.rooms = rooms
    self.size = size
    self.warmup = warmup
    self.duration = duration
    self.atOnce = atOnce
  }

  /// The most pairs of a receiver and a sender, each of which takes four bytes.
  package static let mostPairs = 200_000_000

  /// What is wrong with the plan, as a sentence, or nil.
  package var mistake: String? {
    guard !endpoint.isSecure else {
      return "A load is sent over ws:// only; use the server's address behind what ends TLS."
    }
    guard (1...1_000_000).contains(connections) else { return "--connections is from 1 to 1000000." }
    guard (1...connections).contains(senders) else {
      return "--senders is from 1 to the number of --connections."
    }
    guard (1...connections).contains(roomCount) else {
      return "--rooms is from 1 to the number of --connections."
    }
    switch pace {
    case .window(let window):
      guard (1...100_000).contains(window) else { return "--window is from 1 to 100000." }
    case .rate(let rate):
      guard rate > 0, rate <= 10_000_000 else { return "--rate is above 0 and at most 10000000." }
    }
    if case .tokens(let tokens) = logIn, tokens.count < senders {
      return "There are \(tokens.count) tokens for \(senders) senders; guests cannot speak."
    }
    guard (Marker.length...1_000_000).contains(size) else {
      return "--size is from \(Marker.length), which each message needs to be recognised, to 1000000."
    }
    guard duration.nanoseconds > 0 else { return "--duration is more than 0." }
    guard (1...10_000).contains(atOnce) else { return "--at-once is from 1 to 10000." }
    guard connections * sendersInLargestRoom <= Self.mostPairs else {
      return "Each of \(connections) connections would have to remember \(sendersInLargestRoom) senders; "
        + "use fewer senders, or more rooms."
    }
    return nil
  }

  // MARK: - Who is where

  package var roomCount: Int {
    switch rooms {
    case .one: 1
    case .several(_, let count): count
    }
  }

  private var sendersInLargestRoom: Int { senders(inRoom: 0) }

  /// The number of a connection's room.
  package func room(of connection: Int) -> Int { connection % roomCount }

  /// The name of a room.
  package func name(ofRoom room: Int) -> String {
    switch rooms {
    case .one(let name): name
    case .several(let prefix, _): "\(prefix)-\(room)"
    }
  }

  /// How many connections are in a room.
  package func members(inRoom room: Int) -> Int { (connections - room + roomCount - 1) / roomCount }

  /// How many of them send; those are its first.
  package func senders(inRoom room: Int) -> Int {
    senders > room ? (senders - room + roomCount - 1) / roomCount : 0
  }

  /// The place of a sender among those of its room.
  package func place(ofSender sender: Int) -> Int { sender / roomCount }

  /// How many connections log in; those that follow are guests.
  package var usersCount: Int {
    switch logIn {
    case .registration: connections
    case .tokens(let tokens): min(tokens.count, connections)
    }
  }

  /// The run as it is in the names of users and rooms.
  package var runName: String {
    let text = String(run, radix: 16)
    return String(repeating: "0", count: max(0, 6 - text.utf8.count)) + text
  }
}
