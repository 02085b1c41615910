/// What the network does to a bot.
extension Certification {
  static let duplicateDelivery = Certification(
    name: "duplicate_delivery", promise: "A message that is delivered twice is answered once",
    scenario: { $0.conversation("tea") }, isShownByScenario: false
  ) { trial throws(TrialEnd) in
    let alice = trial.users[0]
    trial.circumstance = "each message was delivered to it twice, with the same seq"
    trial.traffic.begin(.deliverTwice)
    for _ in 0..<3 { try trial.expectOneAnswer(to: [try trial.ask(alice)]) }
  }

  static let reconnect = Certification(
    name: "reconnect", promise: "What is asked and answered while the connection breaks is answered once",
    scenario: { bot in
      bot.conversation("tea") + ["! cut \(bot.name)"] + bot.asked("more") + ["! return \(bot.name)"]
        + [bot.answered("more"), "alice < nothing"]
    }, isShownByScenario: false
  ) { trial throws(TrialEnd) in
    let alice = trial.users[0]
    let cuts: [(String, @Sendable (String) -> Meddling)] = [
      ("the connection broke when the prompt had come", { .cutAfterDelivering(word: $0) }),
      ("the connection broke and the answer was lost", { .cutBeforeAnswer(word: $0) }),
      ("the connection broke before the answer's `ack`", { .cutBeforeReply(word: $0) }),
    ]
    for (circumstance, cut) in cuts {
      let (word, connection) = (trial.newWord(), trial.traffic.connections)
      trial.circumstance = circumstance
      trial.traffic.begin(cut(word))
      try trial.say(trial.bot.prompt(word), alice)
      _ = try trial.wait { trial.traffic.connections > connection }
      try trial.awaitReturn(after: connection)
      try trial.expectOneAnswer(to: [word], silence: 600)
    }
    try trial.askAndAwait(alice)
  }

  static let serverRestart = Certification(
    name: "server_restart", promise: "After a crash of the server it answers again, and nothing twice",
    scenario: { bot in
      bot.conversation("tea") + [
        "! crash", "! restart", "! return alice", "alice < ready resumed=true", "+30s", "alice < nothing",
      ] + bot.conversation("more")
    }
  ) { trial throws(TrialEnd) in
    let alice = trial.users[0]
    let before = [try trial.ask(alice), try trial.ask(alice)]
    try trial.expectOneAnswer(to: before)
    trial.circumstance = "the server was killed and started again"
    let connection = trial.traffic.connections
    try trial.restartServer()
    try trial.awaitReturn(after: connection)
    try trial.settle()
    try trial.expectNoSecondAnswer(to: before)
    try trial.expectOneAnswer(to: [try trial.ask(alice)])
    try trial.expectNoSecondAnswer(to: before)
  }

  static let away = Certification(
    name: "away", promise: "It comes back after its session has expired, and tries no faster than it should",
    limits: [("resume_seconds", 1)],
    scenario: { bot in
      bot.conversation("tea") + ["! cut \(bot.name)", "+10m", "! return \(bot.name)"] + bot.conversation("more")
    }
  ) { trial throws(TrialEnd) in
    let alice = trial.users[0]
    let before = try trial.ask(alice)
    try trial.expectOneAnswer(to: [before])
    let connection = trial.traffic.connections
    trial.circumstance = "the server was away for two seconds"
    let attempts = try trial.turnAway(forMilliseconds: 2000)
    guard attempts <= 40 else {
      throw .found(
        Finding(
          kind: .unexpected, message: "a storm: it tried to connect \(attempts) times within two seconds",
          cause: "it connects again without a pause",
          remedy: "wait after each attempt that fails, for longer each time, and with some chance in it"))
    }
    try trial.awaitReturn(after: connection)
    try trial.expectOneAnswer(to: [try trial.ask(alice)])
    try trial.expectNoSecondAnswer(to: [before])
  }
}
