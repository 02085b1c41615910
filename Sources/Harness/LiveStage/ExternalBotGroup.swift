import Client
import Foundation
import Harness
import Wire

/// What a stage does for the bots that are programs of their own.
protocol BotGround: AnyObject {
  /// Where they connect to, each by way of a relay.
  var endpoint: Endpoint { get }
  /// How long is waited for something that a bot may lead to, and for the bots to become quiet, in seconds.
  var patienceSeconds: Int { get }
  /// How long one that does not tell when it is done must be silent for it.
  var silence: Duration { get }
  /// Takes what has come from the bots, and waits until everything that it leads to has arrived.
  func settle() throws(StageFailure)
  /// Takes what has come from the bots and at clients by now.
  func takeArrived() throws(StageFailure)
  /// Fails where there is no server any more.
  func check() throws(StageFailure)
  /// Ends what the bots connect to.
  func end()
}

/// The bots of a scenario that are programs of their own. They act when they like, so that the runner waits, in real time, for what they
/// may do.
final class ExternalBotGroup: ExternalBots {
  /// How long a program has at least to start, log in and join its rooms.
  private static let arrivalSeconds = 30
  /// How long a bot's trouble may take to be seen after what it has led to, in milliseconds: its program ends, its close frame passes.
  private static let troubleMilliseconds = 1000

  private unowned let stage: any Stage
  private let ground: any BotGround
  private(set) var bots: [ExternalBot] = []

  init(on stage: any Stage, ground: any BotGround) {
    self.stage = stage
    self.ground = ground
  }

  func has(_ name: String) -> Bool { bots.contains { $0.name == name } }

  private func bot(_ name: String) throws(StageFailure) -> ExternalBot {
    guard let bot = bots.first(where: { $0.name == name }) else { throw .unknownClient(name) }
    return bot
  }

  func start(_ name: String, command: String, rooms: [String]) throws(StageFailure) {
    guard stage.roster[name] == nil, !has(name) else { throw .nameInUse(name) }
    let token = try stage.token(of: name, isBot: true)
    stage.log?.hide(token, as: "token")
    let bot = try ExternalBot(
      name: name, command: command, rooms: rooms, token: token, server: ground.endpoint)
    bots.append(bot)
    stage.log?.isExact = false
    stage.log?.catchUp = { [weak self] in self?.noteTraffic() }
    try awaitPresence(of: [bot])
  }

  /// Writes down what has passed between the bots and the server.
  func noteTraffic() {
    for bot in bots { stage.log?.take(bot.traffic.takePassed(), of: bot, at: stage.now) }
  }

  func end() {
    for bot in bots { bot.end() }
    bots = []
    ground.end()
  }

  // MARK: - Waiting

  func loseConnections() {
    for bot in bots { bot.traffic.forgetConnection() }
  }

  func awaitReturn() throws(StageFailure) { try awaitPresence(of: bots) }

  /// Waits until bots have logged in and are in their rooms, and have had the time to tell that they are done: one that never has by then
  /// may be one that never does.
  private func awaitPresence(of bots: [ExternalBot]) throws(StageFailure) {
    guard !bots.isEmpty else { return }
    let seconds = max(Self.arrivalSeconds, ground.patienceSeconds)
    _ = try waits(seconds: seconds) { () throws(StageFailure) in
      try ground.takeArrived()
      return bots.allSatisfy(\.isThere)
    }
    if let missing = bots.first(where: { !$0.isThere }) {
      throw .externalBot(missing.absence(afterSeconds: seconds))
    }
    try ground.settle()
    try awaitQuiet()
  }

  func awaitQuiet() throws(StageFailure) {
    guard !bots.isEmpty, stage.isUp else { return }
    let haveComeToRest = try waits(seconds: ground.patienceSeconds) { () throws(StageFailure) in
      try ground.takeArrived()
      return try areAtRest()
    }
    guard haveComeToRest else {
      let busy = bots.map { "\($0.name) \($0.restlessness(afterSilenceOf: ground.silence))" }
      throw .externalBot(
        """
        the bots go on without end: \(busy.joined(separator: ", ")), and were not quiet in \(ground.patienceSeconds) s; \
        let them not answer bots, nor themselves, and let no handler wait for ever
        """)
    }
  }

  private var areQuiet: Bool { bots.allSatisfy { $0.isQuiet(afterSilenceOf: ground.silence) } }

  /// What the bots have said, and what the server says to them because of it, may be on its way: they are only quiet if there was none.
  private func areAtRest() throws(StageFailure) -> Bool {
    guard areQuiet else { return false }
    let before = bots.map(\.traffic.state.texts)
    let milliseconds = ground.patienceSeconds * 1000
    guard bots.allSatisfy({ $0.flush(milliseconds: milliseconds) }) else { return false }
    try ground.settle()
    guard bots.allSatisfy({ $0.flush(milliseconds: milliseconds) }) else { return false }
    return bots.map(\.traffic.state.texts) == before && areQuiet
  }

  func awaitArrival(at client: Participant) throws(StageFailure) -> Bool {
    let before = client.unread.count
    _ = try waits(seconds: ground.patienceSeconds) { () throws(StageFailure) in
      try ground.takeArrived()
      if client.unread.count > before { return true }
      // Where all tell when they are done, there is nothing to wait for any more.
      guard bots.allSatisfy(\.tellsWhenDone) else { return false }
      return try areAtRest()
    }
    return client.unread.count > before
  }

  /// Waits until something is so, and says whether it is; a bot in trouble ends the waiting.
  private func waits(
    seconds: Int, until isSo: () throws(StageFailure) -> Bool
  ) throws(StageFailure) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      try stage.roster.checkStop()
      if try isSo() { return true }
      try ground.check()
      for bot in bots {
        if let trouble = bot.trouble { throw .externalBot(trouble) }
      }
      guard ContinuousClock.now < deadline else { return false }
      usleep(1000)
    }
  }

  // MARK: - Faults

  func cut(_ name: String) throws(StageFailure) {
    try bot(name).cut()
    try ground.settle()
  }

  func `return`(_ name: String) throws(StageFailure) { try awaitPresence(of: [bot(name)]) }

  func stall(_ name: String) throws(StageFailure) { try bot(name).setStalled(true) }

  func flow(_ name: String) throws(StageFailure) {
    try bot(name).setStalled(false)
    try ground.settle()
  }

  func restart(_ name: String) throws(StageFailure) {
    let bot = try bot(name)
    try bot.restart()
    try awaitPresence(of: [bot])
  }

  // MARK: - What is said of them

  func reports(ofAll: Bool) -> [String] {
    let deadline = ContinuousClock.now + .milliseconds(Self.troubleMilliseconds)
    while !bots.isEmpty, ContinuousClock.now < deadline {
      if bots.contains(where: { $0.trouble != nil }) { break }
      usleep(1000)
    }
    return bots.compactMap { $0.trouble ?? (ofAll ? $0.report(afterSeconds: ground.patienceSeconds) : nil) }
  }

  var evidenceOfNothing: String? {
    let silent = bots.filter { !$0.tellsWhenDone }.map(\.name)
    guard !silent.isEmpty else { return nil }
    let milliseconds = Int(ground.silence / .milliseconds(1))
    let tell =
      silent.count == 1
      ? "the bot \(silent[0]) does not tell" : "the bots \(silent.joined(separator: ", ")) do not tell"
    return "a silence of \(milliseconds) ms was taken for nothing, since \(tell) when it is done"
  }
}

extension ExternalBot {
  /// Why it does not count as quiet.
  fileprivate func restlessness(afterSilenceOf silence: Duration) -> String {
    let state = traffic.state
    let sent = "has sent \(state.sent) frames"
    guard tellsWhenDone, !isQuiet(afterSilenceOf: silence) else { return sent }
    return state.isLoggedIn ? "\(sent) and does not tell that it is done" : "\(sent) and has not come back"
  }
}
