package import Bots
import DequeModule
package import Wire

/// How those who take part come.
extension Stage {
  /// Lets a user connect and register, or log in where a session of this user is there already. A tutorial's client logs
  /// in by connecting.
  package func addUser(_ name: String, speaking dialect: Dialect = .verbatim) throws(StageFailure) {
    switch dialect {
    case .verbatim: try addUser(named: name)
    case .tutorialChat, .tutorialNotification: try addTutorialUser(name, speaking: dialect)
    }
  }

  /// Lets a user of a tutorial's client connect with the token of the account, which is made first where it is not there.
  private func addTutorialUser(_ name: String, speaking dialect: Dialect) throws(StageFailure) {
    let client: Participant
    let user = Participant.user(of: name)
    if let other = participants.first(where: { $0.user == user && $0.token != nil }) {
      client = try add(name, as: other.role)
      client.token = other.token
    } else {
      try addUser(named: name)
      try close(name)
      client = try participant(name)
    }
    client.dialect = dialect
    try perform { () throws(StageFailure) in try connect(client) }
  }

  private func addUser(named name: String) throws(StageFailure) {
    let user = Participant.user(of: name)
    let first = participants.first { $0.user == user }
    let client = try add(name, as: first?.role ?? .user(password: "the password of \(name)"))
    client.token = first?.token
    if first == nil, isSparingPasswords {
      // Real passwords take long, and registrations have an allowance.
      client.role = .user(password: nil)
      client.token = try token(of: user, isBot: false)
      log?.hide(client.token, as: "token")
    }
    let isNew = if case .user(.some) = client.role { first == nil } else { false }
    while true {
      let frame = isNew ? client.registerFrame() : client.logInFrame()
      client.expectsReady = true
      if !client.isConnected { try connect(client) }
      try perform { () throws(StageFailure) in
        try client.connection?.logIn(frame.bytes)
      }
      guard client.expectsReady else { return }
      let reply = client.unread.popLast()?.frame.json
      // Registrations from one address have an allowance; what is left of it comes back.
      guard let milliseconds = reply.flatMap({ retryDelay(after: $0) }) else {
        let text = reply.map { String(decoding: $0.bytes, as: UTF8.self) }
        throw .notLoggedIn(name, reply: text ?? "nothing")
      }
      try advance(byMilliseconds: milliseconds)
    }
  }

  /// Lets a guest connect.
  package func addGuest(_ name: String, speaking dialect: Dialect = .verbatim) throws(StageFailure) {
    let client = try add(name, as: .guest)
    client.dialect = dialect
    try perform { () throws(StageFailure) in try connect(client) }
  }

  /// Lets one of the bots that are known by name connect, log in with a token, and join rooms.
  package func addBot(_ name: String, rooms: [String]) throws(StageFailure) {
    guard let bot = bot(named: name) else { throw .unknownBot(name) }
    try add(bot, name: name, rooms: rooms)
  }

  /// Lets a bot connect under a name, log in with a token, and join rooms.
  ///
  /// - Parameters:
  ///   - seed: Where its random numbers begin; nil lets them follow from its name.
  ///   - observe: Is shown each frame that reaches the bot, before the bot is.
  package func add(
    _ bot: any Bot, name: String, rooms: [String], seed: UInt64? = nil,
    observe: ((Received) -> Void)? = nil
  ) throws(StageFailure) {
    let token = try token(of: name, isBot: true)
    log?.hide(token, as: "token")
    let memory =
      seed.map { BotMemory(rooms: rooms, seed: $0) } ?? BotMemory(simulating: name, rooms: rooms)
    let client = try add(name, as: .bot(RunningBot(bot, name: name, token: token, memory: memory)))
    client.observe = observe
    try perform { () throws(StageFailure) in try connectAndLogIn(client) }
  }

  private func add(_ name: String, as role: Participant.Role) throws(StageFailure) -> Participant {
    let client = Participant(name: name, role: role)
    try roster.add(client)
    return client
  }
}
