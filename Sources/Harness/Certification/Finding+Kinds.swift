import Harness

extension Finding {
  /// The bot's process ended.
  init(exit: String, of trial: Trial) {
    let hasConnected = trial.traffic.connections > 0
    self.init(
      kind: .step, message: "after \(trial.circumstance) \(exit)",
      cause: hasConnected
        ? "an error that nothing catches" : "the command is wrong, or the bot misses something that it needs",
      remedy: hasConnected
        ? "catch what a frame or a connection can throw, ignore what the bot does not know, and connect again"
        : "start it by hand, with VERBATIM_URL, VERBATIM_TOKEN, VERBATIM_NAME and VERBATIM_ROOMS in its environment"
    )
  }

  /// It never came into a room.
  init(absenceOf trial: Trial, from room: String) {
    let (traffic, seconds) = (trial.traffic, trial.deadlineMilliseconds / 1000)
    let refusal = traffic.refusals.last.map { "; the server refused it \($0.code): \($0.message)" } ?? ""
    if traffic.connections == 0 {
      self.init(
        kind: .step, message: "it runs, and did not connect within \(seconds) s",
        cause: "it hangs, or connects elsewhere", remedy: "connect a WebSocket to the address in VERBATIM_URL"
      )
    } else if !traffic.hasLoggedIn {
      self.init(
        kind: .step, message: "it connected, and was not logged in within \(seconds) s\(refusal)",
        cause: "the token is not sent, or not as the server reads it",
        remedy: "send the token in VERBATIM_TOKEN as `Authorization: Bearer …`, or in a `login` frame")
    } else {
      self.init(
        kind: .step, message: "it logged in, and was not in the room \(room) within \(seconds) s\(refusal)",
        cause: "it does not join, or not each of its rooms",
        remedy: "send `join` for each room in VERBATIM_ROOMS, which has commas between them")
    }
  }

  /// It did not come back.
  init(noReturnOf trial: Trial, connected: Bool) {
    self.init(
      kind: .missing,
      message: connected
        ? "it connected again after \(trial.circumstance), and did not come back into the room"
        : "it did not connect again after \(trial.circumstance)",
      cause: connected ? "it joins its rooms once only" : "it does not notice the end, or gives up",
      remedy: connected
        ? "after each log-in that says `\"resumed\":false` join the rooms again"
        : "connect again after each end of a connection, with a pause that grows")
  }

  init(noAnswerTo words: [String], _ trial: Trial) {
    let refusals = trial.traffic.refusals
    let refusal = refusals.last { $0.code == "rate_limited" } ?? refusals.last
    let what = words.count == 1 ? "\(words[0]) was" : "\(words.count) prompts, \(words[0]) among them, were"
    self.init(
      kind: .missing, message: "\(what) not answered after \(trial.circumstance)",
      cause: refusal.map { "the server refused a command of it \($0.code), and it was not sent again" }
        ?? (trial.traffic.connections > 1
          ? "it forgets what came, or was not acknowledged, before the connection broke"
          : "it hangs, or does not take the prompt for one"),
      remedy: refusal?.code == "rate_limited"
        ? "send a refused command again, with the same `key`, when `retry_after_ms` have passed"
        : trial.traffic.connections > 1
          ? "resume the session, or join with `after`, and send again with the same `key` what had no reply"
          : "see that --say and --expect are what the bot understands, and that nothing in it waits for ever")
  }

  /// It began to tell when it is done, and does so no more.
  init(noRestOf trial: Trial) {
    self.init(
      kind: .missing,
      message:
        "it does not tell within \(trial.deadlineMilliseconds / 1000) s that it is done, after \(trial.circumstance)",
      cause: "a handler waits for ever, or the number of frames in its `ping` is not that of the session",
      remedy: "let each handler end, and count every frame after `ready`")
  }

  init(answers count: Int, to word: String, after circumstance: String) {
    self.init(
      kind: .unexpected, message: "\(word) was answered \(count) times after \(circumstance)",
      cause: "it does not know what it has answered",
      remedy:
        "remember the newest `seq` of each room, and give each answer a `key` made from the seq of its prompt"
    )
  }

  init(storm frames: Int, within time: String = "one second", after circumstance: String) {
    self.init(
      kind: .unexpected, message: "a storm: it sent \(frames) frames within \(time) after \(circumstance)",
      cause: "it tries again without a pause, or answers itself",
      remedy: "wait for `retry_after_ms` after a refusal, and for longer each time where there is none")
  }

  init(unasked text: String, after circumstance: String) {
    self.init(
      kind: .unexpected,
      message: "it said \"\(text.prefix(80))\" after \(circumstance), without being asked",
      cause: "it answers what is not for it", remedy: "answer only the words that it is called by")
  }
}
