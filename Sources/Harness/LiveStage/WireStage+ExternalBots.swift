import Foundation
import Harness
import Wire

/// Bots that are programs of their own act when they like. So the runner waits for what they may do, in real time.
extension WireStage {
  /// How long nothing may pass between a bot and the server for the bot to count as quiet.
  private static let quietMilliseconds = 100
  /// How long a program has at least to start, log in and join its rooms.
  private static let arrivalSeconds = 30
  /// How long is waited for something that a bot may lead to, and for the bots to become quiet: as long as for a server.
  private var patienceSeconds: Int { server.deadlineMilliseconds / 1000 }

  func startBot(_ name: String, command: String, rooms: [String]) throws(StageFailure) {
    guard roster[name] == nil else { throw .nameInUse(name) }
    let reply = try server.command(
      "provision", [.init("user", .string(name)), .init("bot", .bool(true))])
    guard let token = reply.token else {
      throw .server("the server gives no token for the bot \(name)")
    }
    log?.hide(token, as: "token")
    let bot = try ExternalBot(
      name: name, command: command, rooms: rooms, token: token, server: server.endpoint)
    externalBots.append(bot)
    log?.isExact = false
    log?.catchUp = { [unowned self] in noteBotTraffic() }
    try awaitPresence(of: bot)
  }

  /// Writes down what has passed between the bots and the server.
  func noteBotTraffic() {
    for bot in externalBots { log?.take(bot.traffic.takePassed(), of: bot, at: now) }
  }

  /// The bot of this name that is a program of its own.
  func externalBot(_ name: String) -> ExternalBot? { externalBots.first { $0.name == name } }

  /// Waits until a bot has logged in and is in its rooms.
  func awaitPresence(of bot: ExternalBot) throws(StageFailure) {
    let seconds = max(Self.arrivalSeconds, patienceSeconds)
    let isThere = try waits(seconds: seconds) { () throws(StageFailure) in bot.isThere }
    guard isThere else { throw .externalBot(bot.absence(afterSeconds: seconds)) }
    try settle()
  }

  func awaitQuietBots() throws(StageFailure) {
    guard !externalBots.isEmpty, server.isUp else { return }
    let isQuiet = try waits(seconds: patienceSeconds) { () throws(StageFailure) in
      let quietSince = ContinuousClock.now - .milliseconds(Self.quietMilliseconds)
      return externalBots.allSatisfy { $0.traffic.state.newest < quietSince }
    }
    guard isQuiet else {
      let busy = externalBots.map { "\($0.name) has sent \($0.traffic.state.sent) frames" }
      throw .externalBot(
        """
        the bots go on without end: \(busy.joined(separator: ", ")), and were not quiet in \(patienceSeconds) s; \
        let them not answer bots, nor themselves
        """)
    }
    try settle()
  }

  /// How long a server whose operator the runner is not may take to tell a client of what it has answered to another, in seconds.
  private static let lateSeconds = 2

  func awaitArrival(at name: String) throws(StageFailure) -> Bool {
    let client = try participant(name)
    let before = client.unread.count
    if externalBots.isEmpty {
      guard !server.abilities.administers, client.isConnected, !client.isStalled else { return false }
    }
    let seconds = externalBots.isEmpty ? Self.lateSeconds : patienceSeconds
    return try waits(seconds: seconds) { () throws(StageFailure) in
      try takeFromListening()
      return client.unread.count > before
    }
  }

  /// How long a bot's trouble may take to be seen after what it has led to, in milliseconds: its program ends, its close frame passes.
  private static let troubleMilliseconds = 1000

  func botReports(ofAll: Bool) -> [String] {
    let deadline = ContinuousClock.now + .milliseconds(Self.troubleMilliseconds)
    while !externalBots.isEmpty, ContinuousClock.now < deadline {
      if externalBots.contains(where: { $0.trouble != nil }) { break }
      usleep(1000)
    }
    return externalBots.compactMap { $0.trouble ?? (ofAll ? $0.report(afterSeconds: patienceSeconds) : nil) }
  }

  /// What happens now may be answered by a bot.
  func expectAnswers() {
    for bot in externalBots { bot.traffic.expectSomething() }
  }

  func dismissBots() {
    for bot in externalBots { bot.end() }
    externalBots = []
  }

  /// Waits until something is so, and says whether it is; a bot in trouble ends the waiting.
  private func waits(
    seconds: Int, until isSo: () throws(StageFailure) -> Bool
  ) throws(StageFailure) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      try roster.checkStop()
      if try isSo() { return true }
      try server.checkProcess()
      for bot in externalBots {
        if let trouble = bot.trouble { throw .externalBot(trouble) }
      }
      guard ContinuousClock.now < deadline else { return false }
      usleep(1000)
    }
  }
}
