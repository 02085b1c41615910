import Bots
import Engine
import Harness
import Testing
import Wire

/// How things are done, and what is noticed of them.
extension Conversation {
  /// Does something with everything that it leads to at this instant, and notes what came of it.
  func step(
    _ line: String, _ location: SourceLocation, _ body: () throws(StageFailure) -> Void
  ) throws(ConversationFailure) {
    transcript.add(line, at: now)
    try attempt(location, body)
    try attempt(location) { () throws(StageFailure) in try collect() }
  }

  func attempt(
    _ location: SourceLocation, _ body: () throws(StageFailure) -> Void
  ) throws(ConversationFailure) {
    do throws(StageFailure) {
      try body()
    } catch {
      throw fail(error.remedy, at: location)
    }
  }

  /// Takes a frame that reached a bot. What it said comes back to it as to everyone else, when the server has taken it.
  func observe(_ frame: ServerFrame, of bot: String) {
    guard let text = frame.message else { return }
    let isEdit = frame.type == .messageEdited
    let target: String?
    switch frame.type {
    case .chatMessage, .messageEdited:
      guard let user = frame.user, NameKey(user) == NameKey(bot) else { return }
      target = frame.text("with")
    case .privateMessageDelivered: target = frame.text("target")
    default: return
    }
    guard let place = target.map(Message.Place.user) ?? frame.room.map(Message.Place.room) else { return }
    let utterance = Utterance(bot: bot, place: place, text: text, isEdit: isEdit, replyTo: frame.replyTo)
    unread.append(utterance)
    transcript.add("\(utterance)", at: now)
  }

  /// Notes what bots did wrong and asked for, and what users were told that concerns the test.
  private func collect() throws(StageFailure) {
    for name in bots {
      for problem in try simulator.takeProblems(of: name) {
        problems.append(Fault(who: name, reason: problem))
        transcript.add("\(name) has a problem: \(problem)", at: now)
      }
      let made = try simulator.takeRequests(of: name)
      for request in made {
        transcript.add("\(name) requests \(request.id): \(request.body.debugDescription)", at: now)
      }
      if name == bot { requests += made }
    }
    for name in users {
      let client = try simulator.participant(name)
      while let frame = client.takeUnread()?.frame { note(frame.fields, of: name) }
    }
  }

  private func note(_ frame: ServerFrame, of user: String) {
    switch frame.type {
    case .error:
      let failure = BotEvent.Failure(code: frame.code ?? "", message: frame.message ?? "")
      refusals.append(Fault(who: user, reason: failure))
      transcript.add("\(user) is refused, \(failure.code): \(failure.message)", at: now)
    case .ready:
      // A new session is in no room.
      if !frame.isResumed { memberships = memberships.filter { $0.user != user } }
    default: break
    }
  }
}

extension StageFailure {
  /// What went wrong, and which function of a conversation helps.
  fileprivate var remedy: String {
    switch self {
    case .notConnected(let name): "\(name) has no connection; `chat.resume()` gives a bot one again"
    case .serverDown: "the server is down; `chat.restartServer()` starts it"
    case .alreadyConnected(let name): "\(name) is connected already"
    case .unknownClient(let name): "there is no bot called \(name); `chat.add` adds one"
    case .store, .nameInUse, .notLoggedIn, .endless, .unknownBot, .bot, .externalBot, .serverDied, .server,
      .stopped, .replay:
      message
    }
  }
}
