import Bots
import Wire

/// What clients do, each with everything that it leads to at this instant.
extension Stage {
  package func send(_ bytes: [UInt8], from name: String) throws(StageFailure) {
    try send(bytes, from: participant(name))
  }

  package func send(_ bytes: [UInt8], from client: Participant) throws(StageFailure) {
    let connection = try connection(of: client)
    try perform { () throws(StageFailure) in try connection.send(bytes) }
  }

  /// The network of a client breaks, without a goodbye.
  package func cut(_ name: String) throws(StageFailure) {
    if let bots = externals(named: name) { return try bots.cut(name) }
    try cut(participant(name))
  }

  package func cut(_ client: Participant) throws(StageFailure) {
    let connection = try connection(of: client)
    try perform { () throws(StageFailure) in try connection.cut() }
  }

  /// A client says goodbye with a close frame. Its session is over.
  package func close(_ name: String) throws(StageFailure) {
    let client = try participant(name)
    let connection = try connection(of: client)
    try perform { () throws(StageFailure) in
      client.session = nil
      try connection.close()
    }
  }

  /// A client connects again and resumes the session that it had. A guest only connects, and is told `hello`.
  package func `return`(_ name: String) throws(StageFailure) {
    if let bots = externals(named: name) { return try bots.return(name) }
    try reconnect(participant(name))
  }

  /// A client connects again, and what fell due for it meanwhile happens. A tutorial's client connects as it did first.
  package func reconnect(_ client: Participant) throws(StageFailure) {
    if case (.guest, .verbatim) = (client.role, client.dialect) { client.showsHello = true }
    try perform { () throws(StageFailure) in try connectAndLogIn(client) }
    try advance(byMilliseconds: 0)
  }

  /// A client stops reading.
  package func stall(_ name: String) throws(StageFailure) {
    if let bots = externals(named: name) { return try bots.stall(name) }
    let client = try participant(name)
    client.isStalled = true
    client.connection?.stall()
  }

  /// A client reads again.
  package func flow(_ name: String) throws(StageFailure) {
    if let bots = externals(named: name) { return try bots.flow(name) }
    let client = try participant(name)
    client.isStalled = false
    try perform { () throws(StageFailure) in try client.connection?.flow() }
  }

  /// A bot's program ends and begins again: its connection breaks, and it resumes its session with what it remembers.
  package func restartBot(_ name: String) throws(StageFailure) {
    if let bots = externals(named: name) { return try bots.restart(name) }
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

  // MARK: - Connections

  /// The client's connection; where it has none because the server is down, that is what has to be mended first.
  private func connection(of client: Participant) throws(StageFailure) -> any ClientConnection {
    guard let connection = client.connection else {
      throw isUp ? .notConnected(client.name) : .serverDown
    }
    return connection
  }

  func connect(_ client: Participant) throws(StageFailure) {
    guard isUp else { throw .serverDown }
    guard !client.isConnected else { throw .alreadyConnected(client.name) }
    client.connection = try makeConnection(for: client)
  }

  /// Connects a client, and logs it in where it has an account; it resumes the session that it had.
  func connectAndLogIn(_ client: Participant) throws(StageFailure) {
    try connect(client)
    guard client.logsInByFrame else { return }
    try client.connection?.logIn(client.logInFrame().bytes)
  }

  /// The server has started again, and the bots that run in this process come back.
  package func reconnectBots() throws(StageFailure) {
    for client in participants where client.isBot { try connectAndLogIn(client) }
  }
}
