import Client
import Engine
import Foundation
import Harness
import Host
import LiveStage
import Relay
import Wire

/// A server, a bot and some users for one check. The bot is connected through a relay, which can be told to be unkind.
///
/// Time is real, as it is for the bot, so that waits and pauses of the bot mean what its author meant. Each trial has a new
/// server and a new process of the bot; nothing that one check does is left for the next.
final class Trial {
  /// The room in which everybody is.
  static let lobby = "lobby"
  /// Whose names no bot can have: the users of the checks, and what the server calls itself.
  static let people = [
    "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "parrot", "server",
  ]
  let bot: BotTalk
  let traffic: TrialTraffic
  /// How long the bot may take to come, and to answer, in milliseconds.
  let deadlineMilliseconds: Int
  /// How long a bot that does not tell when it is done must be silent before nothing more is expected to come, in milliseconds.
  let silenceMilliseconds: Int
  private let limits: [(name: String, value: Int64)]
  private let rooms: [String]
  private let server: WireServer
  private(set) var relay: Relay
  private var process: CommandProcess?
  /// What the bot keeps over restarts of its program.
  private let state: StateFolder
  /// Another process of the bot, with what it keeps and its way to the server.
  private(set) var second: (process: CommandProcess, state: StateFolder, relay: Relay, traffic: TrialTraffic)?
  private var token = ""
  /// How many words were asked for.
  var words = 0
  /// The words that were asked for, in order.
  var asked: [String] = []
  private(set) var users: [TrialUser] = []
  /// What was done to the bot last, for messages: "after …".
  var circumstance = "it was started"
  /// Whether the bot may end by itself.
  var mayExit = false
  /// The most frames that the bot may send within one second.
  var framesPerSecond = TrialTraffic.framesPerSecond

  /// Starts a server with these limits; everything else is without bounds on rates.
  init(
    _ bot: BotTalk, program: String, rooms: [String], limits: [(name: String, value: Int64)],
    deadlineSeconds: Int, silenceMilliseconds: Int
  ) throws(TrialEnd) {
    (self.bot, self.limits) = (bot, limits)
    self.rooms = rooms + bot.rooms.filter { !rooms.contains($0) }
    deadlineMilliseconds = deadlineSeconds * 1000
    self.silenceMilliseconds = silenceMilliseconds
    let traffic = TrialTraffic(of: bot.name)
    self.traffic = traffic
    do throws(CommandProcess.StartFailure) {
      state = try StateFolder()
    } catch {
      throw .server(error.message)
    }
    do throws(WireServer.Unreachable) {
      server = try WireServer(starting: program, clock: .wall, limits: limits)
    } catch {
      throw .server(error.message)
    }
    do throws(TrialEnd) {
      relay = try Self.relay(to: server.endpoint, port: 0, traffic)
    } catch {
      server.shutDown()
      throw error
    }
  }

  private static func relay(to endpoint: Endpoint, port: Int, _ traffic: TrialTraffic) throws(TrialEnd)
    -> Relay
  {
    do throws(WebSocketError) {
      return try Relay(
        port: port, upstream: endpoint, meddling: { traffic.meddle($0) }, observe: { traffic.observe($0) })
    } catch {
      throw .server(error.message)
    }
  }

  /// Ends the bot, the server and all connections.
  func end() {
    process?.kill()
    second?.process.kill()
    second?.relay.end()
    for user in users { user.leave() }
    relay.end()
    server.shutDown()
  }

  // MARK: - Who takes part

  /// Lets a user come, into all rooms of the trial.
  func join(_ name: String, isBot: Bool = false) throws(TrialEnd) -> TrialUser {
    let user = try connect(name, token: try token(of: name, isBot: isBot))
    for room in rooms { try reaching { () throws(WebSocketError) in try user.join(room) } }
    return user
  }

  /// One more session of the bot's own account, as if somebody spoke with its token.
  func joinAsBot() throws(TrialEnd) -> TrialUser {
    let user = try connect(bot.name, token: token)
    try reaching { () throws(WebSocketError) in try user.join(Self.lobby) }
    return user
  }

  private func connect(_ name: String, token: String) throws(TrialEnd) -> TrialUser {
    let user = try reaching { () throws(WebSocketError) in
      try TrialUser(name, token: token, endpoint: server.endpoint)
    }
    users.append(user)
    return user
  }

  private func token(of name: String, isBot: Bool) throws(TrialEnd) -> String {
    let reply = try command("provision", [.init("user", .string(name)), .init("bot", .bool(isBot))])
    guard let token = reply.token else { throw .server("the server gave no token") }
    return token
  }

  /// Asks the server as its operator.
  private func command(_ type: String, _ members: [JSON.Member]) throws(TrialEnd) -> ServerFrame {
    do throws(StageFailure) {
      return try server.command(type, members)
    } catch {
      throw .server(error.message)
    }
  }

  /// Runs what talks to the server without the bot.
  func reaching<Value>(_ body: () throws(WebSocketError) -> Value) throws(TrialEnd) -> Value {
    do throws(WebSocketError) {
      return try body()
    } catch {
      throw .server("the certifier's own connection: \(error.message)")
    }
  }

  // MARK: - The bot

  /// Starts the bot, and waits until it is in all rooms.
  func start() throws(TrialEnd) {
    token = try token(of: bot.name, isBot: true)
    traffic.hide(token)
    try startProgram()
    for room in rooms {
      guard try wait(until: { self.traffic.isIn(room) }) else {
        throw .found(Finding(absenceOf: self, from: room))
      }
    }
    // It may greet the room.
    try settle()
  }

  /// Starts the bot's program, which may have run before.
  func startProgram() throws(TrialEnd) { process = try launch(by: relay, keeping: state) }

  /// Kills the bot's program.
  func killProgram() {
    traffic.note(.fault("the program of \(bot.name) is killed"))
    process?.kill()
    process = nil
  }

  /// Starts the program once more, with its own state, while the first one runs; and waits until it is in the room.
  func startSecond() throws(TrialEnd) {
    let traffic = TrialTraffic(of: "the second \(bot.name)")
    traffic.hide(token)
    let state: StateFolder
    do throws(CommandProcess.StartFailure) {
      state = try StateFolder()
    } catch {
      throw .server(error.message)
    }
    let relay = try Self.relay(to: server.endpoint, port: 0, traffic)
    second = (
      process: try launch(by: relay, keeping: state), state: state, relay: relay, traffic: traffic
    )
    guard try wait(until: { traffic.isIn(Self.lobby) }) else {
      throw .found(Finding(absenceOf: self, from: Self.lobby))
    }
  }

  private func launch(by relay: Relay, keeping state: StateFolder) throws(TrialEnd) -> CommandProcess {
    let invitation = BotInvitation(
      url: "ws://127.0.0.1:\(relay.port)/ws", token: token, name: bot.name, rooms: rooms, state: state.path)
    do throws(CommandProcess.StartFailure) {
      return try CommandProcess(
        command: bot.command, variables: invitation.environment.merging(bot.environment) { $1 },
        folder: state.path)
    } catch {
      throw .found(
        Finding(
          kind: .step, message: "it cannot be started: \(error.message)",
          cause: "the machine lacks memory or processes",
          remedy: "start it by hand, with the four variables VERBATIM_URL, _TOKEN, _NAME and _ROOMS"))
    }
  }

  /// How the bot's process ended and what it said, without its secret; nil while it runs.
  var exit: String? {
    guard let process, let ending = process.ending else { return nil }
    return "\(ending); \(process.lastWords.replacing(token, with: "(its token)"))"
  }

  /// Waits until the bot is back in the room, on a new connection.
  func awaitReturn(after connection: Int) throws(TrialEnd) {
    let isBack = try wait { self.traffic.isIn(Self.lobby, after: connection) }
    guard isBack else { throw .found(Finding(noReturnOf: self, connected: traffic.connections > connection)) }
  }

  // MARK: - What is done to it

  /// Takes the bot's account away, so that its token is none any more.
  func deleteBot() throws(TrialEnd) {
    traffic.note(.fault("the operator deletes the account of \(bot.name)"))
    _ = try command("administer", [.init("request", AdminRequest.deleteUser(bot.name).json)])
  }

  /// Sends the bot a text that the server never would.
  func inject(_ text: [UInt8]) {
    traffic.expectInjection(of: text)
    relay.sendToClients(text)
  }

  /// Lets nothing reach the bot on the connection that it has, or lets what waits reach it.
  func setStalled(_ isStalled: Bool) {
    traffic.note(
      .fault(isStalled ? "nothing reaches \(bot.name) any more" : "what waited reaches \(bot.name)"))
    relay.setStalled(isStalled)
  }

  /// Lets the bot's program stand still, or go on.
  func setPaused(_ isPaused: Bool) {
    traffic.note(.fault(isPaused ? "the program of \(bot.name) stands still" : "it goes on"))
    process?.setPaused(isPaused)
  }

  /// Keeps the bot away while something is done.
  func keepAway(while body: () throws(TrialEnd) -> Void) throws(TrialEnd) {
    relay.shutDoor()
    traffic.note(.fault("cut \(bot.name)"))
    relay.cut()
    try body()
    relay.openDoor()
  }

  /// Turns the bot away for a time, and says how often it came.
  func turnAway(forMilliseconds milliseconds: Int) throws(TrialEnd) -> Int {
    try keepAway { () throws(TrialEnd) in _ = try wait(milliseconds) { self.relay.turnedAway > 1000 } }
    return relay.turnedAway
  }

  /// Kills the server and starts it again. The users come back; the bot has to do so by itself.
  func restartServer() throws(TrialEnd) {
    traffic.note(.fault("crash"))
    let port = relay.port
    relay.end()
    server.crash()
    do throws(StageFailure) {
      try server.start(limits: limits)
    } catch {
      throw .server(error.message)
    }
    for user in users {
      try reaching { () throws(WebSocketError) in try user.reconnect(to: server.endpoint) }
    }
    traffic.note(.fault("restart"))
    relay = try Self.relay(to: server.endpoint, port: port, traffic)
  }

  /// Waits until the server has nothing left to do, and all that it has sent has passed.
  func settleServer() throws(TrialEnd) -> Bool {
    let relays = [relay, second?.relay].compactMap(\.self)
    guard relays.allSatisfy({ $0.flush(milliseconds: deadlineMilliseconds) }) else { return false }
    _ = try command("settle", [])
    guard relays.allSatisfy({ $0.flush(milliseconds: deadlineMilliseconds) }) else { return false }
    for user in users { try reaching { () throws(WebSocketError) in try user.catchUp() } }
    return true
  }
}
