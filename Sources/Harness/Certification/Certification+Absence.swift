import Harness

/// What becomes of a bot that was away, is there twice, or hears nothing for a while.
extension Certification {
  static let programRestart = Certification(
    name: "program_restart",
    promise: "When its program is killed and started again it answers again, and nothing twice",
    scenario: { talk in
      talk.conversation("tea") + ["! restart \(talk.name)", "alice < nothing"] + talk.conversation("more")
    },
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      var before = [try trial.ask(alice), try trial.ask(alice)]
      try trial.expectOneAnswer(to: before)
      for _ in 1...2 {
        trial.circumstance = "its program was killed and started again"
        let connection = trial.traffic.connections
        trial.killProgram()
        try trial.startProgram()
        try trial.awaitReturn(after: connection)
        try trial.settle()
        try trial.expectNoSecondAnswer(to: before)
        before.append(try trial.askAndAwait(alice))
      }
      try trial.expectOneAnswer(to: before)
    })

  static let twoInstances = Certification(
    name: "two_instances",
    promise: "While its program runs twice, as in an upgrade, a prompt is answered once",
    scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      trial.circumstance = "a second process of it was started with the same token"
      try trial.startSecond()
      try trial.settle()
      try trial.expectOneAnswer(to: [try trial.ask(alice), try trial.ask(alice)])
    })

  static let expired = Certification(
    name: "expired", promise: "What is asked until after its session has expired is answered, once",
    limits: [("resume_seconds", 1)],
    obstacle: { $0.isPrivate ? "private messages that were missed need a session" : nil },
    scenario: { $0.conversationAfterRestart() }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      try trial.askWhileAway("its session expired while it was away") { () throws(TrialEnd) in
        _ = try trial.wait(1300) { false }
      }
    })

  static let backlog = Certification(
    name: "backlog",
    promise: "After a thousand messages that it missed the prompts among them are answered, once",
    framesPerSecond: 2000,
    obstacle: { talk in
      talk.isPrivate
        ? "private messages that were missed need a session"
        : talk.answersEverything ? "--say is only {text}, so every message is for it" : nil
    },
    scenario: { $0.conversationAfterRestart() }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      try trial.askWhileAway("a thousand messages were said while it was away") { () throws(TrialEnd) in
        for number in 1...1000 { try trial.say("chatter \(number)", trial.users[0]) }
      }
    })

  static let halfOpen = Certification(
    name: "half_open", promise: "It leaves a connection on which nothing comes any more, and makes another",
    limits: [("heartbeat_seconds", 1)],
    scenario: { talk in
      talk.conversation("tea") + ["! stall \(talk.name)", "! flow \(talk.name)"] + talk.conversation("more")
    }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      _ = try trial.askAndAwait(alice)
      let connection = trial.traffic.connections
      trial.circumstance = "its connection fell silent, with `heartbeat_seconds` of 1, and did not end"
      trial.setStalled(true)
      let word = try trial.ask(alice)
      guard try trial.wait(until: { trial.traffic.connections > connection }) else {
        throw .found(
          Finding(
            kind: .missing, message: "it did not connect again after \(trial.circumstance)",
            cause: "it waits for the next frame for ever",
            remedy:
              "after `limits.heartbeat_seconds` without a frame send a `ping`; after as many again make another connection"
          ))
      }
      try trial.awaitReturn(after: connection)
      try trial.expectOneAnswer(to: [word])
    })

  static let slowNetwork = Certification(
    name: "slow_network", promise: "When the replies to its commands come late it sends nothing twice",
    scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      let (alice, word) = (trial.users[0], trial.newWord())
      trial.circumstance = "the reply to its answer came two seconds late"
      trial.traffic.begin(.holdReply(word: trial.mark(word)))
      _ = try trial.ask(alice, for: word)
      _ = try trial.wait { trial.count(word) > 0 }
      _ = try trial.wait(2000) { false }
      for text in trial.traffic.takeHeld() { trial.inject(text) }
      try trial.expectOneAnswer(to: [word])
      _ = try trial.askAndAwait(alice)
    })

  static let slowHandler = Certification(
    name: "slow_handler", promise: "A prompt to which it comes two seconds late is answered, once",
    scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      _ = try trial.askAndAwait(alice)
      trial.circumstance = "its program stood still for two seconds"
      trial.setPaused(true)
      let words = [try trial.ask(alice), try trial.ask(alice)]
      _ = try trial.wait(2000) { false }
      trial.setPaused(false)
      try trial.expectOneAnswer(to: words)
    })

  static let manyRooms = Certification(
    name: "many_rooms",
    promise: "It comes into a hundred rooms at the server's pace, and answers in the last",
    limits: [
      ("commands_burst", 30), ("commands_per_second", 15), ("rooms_per_session", 200),
      ("rooms_per_user", 200),
    ],
    rooms: [Trial.lobby] + (1..<100).map { "room-\($0)" }, framesPerSecond: 1000,
    scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      trial.circumstance = "it was told of a hundred rooms"
      let alice = trial.users[0]
      let word = try trial.ask(alice, in: "room-99")
      try trial.expectOneAnswer(to: [word])
    })
}

extension Trial {
  /// Asks the bot before and after something that happens while it is away. All must be answered when it is back.
  fileprivate func askWhileAway(
    _ circumstance: String, during body: () throws(TrialEnd) -> Void
  ) throws(TrialEnd) {
    let alice = users[0]
    var words = [try askAndAwait(alice)]
    let connection = traffic.connections
    self.circumstance = circumstance
    try keepAway { () throws(TrialEnd) in
      words.append(try ask(alice))
      try body()
      words.append(try ask(alice))
    }
    try awaitReturn(after: connection)
    try expectOneAnswer(to: words)
  }
}
