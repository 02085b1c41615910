package import Engine
package import Wire

/// Lets a bot take part in a chat through the frames that every user sends and receives.
///
/// It is a value as the bot is: whoever has a connection gives it each frame that arrived and sends the frames that it
/// returns, in order; calls `timersDue` when `nextDeadline` has come; and logs in. After a cut there is nothing to tell it:
/// the next `hello` and `ready` say what became of the session.
///
/// - The bot never sees its own messages, in whichever session they were sent, nor one message twice.
/// - A command refused as `rate_limited` is sent again, with the same key, when the server said; later ones wait behind it. Every
///   other refusal reaches the bot.
/// - After a resumed log-in the command that was not answered is sent again with the same key. After any other the bot joins the
///   rooms that it was in, and then sends what was not answered.
/// - Answers to messages and to refusals are bounded by `LoopGuard`. It cannot know other bots; it knows only their pace.
package struct BotDriver: Sendable {
  private enum Session {
    case notYet
    case loggingInAgain
    case ready
  }

  private var bot: any Bot
  private var name: String
  /// Where the bot is, or will be once it is logged in, in the order of joining.
  private var rooms: [String]
  private var session = Session.notYet
  private var outbox: Outbox
  private var timers = BotTimers()
  private var seen = SeenMessages()
  private var loopGuard = LoopGuard()

  /// How many actions were not carried out: answers past the loop guard, and what exceeds the bounds of waiting commands
  /// and timers.
  package private(set) var droppedActions = 0

  /// A driver of a bot that will log in under this name and join these rooms.
  ///
  /// Ids and keys of commands are the prefix and a number from 1. The server remembers a user's latest keys, so a driver
  /// made anew for the same user, after a restart of its program, needs a prefix that was not used before.
  package init(bot: any Bot, name: String, rooms: [String], keyPrefix: String = "b") {
    self.bot = bot
    self.name = name
    self.rooms = rooms
    outbox = Outbox(prefix: keyPrefix)
  }

  /// When `timersDue` has to be called, or nil where nothing waits for a time.
  package var nextDeadline: Instant? {
    guard let retry = outbox.retryAt else { return timers.earliest }
    return min(retry, timers.earliest ?? retry)
  }

  /// Takes a frame from the server and returns those to send. JSON that is no frame is ignored.
  package mutating func receive(_ frame: JSON, at now: Instant) -> [JSON] {
    guard let received = ServerFrame(frame) else { return [] }
    switch received {
    case .greeting:
      if case .ready = session { session = .loggingInAgain }
    case .loggedIn(let user, let resumed):
      begin(as: user, resumed: resumed, at: now)
    case .confirmation, .refusal, .events:
      if let id = frame["re"]?.text {
        // A reply to nothing that waits is a repetition of one that came before, or is for whoever logs in.
        if let action = outbox.action(awaiting: id) { settle(action, with: received, at: now) }
      } else {
        tell(received, at: now)
      }
    }
    return commandsToSend(at: now)
  }

  /// Does what its time has come for and returns the frames to send.
  package mutating func timersDue(at now: Instant) -> [JSON] {
    // A timer that the bot sets here is due later than now, so this ends.
    while let id = timers.popDue(at: now) { tell(.timer(id: id), at: now) }
    return commandsToSend(at: now)
  }

  private mutating func commandsToSend(at now: Instant) -> [JSON] {
    switch session {
    case .notYet, .loggingInAgain: []
    case .ready: outbox.next(at: now).map { [$0] } ?? []
    }
  }
}

// MARK: - Frames to events

extension BotDriver {
  private mutating func begin(as user: String, resumed: Bool, at now: Instant) {
    name = user
    if resumed {
      outbox.repeatUnanswered()
    } else {
      seen.reset()
      outbox.begin(joining: rooms)
    }
    let isNews: Bool =
      switch session {
      case .notYet: true
      case .loggingInAgain, .ready: !resumed
      }
    session = .ready
    if isNews { tell(.ready(user: user), at: now) }
  }

  private mutating func settle(_ action: BotAction, with reply: ServerFrame, at now: Instant) {
    switch reply {
    case .refusal(var failure):
      if failure.code == ErrorCode.rateLimited.rawValue {
        // At least a millisecond, so that a server that says 0 cannot keep the driver busy within one instant.
        let wait = max(failure.retryAfterMilliseconds ?? 1000, 1)
        outbox.postpone(until: now.advanced(byMilliseconds: wait))
        return
      }
      outbox.settle()
      failure.action = action
      tell(.error(failure), at: now)
    case .confirmation, .greeting, .loggedIn:
      outbox.settle()
      if case .leave(let room) = action { rooms.removeAll { NameKey($0) == NameKey(room) } }
    case .events:
      outbox.settle()
      if case .join(let room) = action, !rooms.contains(where: { NameKey($0) == NameKey(room) }) {
        rooms.append(room)
      }
      tell(reply, at: now)
    }
  }

  private mutating func tell(_ frame: ServerFrame, at now: Instant) {
    switch frame {
    case .greeting, .loggedIn, .confirmation: break
    case .refusal(let failure): tell(.error(failure), at: now)
    case .events(let events):
      for event in events where isForBot(event) { tell(event, at: now) }
    }
  }

  /// Whether the bot is to see an event: nothing that it said itself, and no message for the second time.
  private mutating func isForBot(_ event: BotEvent) -> Bool {
    switch event {
    case .message(let message):
      seen.isNew(message.seq, in: .room(message.room)) && NameKey(message.user) != NameKey(name)
    case .privateMessage(let message):
      seen.isNew(message.seq, in: .user(message.user)) && NameKey(message.user) != NameKey(name)
    case .ready, .joined, .userJoined, .userLeft, .timer, .error, .unknown: true
    }
  }
}

// MARK: - Actions

extension BotDriver {
  private mutating func tell(_ event: BotEvent, at now: Instant) {
    let actions = bot.handle(event, in: BotContext(now: now, user: name))
    let mayCommand = !actions.contains(where: \.isCommand) || loopGuard.allowsAnswer(to: event, at: now)
    for action in actions {
      let isDone = (mayCommand || !action.isCommand) && carryOut(action, at: now)
      if !isDone { droppedActions += 1 }
    }
  }

  /// Does an action, or lines it up, and says whether there was room for it.
  private mutating func carryOut(_ action: BotAction, at now: Instant) -> Bool {
    switch action {
    case .say, .privateMessage, .join, .leave:
      return outbox.append(action)
    case .setTimer(let id, let wait):
      // Never due in the instant in which it was set: a bot that sets it again each time would hold time still.
      return timers.set(id, at: now.advanced(byMilliseconds: max(wait, 1)))
    case .cancelTimer(let id):
      timers.cancel(id)
      return true
    }
  }
}

extension BotAction {
  /// Whether the server has to be asked for it.
  fileprivate var isCommand: Bool {
    switch self {
    case .say, .privateMessage, .join, .leave: true
    case .setTimer, .cancelTimer: false
    }
  }
}
