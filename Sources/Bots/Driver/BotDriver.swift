package import Engine
package import Wire

/// Lets a bot take part in a chat through the frames that every user sends and receives.
///
/// It is a value, like the bot. Its runner passes each frame that arrived to it and sends the frames that it returns, in
/// order; calls `timersDue` at `nextDeadline`; and logs in. After a cut there is nothing to tell it:
/// the next `hello` and `ready` say what became of the session.
///
/// - The bot is told its own messages, in whichever session they were sent, as `BotEvent.sent` only, and no message twice.
/// - Commands keep to the rate limits that `hello` tells. One that is refused as `rate_limited` all the same is sent again, with the
///   same key, when the server said; later ones wait behind it. Every other refusal reaches the bot.
/// - After a resumed log-in the command that was not answered is sent again with the same key, once it is sure that its answer is not
///   among what was missed. After any other the bot joins the rooms that it was in, and then sends what was not answered.
/// - What other bots say does not reach a bot that does not ask for it, and answers to messages and to refusals are
///   bounded by `LoopGuard`.
/// - All that has to survive is in `memory`. The runner stores it when `memoryVersion` has changed.
package struct BotDriver: Sendable {
  enum Session {
    case notYet
    case loggingInAgain
    case ready
  }

  var bot: any Bot
  var name: String
  /// Where the bot is, or will be once it is logged in, in the order of joining.
  var rooms: [String]
  var lostRooms: LostRooms
  var session = Session.notYet
  /// One command is under way at a time. That costs a round trip a command, which the server's rate limits make cheap.
  var outbox: Outbox<BotAction>
  var pace = Pace()
  var timers: BotTimers
  var questions: [Asked: Question] = [:]
  /// Requests that were not answered, by their ids, in the order in which they were made.
  var requests: [BotRequest]
  /// How many of `requests` were made by an earlier program and will never be answered.
  var interruptedRequests: Int
  var newRequests: [BotRequest] = []
  var storage: BotStorage
  var random: BotRandom
  var roles = RoomRoles()
  var coolDowns = CoolDowns()
  var seen = SeenMessages()
  var loopGuard = LoopGuard()
  var problems: [BotProblem] = []

  /// How many actions were not carried out: answers past the loop guard, what exceeds the bounds of waiting commands
  /// and timers, and timers in the past.
  package internal(set) var droppedActions = 0
  /// How many events the bot was told, those counted at which it threw.
  package internal(set) var events = 0
  /// Changes whenever `memory` has.
  package internal(set) var memoryVersion: UInt64 = 0

  /// A driver of a bot that will log in under this name, with what it remembers.
  package init(bot: any Bot, name: String, memory: BotMemory) {
    self.bot = bot
    self.name = name
    rooms = memory.rooms
    lostRooms = memory.lostRooms ?? LostRooms()
    outbox = Outbox(memory.outbox, window: 1)
    timers = BotTimers(memory.timers)
    for question in memory.questions { questions[Asked(question)] = question }
    requests = memory.requests
    interruptedRequests = memory.requests.count
    storage = memory.storage
    random = memory.random
  }

  /// All that survives a restart; its session is the owner's to fill in.
  package var memory: BotMemory {
    var memory = BotMemory(rooms: rooms)
    memory.lostRooms = lostRooms
    memory.storage = storage
    memory.random = random
    memory.timers = timers.entries
    memory.questions = questions.values.sorted { $0.order < $1.order }
    memory.requests = requests
    memory.outbox = outbox.kept
    return memory
  }

  /// When `timersDue` has to be called, or nil where nothing waits for a time.
  package var nextDeadline: Instant? {
    switch session {
    // What fell due while the bot's program was away comes when it is logged in.
    case .notYet: return nil
    case .loggingInAgain, .ready: break
    }
    guard let retry = commandDeadline else { return timers.earliest }
    return min(retry, timers.earliest ?? retry)
  }

  /// How many commands wait to be answered.
  package var waitingCommands: Int { outbox.kept.commands.count }

  /// How many requests of the bot wait for their results.
  package var waitingRequests: Int { requests.count }

  /// The serial of the timer that was set last, counted from 1 by this driver: those that an event let the bot set are newer
  /// than the newest before it.
  package var newestTimer: UInt64 { timers.newestSerial }

  /// The serials of the timers that `timersDue` would tell the bot of.
  package func timers(dueAt now: Instant) -> [UInt64] { timers.serials(dueAt: now) }

  /// Takes what the bot did wrong since it was asked last.
  package mutating func takeProblems() -> [BotProblem] {
    defer { problems = [] }
    return problems
  }

  /// Takes the requests that the bot made since it was asked last; each is to be answered by `respond`.
  package mutating func takeRequests() -> [BotRequest] {
    defer { newRequests = [] }
    return newRequests
  }

  /// Takes a frame from the server and returns those to send. JSON that is no frame is ignored.
  package mutating func receive(_ frame: JSON, at now: Instant) -> [JSON] {
    let frame = ServerFrame(frame)
    guard let received = FrameMeaning(frame) else { return [] }
    return receive(received, answering: frame.re, at: now)
  }

  /// Takes a frame that was read before, which saves reading it for each of many bots.
  package mutating func receive(_ received: FrameMeaning, answering id: String?, at now: Instant) -> [JSON] {
    switch received {
    case .greeting(let limits):
      if let limits { pace.limits = limits }
      if case .ready = session { session = .loggingInAgain }
    case .loggedIn(let user, let resumed):
      begin(as: user, resumed: resumed, at: now)
      tellDueTimers(at: now)
    case .confirmation, .refusal, .room, .role, .removal, .roomDeleted, .found, .conversations, .history,
      .events:
      if let id {
        if outbox.settlePing(id) { break }
        // A reply to nothing that waits is a repetition of one that came before, or is for whoever logs in.
        if let action = outbox.action(of: id) { settle(id, action, with: received, at: now) }
      } else {
        take(received, at: now)
      }
    }
    return commandsToSend(at: now)
  }

  /// Does what its time has come for and returns the frames to send.
  package mutating func timersDue(at now: Instant) -> [JSON] {
    guard nextDeadline != nil else { return [] }
    tellDueTimers(at: now)
    return commandsToSend(at: now)
  }

  private mutating func tellDueTimers(at now: Instant) {
    // A timer that the bot sets here is due later than now, so this ends.
    while let purpose = timers.popDue(at: now) {
      memoryVersion += 1
      switch purpose {
      case .bot(let id): tell(.timer(id: id), at: now)
      case .question(let asked):
        if let question = questions.removeValue(forKey: asked) { tell(.unanswered(question), at: now) }
      case .look(let room):
        if lostRooms.contains(room), !give(.who(room: room)) { lookLater(for: room, at: now) }
      }
    }
  }

  /// Gives the result of a request to the bot and returns the frames to send. A request that is not waiting is ignored.
  package mutating func respond(
    to request: BotRequest, _ result: Result<String, BotResponse.Failure>, at now: Instant
  ) -> [JSON] {
    guard let index = requests.firstIndex(of: request) else { return [] }
    requests.remove(at: index)
    memoryVersion += 1
    tell(.response(BotResponse(to: request, result)), at: now)
    return commandsToSend(at: now)
  }

  /// When `commandsDue` has to be called so that a postponed command is sent; it is never before `nextDeadline`.
  package var commandDeadline: Instant? { outbox.retryAt.map { Instant(milliseconds: $0) } }

  /// Sends what waits, and fires no timer: for a bot that is to end.
  package mutating func commandsDue(at now: Instant) -> [JSON] { commandsToSend(at: now) }

  private mutating func commandsToSend(at now: Instant) -> [JSON] {
    switch session {
    case .notYet, .loggingInAgain: return []
    case .ready: break
    }
    let step = outbox.next(at: now.milliseconds) { [pace] action in
      pace.earliest(for: action, at: now)?.milliseconds
    }
    return switch step {
    case nil: []
    case .command(let command): command.action.frame(id: command.id).map { [$0] } ?? []
    case .ping(let id): [.frame("ping", ("id", .string(id)))]
    }
  }
}

extension Asked {
  init(_ question: Question) { self.init(question.user, in: question.room) }
}

extension Question {
  /// What questions are kept in the order of; no two that wait are alike in it.
  fileprivate var order: (String, String) { (user, room ?? "") }
}
