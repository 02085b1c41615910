import Client
import Harness

extension Certification {
  static let answers = Certification(
    name: "answers", promise: "A prompt is answered, once",
    scenario: { $0.conversation("tea") },
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      trial.circumstance = "a prompt"
      try trial.expectOneAnswer(to: [try trial.askAndAwait(alice), try trial.askAndAwait(alice)])
      try trial.expectReadableFrames()
    })

  static let silence = Certification(
    name: "silence", promise: "It stays silent while nobody speaks",
    scenario: { _ in ["+10s", "alice < nothing"] }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      trial.circumstance = "nothing at all"
      try trial.expectSilence(forMilliseconds: 1000)
    })

  static let notAsked = Certification(
    name: "not_asked", promise: "Messages that are not for it are not answered",
    obstacle: { $0.answersEverything ? "--say is only {text}, so every message is for it" : nil },
    scenario: { _ in ["alice > good morning", "alice < chat_message user=alice", "alice < nothing"] },
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      trial.circumstance = "words that are not for it"
      for text in [
        "good morning", "\(trial.bot.name) is a bot", "!", " ", "?!", "/help", "!nobody-knows-this",
      ] {
        try trial.say(text, alice)
      }
      try trial.expectSilence()
      _ = try trial.askAndAwait(alice)
    })

  static let itself = Certification(
    name: "self", promise: "Its own messages are not answered", obstacle: { $0.obstacleToRooms },
    scenario: {
      $0.conversation($0.prompt("tea"))
    },
    run: { trial throws(TrialEnd) in
      let (alice, word) = (trial.users[0], trial.newWord())
      let own = try trial.joinAsBot()
      trial.circumstance = "its own account said so elsewhere"
      try trial.say(trial.bot.prompt(word), own)
      try trial.settle()
      try trial.expectAtMostOneMessage(with: word)
      let nested = trial.newWord()
      trial.circumstance = "a prompt within a prompt"
      try trial.say(trial.bot.prompt(trial.bot.prompt(nested)), alice)
      try trial.settle()
      try trial.expectAtMostOneMessage(with: nested)
      _ = try trial.askAndAwait(alice)
    })

  static let privacy = Certification(
    name: "privacy", promise: "What is asked in private or in one room is answered only there",
    rooms: [Trial.lobby, "garden"], obstacle: { $0.obstacleToRooms },
    scenario: {
      [
        "alice > /pm \($0.name) \($0.line("tea"))", "alice < private_message_delivered",
        "alice <? private_message user=\($0.name)", "alice < nothing",
      ]
    },
    run: { trial throws(TrialEnd) in
      let (alice, bob) = (trial.users[0], try trial.join("bob"))
      let secret = trial.newWord()
      trial.circumstance = "a private prompt"
      try trial.reaching { () throws(WebSocketError) in
        try alice.tell(trial.bot.name, trial.bot.prompt(secret))
      }
      try trial.settle()
      try trial.expectKept(secret, from: bob, outOf: [Trial.lobby, "garden"])
      let overheard = trial.newWord()
      trial.circumstance = "two others talked in private"
      try trial.reaching { () throws(WebSocketError) in try alice.tell("bob", trial.bot.prompt(overheard)) }
      try trial.settle()
      try trial.expectKept(overheard, from: bob, outOf: [Trial.lobby, "garden"])
      trial.circumstance = "a prompt in the room garden"
      let word = try trial.ask(bob, in: "garden")
      _ = try trial.wait { trial.count(word) > 0 }
      try trial.settle()
      try trial.expectKept(word, from: alice, outOf: [Trial.lobby])
      guard trial.count(word) > 0 else { throw .found(Finding(noAnswerTo: [word], trial)) }
    })

  static let otherBots = Certification(
    name: "other_bots",
    promise: "A conversation with a bot that repeats everything ends",
    obstacle: { $0.isPrivate ? "it answers in private" : nil },
    scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      let (alice, parrot) = (trial.users[0], try trial.join("parrot", isBot: true))
      trial.circumstance = "another bot repeated everything and asked for more"
      try trial.say(trial.bot.prompt(trial.newWord()), alice)
      // A bot whose loop guard lets it answer a few dozen times comes to an end as well.
      let most = 60
      guard try trial.repeatEverything(as: parrot, atMost: most) == most else { return }
      throw .found(
        Finding(
          kind: .unexpected, message: "a loop: after \(most) messages of another bot it still answers",
          cause: "it answers bots",
          remedy: "answer no message that says `\"bot\":true`, or only a few to one user in a row"))
    })
}

extension Trial {
  /// Lets a bot say again what people say, and ask for what bots say, until there is nothing new. Gives how often it did so.
  fileprivate func repeatEverything(as parrot: TrialUser, atMost most: Int) throws(TrialEnd) -> Int {
    var repeated = 0
    while repeated < most {
      let before = repeated
      guard try awaitMore(until: { parrot.heard.count { $0.user != parrot.name } > before }) else { break }
      let heard = parrot.heard.filter { $0.user != parrot.name }[repeated]
      repeated += 1
      try say(heard.isFromBot ? bot.prompt(heard.text) : heard.text, parrot)
    }
    return repeated
  }

  /// The bot's account said the word once, and that has no answer.
  fileprivate func expectAtMostOneMessage(with word: String) throws(TrialEnd) {
    guard said.count(where: { $0.text.contains(word) }) > 1 else { return }
    throw .found(
      Finding(
        kind: .unexpected, message: "it answered its own \(word) after \(circumstance)",
        cause: "it does not tell its own messages from those of others",
        remedy: "ignore messages whose `user` is its own name, in whichever session they were sent"))
  }

  /// A word may be told by the bot neither in these rooms nor to this user.
  fileprivate func expectKept(_ word: String, from user: TrialUser, outOf rooms: [String]) throws(TrialEnd) {
    let told = users.flatMap(\.heard).first {
      $0.user == bot.name && $0.text.contains(word) && $0.room.map(rooms.contains) == true
    }
    let whispered = user.heard.contains { $0.user == bot.name && $0.room == nil && $0.text.contains(word) }
    guard told != nil || whispered else { return }
    let place = told?.room.map { "in the room \($0)" } ?? "to \(user.name)"
    throw .found(
      Finding(
        kind: .unexpected, message: "it told \(word) \(place) after \(circumstance)",
        cause: "it answers in another place than it was asked",
        remedy: "answer a `chat_message` in its `room`, and a `private_message` to its `user` in private"))
  }

  /// The server must have been able to read what the bot sent.
  fileprivate func expectReadableFrames() throws(TrialEnd) {
    let unreadable = ["bad_json", "bad_frame", "unknown_type", "too_large", "too_deep"]
    guard let refusal = traffic.refusals.first(where: { unreadable.contains($0.code) }) else { return }
    throw .found(
      Finding(
        kind: .unexpected,
        message: "it sends what the server cannot read: \(refusal.code), \(refusal.message)",
        cause: "a frame is not what the protocol says",
        remedy: "send one JSON object per text frame, with the fields of Docs/protocol.md"))
  }
}

extension BotTalk {
  /// Why it cannot be checked where in rooms it tells which words; nil where it can.
  fileprivate var obstacleToRooms: String? {
    if isPrivate { return "it answers in private" }
    if hasOnePrompt { return "--expect has no {text}, so nobody knows to which prompt an answer belongs" }
    return rooms.isEmpty ? nil : "--room has it answer in other rooms too"
  }
}
