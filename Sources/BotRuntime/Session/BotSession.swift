import Bots
import Client
import Engine
import Wire

/// A bot's conversation with a server, over all the connections that it needs: it logs in, counts frames, reconnects, resumes, and
/// has the bot's memory written down before anything is sent that came with it.
///
/// It is a value that does nothing by itself. Whoever drives it tells it what happened, does what it answers, in order, and comes
/// back when it asks for that.
struct BotSession: Sendable {
  /// When something happened.
  struct Moment: Hashable, Sendable {
    /// Milliseconds of a clock that does not go backwards, for everything between the runner and the server.
    var uptime: Int64
    /// The time of day, which is the bot's.
    var date: Instant
  }

  /// What happened.
  enum Input: Sendable {
    /// The connection that was asked for is there.
    case connected
    /// The connection that was asked for cannot be made.
    case unreachable(WebSocketError)
    /// A text frame came.
    case received([UInt8])
    /// The ping that was asked for was answered.
    case ponged
    /// The connection ended; the code is nil where it broke or gave none.
    case disconnected(code: UInt16?)
    /// `Bot.perform` has ended.
    case performed(BotRequest, Result<String, BotResponse.Failure>)
    /// It is time for what waits.
    case timePassed
    /// The bot is to stop.
    case stop
  }

  /// What is to be done, in order.
  enum Action: Sendable {
    /// Make a connection; the answer is `connected` or `unreachable`.
    case connect
    /// Write the memory of the user's bot down. Where that fails nothing may be sent any more.
    case remember(BotMemory, user: String)
    case send(JSON)
    /// Send a ping of WebSocket; the answer is `ponged`.
    case ping
    /// End the connection: with a goodbye, which ends the session too, or by breaking it. Nothing of it is told any more.
    case disconnect(orderly: Bool)
    /// Have the bot perform a request; the answer is `performed`.
    case perform(BotRequest)
    /// Tell the operator.
    case report(Report)
    /// It is over: the bot was stopped, or it cannot go on. Nothing follows.
    case end(BotRunner.Failure?)
  }

  /// What the session is to keep to.
  struct Options: Sendable {
    var token: String
    /// Whether the memory outlives the program, so that a session is left to be resumed.
    var keepsMemory: Bool
    /// How long to try to connect, in milliseconds; nil for ever.
    var giveUpAfterMilliseconds: Int64?
    /// Begins the jitter of waiting times.
    var seed: UInt64
    /// Whether the server's end is told when all that came is handled and nothing is under way.
    var tellsQuiet = false
  }

  /// How long what waits to be sent holds up a bot that was stopped.
  static let stoppingMilliseconds: Int64 = 5000
  /// How long frames may be counted that the kept memory does not count: the server keeps only so many for who resumes.
  static let uncountedMilliseconds: Int64 = 1000
  /// After how long it is said for the first time that the server is still away; each next time comes after twice as long.
  static let firstReminderMilliseconds: Int64 = 60_000
  /// After how long a timer that a server with a virtual clock refused is asked for again.
  static let refusedTimerMilliseconds: Int64 = 1000

  let options: Options
  var driver: BotDriver
  var now: Moment
  var actions: [Action] = []

  /// Counts the frames that the driver was given.
  var session: ClientSession
  /// Whose memory it is, once that is known.
  var user: String?
  /// Whether there was a log-in, after which the address cannot be wrong.
  var hasBegun = false
  /// Since when there is no session.
  var away: Away?
  /// The time of a server whose clock is virtual; nil where the bot's time is that of day.
  var virtualNow: Instant?
  /// When the timer is due that the server of virtual time was asked for.
  var serverTimerAt: Instant?
  /// When to ask for it again, where it was refused.
  var serverTimerRetryAt: Int64?
  /// Whether something came or was sent since it was told last that nothing is under way.
  var isQuietUntold = false
  var savedVersion: UInt64?
  /// Since when frames are counted that the kept memory does not count.
  var uncountedSince: Int64?
  /// Until when what waits may still be sent; nil where the bot was not stopped.
  var stopBy: Int64?
  /// The id of the command that was sent last.
  var lastSent: String?
  var droppedBefore = 0
  var eventsBefore = 0

  /// A stretch without a session.
  struct Away {
    let since: Int64
    var attempts = 0
    var nextReminder: Int64
    var reminderMilliseconds = BotSession.firstReminderMilliseconds
  }

  /// A conversation that begins with `start`.
  ///
  /// - Parameter user: Whose bot the memory is of, where that is known.
  init(_ bot: any Bot, memory: BotMemory, user: String?, options: Options, at now: Moment) {
    self.options = options
    self.user = user
    self.now = now
    session = ClientSession(seed: options.seed, resuming: memory.session)
    driver = BotDriver(bot: bot, name: user ?? "", memory: memory)
  }

  /// The first thing to do.
  mutating func start(at now: Moment) -> [Action] {
    away = Away(since: now.uptime, nextReminder: now.uptime + Self.firstReminderMilliseconds)
    return [.connect]
  }

  /// The bot's time.
  var botNow: Instant { virtualNow ?? now.date }

  /// In how many milliseconds `timePassed` has to be told, or nil where nothing waits for a time.
  func wait(at now: Moment) -> Int64? {
    guard let next = session.deadline else { return nil }
    var waits = [next - now.uptime]
    if session.phase == .active {
      if virtualNow == nil, let deadline = stopBy == nil ? driver.nextDeadline : driver.commandDeadline {
        waits.append(deadline.milliseconds - now.date.milliseconds)
      }
      if let serverTimerRetryAt { waits.append(serverTimerRetryAt - now.uptime) }
      if let uncountedSince { waits.append(uncountedSince + Self.uncountedMilliseconds - now.uptime) }
      if let stopBy { waits.append(stopBy - now.uptime) }
    }
    return waits.min().map { max(0, $0) }
  }

  /// Takes in what happened and says what to do.
  mutating func handle(_ input: Input, at now: Moment) -> [Action] {
    self.now = now
    actions = []
    if session.phase == .over { return [] }
    switch input {
    case .connected: session.connected(at: now.uptime)
    case .unreachable(let error): notConnected(error)
    case .received(let bytes):
      session.hear(at: now.uptime)
      receive(bytes)
    case .ponged: session.hear(at: now.uptime)
    case .disconnected(let code): disconnected(code)
    case .performed(let request, let result):
      let botNow = botNow
      if stopBy == nil { turn { $0.respond(to: request, result, at: botNow) } }
    case .timePassed: passTime()
    case .stop: stop()
    }
    if session.phase == .active {
      askForTimer()
      tellQuiet()
    }
    return actions
  }

  // MARK: - The bot's turn

  /// Lets the driver do something, keeps what it has to remember, and only then sends what came of it.
  mutating func turn(_ body: (inout BotDriver) -> [JSON]) {
    let frames = body(&driver)
    if driver.memoryVersion != savedVersion { remember() }
    for frame in frames { send(frame) }
    for request in driver.takeRequests() { actions.append(.perform(request)) }
    for problem in driver.takeProblems() { report(.problem(problem)) }
    if driver.events > eventsBefore { report(.events(driver.events - eventsBefore)) }
    if driver.droppedActions > droppedBefore { report(.dropped(driver.droppedActions - droppedBefore)) }
    eventsBefore = driver.events
    droppedBefore = driver.droppedActions
  }

  mutating func remember() {
    savedVersion = driver.memoryVersion
    uncountedSince = nil
    guard options.keepsMemory, let user else { return }
    var memory = driver.memory
    memory.session = session.progress
    actions.append(.remember(memory, user: user))
  }

  private mutating func send(_ frame: JSON) {
    let id = frame.text("id")
    report(.sent(frame.text("type") ?? "", isRepeated: id == lastSent))
    lastSent = id
    actions.append(.send(frame))
  }

  mutating func report(_ report: Report) { actions.append(.report(report)) }

  // MARK: - Time

  private mutating func passTime() {
    switch session.due(at: now.uptime) {
    case .nothing: break
    case .connect: actions.append(.connect)
    case .ping: actions.append(.ping)
    case .giveUp:
      actions.append(.disconnect(orderly: false))
      waitAndReconnect("the server does not answer")
    }
    guard session.phase == .active else { return }
    if let stopBy, now.uptime >= stopBy { return leave() }
    if let uncountedSince, now.uptime >= uncountedSince + Self.uncountedMilliseconds { remember() }
    if virtualNow == nil { doWhatIsDue() }
  }

  /// Does what the bot's time has come for.
  mutating func doWhatIsDue() {
    let botNow = botNow
    if stopBy != nil {
      if let deadline = driver.commandDeadline, deadline <= botNow { turn { $0.commandsDue(at: botNow) } }
    } else if let deadline = driver.nextDeadline, deadline <= botNow {
      turn { $0.timersDue(at: botNow) }
    }
  }

  // MARK: - The end

  /// Ends as soon as what waits has been sent, where that is possible within a bound.
  ///
  /// What happens from now on is not told to the bot. A bot with a kept memory ends at the next event, which comes again when
  /// its session is resumed.
  private mutating func stop() {
    guard stopBy == nil else { return }
    report(.stopping(waiting: driver.waitingCommands))
    stopBy = now.uptime + Self.stoppingMilliseconds
    leaveIfDone()
  }

  mutating func leaveIfDone() {
    guard stopBy != nil else { return }
    if session.phase != .active || driver.waitingCommands == 0 { leave() }
  }

  /// Leaves the session to be resumed where the memory of it is kept, and ends it in order where it is not.
  mutating func leave() {
    remember()
    if session.isConnected {
      actions.append(.disconnect(orderly: session.phase == .active && !options.keepsMemory))
    }
    end(nil)
  }

  mutating func end(_ failure: BotRunner.Failure?) {
    session.phase = .over
    actions.append(.end(failure))
  }
}
