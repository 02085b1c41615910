import Engine
import Wire

/// What frames of the server mean for the bot.
extension BotDriver {
  mutating func begin(as user: String, resumed: Bool, at now: Instant) {
    name = user
    let wasEverReady: Bool =
      switch session {
      case .notYet: false
      case .loggingInAgain, .ready: true
      }
    session = .ready
    memoryVersion += 1
    if !resumed {
      seen.reset()
      begin(with: rooms.map { .join(room: $0) })
    } else if wasEverReady {
      outbox.resume()
    } else {
      // The program is a new one, its session is not: the bot is in its rooms and has to be told.
      begin(with: rooms.map { .who(room: $0) })
      outbox.resumeInDoubt()
    }
    if !wasEverReady || !resumed { tell(.ready(user: user), at: now) }
    for request in requests.prefix(interruptedRequests) {
      requests.removeFirst()
      tell(.response(BotResponse(to: request, .failure(.interrupted))), at: now)
    }
    interruptedRequests = 0
  }

  private mutating func begin(with actions: [BotAction]) {
    outbox.begin(with: actions, dropping: actions.contains)
  }

  /// Takes the answer to a command.
  mutating func settle(_ id: String, _ action: BotAction, with reply: FrameMeaning, at now: Instant) {
    if case .refusal(let failure) = reply, failure.code == ErrorCode.rateLimited.rawValue {
      // At least a millisecond, so that a server that says 0 cannot keep the driver busy within one instant.
      let wait = max(failure.retryAfterMilliseconds ?? 1000, 1)
      outbox.postpone(id, until: now.advanced(byMilliseconds: wait).milliseconds)
      return
    }
    outbox.settle(id)
    // Only now its allowance is spent. The server spent it earlier, between sending and answer; whoever counted from the sending
    // would be ahead of the server by the command's way there, and now and then be refused.
    pace.spend(action, at: now)
    memoryVersion += 1
    if case .who(let room) = action, lostRooms.contains(room) {
      if case .room = reply, give(.join(room: room)) {
        lostRooms.find(room)
      } else {
        lookLater(for: room, at: now)
      }
      return
    }
    switch reply {
    case .refusal(var failure):
      failure.action = action
      tell(.error(failure), at: now)
    case .found(let messages):
      if case .search(let id, _, _, _, _) = action { tell(.found(id: id, messages), at: now) }
    case .conversations(let conversations, let cursor):
      tell(.conversations(conversations, cursor: cursor), at: now)
    case .history(let messages, let through, let hasMore):
      guard case .history(let place, let after, _) = action else { break }
      let history = BotEvent.History(in: place, messages, through: through ?? after, hasMore: hasMore)
      tell(.history(history), at: now)
    case .confirmation, .greeting, .loggedIn, .room, .role, .removal, .roomDeleted, .events:
      switch action {
      case .join(let room): enter(room)
      case .leave(let room): leave(room)
      case .ask(let question): wait(for: question, at: now)
      case .say, .privateMessage, .send, .edit, .react, .unreact, .setCommands, .moderate, .who, .search,
        .conversations, .history, .markRead, .setTimer, .setAlarm, .schedule, .cancelTimer, .request:
        break
      }
      take(reply, at: now)
    }
  }

  /// Takes what happened by itself.
  mutating func take(_ frame: FrameMeaning, at now: Instant) {
    switch frame {
    case .greeting, .loggedIn, .confirmation, .found, .conversations, .history: break
    case .refusal(let failure): tell(.error(failure), at: now)
    case .room(let room, let users, let owner, let moderators):
      roles.replace(in: room, owner: owner, moderators: moderators)
      tell(.joined(room: room, users: users), at: now)
    case .role(let role, let user, let room): roles.set(role, of: user, in: room)
    case .removal(let user, let room, let reason):
      guard NameKey(user) == NameKey(name) else { return }
      leave(room)
      tell(.removed(room: room, reason: reason), at: now)
    case .roomDeleted(let room):
      leave(room)
      lostRooms.lose(room)
      lookLater(for: room, at: now)
      tell(.removed(room: room, reason: nil), at: now)
    case .events(let events):
      for event in events { hear(event, at: now) }
    }
  }

  /// Tells the bot of an event, unless it is a message that it knows, or one of a bot that it does not want to hear.
  private mutating func hear(_ event: BotEvent, at now: Instant) {
    switch event {
    case .message(let message), .privateMessage(let message):
      guard seen.isNew(message.seq, in: message.place) else { return }
      if isOwn(message) {
        // What it says to a user alone comes as a delivery, also where that user is itself.
        guard message.room != nil else { return }
        tell(.sent(text: message.text, to: message.place, seq: message.seq), at: now)
      } else if isHeard(message) {
        if let question = takeQuestion(answeredBy: message) {
          tell(.answer(message, to: question), at: now)
        } else {
          tell(event, at: now)
        }
      }
    case .messageEdited(let message):
      // It has the number of a message that was seen before.
      if !isOwn(message), isHeard(message) { tell(event, at: now) }
    case .reactionAdded(let reaction), .reactionRemoved(let reaction):
      if NameKey(reaction.user) != NameKey(name) { tell(event, at: now) }
    case _: tell(event, at: now)
    }
  }

  private func isOwn(_ message: Message) -> Bool { NameKey(message.user) == NameKey(name) }

  private func isHeard(_ message: Message) -> Bool { bot.hearsBots || !message.isBot }

  private mutating func enter(_ room: String) {
    lostRooms.find(room)
    if !rooms.contains(where: { NameKey($0) == NameKey(room) }) { rooms.append(room) }
  }

  private mutating func leave(_ room: String) {
    rooms.removeAll { NameKey($0) == NameKey(room) }
    memoryVersion += 1
  }

  mutating func lookLater(for room: String, at now: Instant) {
    guard let wait = lostRooms.nextWait(for: room) else { return }
    if !timers.set(.look(room: room), at: now.advanced(byMilliseconds: wait)) {
      report(.tooManyTimers, Self.timersProblem)
    }
  }

  // MARK: - Questions

  private mutating func wait(for question: Question, at now: Instant) {
    let asked = Asked(question)
    questions[asked] = question
    if !timers.set(.question(asked), at: now.advanced(byMilliseconds: max(1, question.patience.milliseconds)))
    {
      report(.tooManyTimers, Self.timersProblem)
    }
  }

  private mutating func takeQuestion(answeredBy message: Message) -> Question? {
    guard !questions.isEmpty else { return nil }
    let asked = Asked(message.user, in: message.room)
    guard let question = questions.removeValue(forKey: asked) else { return nil }
    timers.cancel(.question(asked))
    memoryVersion += 1
    return question
  }
}
