import Engine
import Wire

/// What the bot does with an event.
extension BotDriver {
  /// The most problems that wait to be taken; of a bot that does everything wrong the first say enough.
  private static let mostProblems = 100
  /// The most commands that wait; a bot that gives more, faster than the server takes them, has a fault.
  private static let mostCommands = 1000

  static let timersProblem =
    "more than \(BotTimers.maximum) timers wait; set one for the next thing that is due, and keep the others in the storage"

  /// Tells the bot an event and carries out what it wants done. Where it throws, nothing has happened.
  mutating func tell(_ event: BotEvent, at now: Instant) {
    events += 1
    var bot = bot
    var context = BotContext(
      now: now, user: name, random: random, storage: storage, roles: roles, coolDowns: coolDowns)
    let actions: [BotAction]
    do {
      actions = try bot.handle(event, in: &context)
    } catch {
      report(
        .threw,
        "the bot threw \(error) when it was told \(event); fix it, or catch the error where it is thrown")
      return
    }
    guard context.storage.bytes <= BotStorage.maximumBytes else {
      report(
        .storageFull,
        "the storage would have \(context.storage.bytes) bytes, and at most \(BotStorage.maximumBytes) are allowed; remove what is no longer needed"
      )
      return
    }
    if let key = context.storage.misusedKey {
      report(
        .storageMisused,
        "the value of \"\(key)\" in the storage has another type, or the new one has no text in JSON; use a new key for a new type"
      )
      return
    }
    if context.storage != storage || context.random != random { memoryVersion += 1 }
    self.bot = bot
    storage = context.storage
    random = context.random
    coolDowns = context.coolDowns
    carryOut(actions, after: event, at: now)
  }

  private mutating func carryOut(_ actions: [BotAction], after event: BotEvent, at now: Instant) {
    var mayCommand = true
    if actions.contains(where: { $0.rateClass != nil }) {
      switch loopGuard.judgeAnswer(to: event, at: now) {
      case .allowed: break
      case .ended(let partner):
        mayCommand = false
        report(
          .loop,
          "the bot answered \(partner) \(LoopGuard.answersInARow) times without a pause of a second; further answers are dropped until there is one. Let it not answer what answers it"
        )
      case .dropped: mayCommand = false
      }
    }
    for action in actions {
      if mayCommand || action.rateClass == nil {
        carryOut(action, at: now)
      } else {
        droppedActions += 1
      }
    }
  }

  private mutating func carryOut(_ action: BotAction, at now: Instant) {
    switch action {
    case .say, .privateMessage, .send, .ask, .edit, .react, .unreact, .join, .leave, .setCommands, .moderate,
      .who, .search, .conversations, .history, .markRead:
      guard give(action) else {
        drop(
          .tooManyCommands,
          "more than \(Self.mostCommands) commands wait for the server; do less at once, or let a timer spread it"
        )
        return
      }
    case .setTimer(let id, let after): set(id, at: now.advanced(by: after), now: now)
    case .setAlarm(let id, let instant): set(id, at: instant, now: now)
    case .schedule(let id, let schedule):
      guard let next = schedule.next(after: now) else {
        drop(
          .scheduleNotValid,
          "\(schedule) is no schedule; hours are 0 to 23, minutes 0 to 59, and a stretch is at least a second"
        )
        return
      }
      set(id, at: next, schedule: schedule, now: now)
    case .cancelTimer(let id): timers.cancel(.bot(id: id))
    case .request(let request):
      requests.removeAll { $0.id == request.id }
      requests.append(request)
      newRequests.append(request)
    }
    memoryVersion += 1
  }

  /// Lets a command wait to be sent, and says whether there was room for it.
  mutating func give(_ action: BotAction) -> Bool {
    guard outbox.kept.commands.count < Self.mostCommands else { return false }
    outbox.append(action)
    return true
  }

  private mutating func set(_ id: String, at instant: Instant, schedule: Schedule? = nil, now: Instant) {
    guard instant > now else {
      drop(
        .timerInThePast,
        "the timer \"\(id)\" would be \(now.duration(since: instant)) in the past; do at once what is due already"
      )
      return
    }
    if !timers.set(.bot(id: id), at: instant, schedule: schedule) { drop(.tooManyTimers, Self.timersProblem) }
  }

  private mutating func drop(_ kind: BotProblem.Kind, _ message: String) {
    droppedActions += 1
    report(kind, message)
  }

  mutating func report(_ kind: BotProblem.Kind, _ message: String) {
    guard problems.count < Self.mostProblems else { return }
    problems.append(BotProblem(kind, message))
  }
}
