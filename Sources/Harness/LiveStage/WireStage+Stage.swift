import Bots
import Client
import Engine
import Harness
import Wire

extension WireStage: Stage {
  var participants: [Participant] { clients }

  func participant(_ name: String) throws(StageFailure) -> Participant { try client(name) }

  var journalChain: String? { nil }
  var stateHash: String? { nil }

  var evidenceOfNothing: String? {
    if !externalBots.isEmpty {
      return
        "nothing had passed between the bots and the server for 100 ms, and then every client had a ping answered"
    }
    return server.abilities.administers
      ? "the server said that nothing was left to do, and then every client that reads had a ping answered"
      : "every client that reads had a ping answered, and nothing more was waited for"
  }

  func replayDifference() throws(StageFailure) -> String? {
    throw .server("`! replay` is for the simulator; say `needs: simulator`")
  }

  // MARK: - Arriving

  func addUser(_ name: String, speaking dialect: Dialect) throws(StageFailure) {
    switch dialect {
    case .verbatim: try addUser(named: name)
    case .tutorialChat, .tutorialNotification:
      let user = WireClient(name: name, role: .guest).user
      let client: WireClient
      if let other = clients.first(where: { $0.user == user && $0.token != nil }) {
        client = try add(WireClient(name: name, role: other.role))
        client.token = other.token
      } else {
        try addUser(named: name)
        try close(name)
        client = try self.client(name)
      }
      client.dialect = dialect
      try perform { () throws(StageFailure) in try connect(client) }
    }
  }

  private func addUser(named name: String) throws(StageFailure) {
    let user = String(name.prefix { $0 != "/" })
    let first = clients.first { $0.user == user }
    let client = try add(
      WireClient(name: name, role: first?.role ?? .user(password: "the password of \(name)")))
    client.token = first?.token
    if first == nil, isSparingPasswords {
      // Real passwords take long, and registrations have an allowance.
      client.role = .user(password: nil)
      client.token = try server.token(of: names?.fresh(user) ?? user)
    }
    let isNew = if case .user(.some) = client.role { first == nil } else { false }
    while let reply = try logIn(client, frame: isNew ? client.registerFrame() : client.logInFrame()) {
      // Registrations from one address have an allowance; what is left of it comes back.
      guard let milliseconds = wait(after: reply) else {
        throw .notLoggedIn(name, reply: String(decoding: reply.bytes, as: UTF8.self))
      }
      try advance(byMilliseconds: milliseconds)
    }
  }

  func addGuest(_ name: String, speaking dialect: Dialect) throws(StageFailure) {
    let client = try add(WireClient(name: name, role: .guest))
    client.dialect = dialect
    try perform { () throws(StageFailure) in try connect(client) }
  }

  func addBot(_ name: String, rooms: [String]) throws(StageFailure) {
    guard let bot = ExampleBots.named(name) else { throw .unknownBot(name) }
    let token = try server.token(of: names?.fresh(name) ?? name, isBot: true)
    let memory = BotMemory(simulating: name, rooms: rooms)
    let client = try add(
      WireClient(name: name, role: .bot(RunningBot(bot, name: name, token: token, memory: memory))))
    try perform { () throws(StageFailure) in
      try connect(client)
      try transmit(client.logInFrame().bytes, from: client)
    }
  }

  func begin() throws(StageFailure) {}

  // MARK: - What clients do

  func send(_ bytes: [UInt8], from name: String) throws(StageFailure) {
    let client = try client(name)
    _ = try connection(of: client)
    try perform { () throws(StageFailure) in try transmit(bytes, from: client) }
    // The runner's own pings use up what the user may do, and other checks what the address may. Other refusals that are
    // over by themselves, such as of a muted user, are what the scenario is about.
    while let reply = client.unread.last?.frame.json, ServerFrame(reply).code == "rate_limited",
      let milliseconds = wait(after: reply)
    {
      client.unread.removeLast()
      try perform { () throws(StageFailure) in
        now = now.advanced(byMilliseconds: milliseconds)
        letPass(milliseconds: milliseconds)
        try transmit(bytes, from: client)
      }
    }
  }

  /// When to try again what a server has refused whose limits are not the scenario's, in milliseconds; nil where that is no use.
  private func wait(after reply: JSON) -> Int64? {
    guard let milliseconds = ServerFrame(reply).retryAfterMilliseconds, !server.abilities.movesClock,
      milliseconds <= server.abilities.longestWaitSeconds * 1000, !server.isRenewable
    else { return nil }
    return milliseconds
  }

  func cut(_ name: String) throws(StageFailure) {
    if let bot = externalBot(name) {
      bot.cut()
      return try settle()
    }
    let client = try client(name)
    let connection = try connection(of: client)
    try perform { () throws(StageFailure) in
      client.disconnect()
      try server.reaching { () throws(WebSocketError) in try connection.cut() }
    }
  }

  func close(_ name: String) throws(StageFailure) {
    let client = try client(name)
    let connection = try connection(of: client)
    try perform { () throws(StageFailure) in
      client.disconnect()
      client.session = nil
      try server.reaching { () throws(WebSocketError) in try connection.close(code: 1000) }
    }
  }

  func `return`(_ name: String) throws(StageFailure) {
    if let bot = externalBot(name) { return try awaitPresence(of: bot) }
    let client = try client(name)
    try perform { () throws(StageFailure) in
      try connect(client)
      if case (.guest, .verbatim) = (client.role, client.dialect) { client.showsHello = true }
      if client.logsInByFrame {
        try transmit(client.logInFrame().bytes, from: client)
        try awaitAnswer(of: client)
      }
    }
  }

  func stall(_ name: String) throws(StageFailure) {
    let client = try client(name)
    client.isStalled = true
    client.connection?.stall()
  }

  func flow(_ name: String) throws(StageFailure) {
    let client = try client(name)
    client.isStalled = false
    client.connection?.flow()
    try perform { () throws(StageFailure) in try takeArrived(at: client) }
  }
}
