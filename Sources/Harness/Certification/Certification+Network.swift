import Harness

/// What the network does to a bot.
extension Certification {
  static let duplicateDelivery = Certification(
    name: "duplicate_delivery", promise: "A message that is delivered twice is answered once",
    scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      trial.circumstance = "each message was delivered to it twice, with the same seq"
      trial.traffic.begin(.deliverTwice)
      try trial.expectOneAnswer(to: [try trial.askAndAwait(alice), try trial.askAndAwait(alice)])
    })

  static let reconnect = Certification(
    name: "reconnect", promise: "A prompt is answered once even if the connection breaks meanwhile",
    scenario: { $0.conversationAfterRestart() }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      let cuts: [(String, @Sendable (String) -> Meddling)] = [
        ("the connection broke when the prompt had come", { .cutAfterDelivering(word: $0) }),
        ("the connection broke and the answer was lost", { .cutBeforeAnswer(word: $0) }),
        ("the connection broke before the answer's `ack`", { .cutBeforeReply(word: $0) }),
      ]
      for (circumstance, cut) in cuts {
        let (word, connection) = (trial.newWord(), trial.traffic.connections)
        trial.circumstance = circumstance
        trial.traffic.begin(cut(trial.mark(word)))
        _ = try trial.ask(alice, for: word)
        _ = try trial.wait { trial.traffic.connections > connection }
        try trial.awaitReturn(after: connection)
        try trial.expectOneAnswer(to: [word])
      }
      _ = try trial.askAndAwait(alice)
    })

  static let serverRestart = Certification(
    name: "server_restart", promise: "After a crash of the server it answers again, and nothing twice",
    scenario: { $0.conversationAfterRestart() },
    run: { trial throws(TrialEnd) in
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
    })

  static let away = Certification(
    name: "away",
    promise: "It reconnects after its session has expired, and retries no faster than it should",
    limits: [("resume_seconds", 1)],
    scenario: { $0.conversationAfterRestart() }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      let before = try trial.ask(alice)
      try trial.expectOneAnswer(to: [before])
      let connection = trial.traffic.connections
      trial.circumstance = "the server was away for a while"
      let attempts = try trial.turnAway(forMilliseconds: Trial.absenceMilliseconds)
      try trial.expectPatience(attempts)
      try trial.awaitReturn(after: connection)
      try trial.expectOneAnswer(to: [try trial.ask(alice)])
      try trial.expectNoSecondAnswer(to: [before])
    })
  static let revoked = Certification(
    name: "revoked", promise: "When its account is deleted it stops, or retries no faster than it should",
    scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      trial.circumstance = "its account was deleted"
      trial.mayExit = true
      let connection = trial.traffic.connections
      try trial.deleteBot()
      _ = try trial.wait(Trial.absenceMilliseconds) { trial.traffic.connections - connection > 1000 }
      try trial.expectPatience(trial.traffic.connections - connection)
    })
}

extension Trial {
  /// How long the bot is kept away; longer than its session lasts where `resume_seconds` is 1.
  fileprivate static let absenceMilliseconds = 1300

  /// A bot that waits for a tenth of a second after each attempt is not too fast; one that does not wait is, also on a machine
  /// where an attempt takes half as long.
  fileprivate func expectPatience(_ attempts: Int) throws(TrialEnd) {
    guard attempts > 15 else { return }
    throw .found(
      Finding(
        kind: .unexpected,
        message:
          "a storm: it connected \(attempts) times within \(Self.absenceMilliseconds) ms after \(circumstance)",
        cause: "it connects again without a pause",
        remedy:
          "wait after each attempt that fails, for longer each time; stop after a close code from 4500 on"))
  }
}
