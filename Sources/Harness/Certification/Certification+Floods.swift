import Harness

/// Too much of something, or what nobody should send.
extension Certification {
  static let rateLimit = Certification(
    name: "rate_limit", promise: "When it is rate-limited, all answers arrive later, without a storm",
    limits: [("messages_burst", 3), ("messages_per_second", 2)],
    scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      trial.circumstance = "the server limited its pace"
      let users = [trial.users[0], try trial.join("bob"), try trial.join("carol")]
      var words: [String] = []
      let before = trial.traffic.sentFrames
      // It finds them all at once, so that the limit is met however slow its machine is.
      trial.setPaused(true)
      for index in 0..<8 { words.append(try trial.ask(users[index % 3])) }
      trial.setPaused(false)
      _ = try trial.wait { words.allSatisfy { trial.count($0) > 0 } }
      let frames = trial.traffic.sentFrames - before
      guard frames <= 80 else {
        throw .found(Finding(storm: frames, within: "the whole check", after: trial.circumstance))
      }
      try trial.expectOneAnswer(to: words)
    })

  static let flood = Certification(
    name: "flood", promise: "It survives two hundred prompts at once, and answers none twice",
    framesPerSecond: 2000, scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      trial.circumstance = "two hundred prompts at once"
      for name in Trial.people[1..<8] { _ = try trial.join(name) }
      let before = trial.traffic.sentFrames
      var words: [String] = []
      for index in 0..<200 { words.append(try trial.ask(trial.users[index % trial.users.count])) }
      try trial.settle()
      try trial.expectNoSecondAnswer(to: words)
      let frames = trial.traffic.sentFrames - before
      guard frames <= 1000 else {
        throw .found(Finding(storm: frames, within: "the whole check", after: trial.circumstance))
      }
      _ = try trial.askAndAwait(trial.users[0])
    })

  static let malformed = Certification(
    name: "malformed", promise: "It survives unknown, malformed and huge frames",
    scenario: { $0.conversation("tea") }, isShownByScenario: false,
    run: { trial throws(TrialEnd) in
      let alice = trial.users[0]
      for (name, text) in HostileFrame.all {
        trial.circumstance = "it was sent \(name)"
        trial.traffic.note(.fault("it is sent \(name)"))
        trial.inject(Array(text.utf8))
        _ = try trial.askAndAwait(alice)
      }
      for (name, text) in HostileFrame.texts {
        trial.circumstance = "somebody said \(name)"
        try trial.say(text, alice)
        _ = try trial.askAndAwait(alice)
      }
      try trial.settle()
    })
}
