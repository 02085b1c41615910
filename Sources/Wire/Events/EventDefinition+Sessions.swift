import Engine

// A session's log-in, its timers, and what it is answered about itself.
extension EventDefinition {
  static let sessions = [hello, ready, ok, sessionList, tokenList, help, pong, timer, error]

  static let hello = EventDefinition(
    .hello, "The first frame of every connection: the protocol, its limits and the server's abilities.",
    [
      Field("protocol", .word([FrameCatalog.subprotocol]), "The protocol's name and version."),
      Field("clock", .word(Configuration.Clock.allCases.map(\.rawValue)), "The server's clock."),
      Field("now", .time, "The server's time."),
      Field("limits", .object(FrameCatalog.limits(.required)), "The server's limits."),
      Field(
        "capabilities", .list(of: .text),
        "What the server can do, in the words of [Capabilities](#capabilities)."),
    ])

  static let ready = EventDefinition(
    .ready, "The log-in worked.",
    [
      Field("user", .text, "Who the session's user is."),
      Field("bot", .truth, "Whether the user is a bot."),
      Field(
        "session", .secret, .conditional("Where the server still knows it."), "The session's secret name."),
      Field("resumed", .truth, "Whether an earlier session was resumed."),
      Field("token", .secret, .conditional("Where one was made."), "A secret to log in with."),
      Field(
        "waiting", .integer(least: 1), .conditional("Where there are any."),
        "In how many private conversations there are unread messages, counted up to `limits.unread_count`."),
      Field("blocked", .list(of: .text), .conditional("Where there is somebody."), "Whom the user blocks."),
    ])

  static let ok = EventDefinition(
    .ok, "The command was carried out; there is no other result.", isOnlyReply: true)

  static let sessionList = EventDefinition(
    .sessionList, "The user's sessions, in the order of log-in.",
    [
      Field(
        "sessions",
        .list(
          of: .object([
            Field("session_id", .text, "The id to end the session by; it is not a secret."),
            Field("since", .time, .conditional("Where it is known."), "When it was begun."),
            Field("online", .truth, "Whether it is connected; if not, it waits to be resumed."),
            Field("current", .flag, .conditional("Where it is true."), "This is the session that asks."),
            Field("rooms", .integer(least: 0), "How many rooms it is in."),
          ])), "The sessions.")
    ], isOnlyReply: true)

  static let tokenList = EventDefinition(
    .tokenList, "The user's tokens, the one that was used last first; at most 100.",
    [
      Field(
        "tokens",
        .list(
          of: .object([
            Field("token_id", .text, "The id to revoke the token by; it is not a secret."),
            Field("label", .text, .conditional("Where an operator gave one."), "What it is for."),
            Field("by_operator", .flag, .conditional("Where it is true."), "An operator made it."),
            Field("made", .time, "When it was made."),
            Field("used", .time, "When it was last used to log in, or a session that has it ended."),
            Field(
              "address", .text, .conditional("Where it is known."),
              "The address from which that was, of IPv6 the network of 64 bits; only the user is told."),
            Field("current", .flag, .conditional("Where it is true."), "The session that asks has it."),
          ])), "The tokens.")
    ], isOnlyReply: true)

  static let help = EventDefinition(
    .help, "The commands that a person can type.",
    [
      Field(
        "commands",
        .list(of: .object([Field("usage", .text, "The line."), Field("about", .text, "What it does.")])),
        "The lines that are commands.")
    ], isOnlyReply: true)

  static let pong = EventDefinition(
    .pong, "The answer to a ping.", [Field("now", .time, "The server's time.")], isOnlyReply: true)

  static let timer = EventDefinition(
    .timer, "A timer that this session set is due.",
    [Field("timer", .text, "The timer's name."), Field("now", .time, "When it was due.")])

  static let error = EventDefinition(
    .error, "A command was refused and nothing was changed.",
    [
      Field("code", .word(ErrorCode.allCases.map(\.rawValue)), "Why, for a program."),
      Field("message", .text, "Why, for a person."),
      Field(
        "field", .text, .conditional("Where one field is at fault."), "The field, as in `resume.session`."),
      Field(
        "retry_after_ms", .integer(least: 0), .conditional("Where waiting helps."),
        "How long to wait, in milliseconds."),
    ])
}

extension FrameObject {
  func addHello(of configuration: Configuration, at now: Instant) {
    add("protocol", FrameCatalog.subprotocol)
    add("clock", configuration.clock.rawValue)
    add("now", now)
    let limits = FrameObject()
    for limit in Limit.allCases { limits.add(named: limit.name, configuration.limits[limit]) }
    add("limits", limits)
    add("capabilities", FrameCatalog.capabilities)
  }

  func add(_ ready: Event.Ready, reveal: (Digest) -> String?) {
    add("user", ready.user)
    add("bot", ready.bot)
    if let session = reveal(ready.session) { add("session", session) }
    add("resumed", ready.resumed)
    if let token = ready.token.flatMap(reveal) { add("token", token) }
    if ready.waiting > 0 { add("waiting", ready.waiting) }
    if !ready.blocked.isEmpty { add("blocked", ready.blocked) }
  }

  convenience init(_ session: Event.ListedSession) {
    self.init()
    add("session_id", session.id)
    if let since = session.since { add("since", since) }
    add("online", session.online)
    if session.current { add("current", true) }
    add("rooms", session.rooms)
  }

  convenience init(_ token: Event.ListedToken) {
    self.init()
    add("token_id", token.id)
    if !token.label.isEmpty { add("label", token.label) }
    if token.byOperator { add("by_operator", true) }
    add("made", token.made)
    add("used", token.used)
    if let address = token.address { add("address", address) }
    if token.current { add("current", true) }
  }

  convenience init(_ line: Event.HelpLine) {
    self.init()
    add("usage", line.usage)
    add("about", line.about)
  }

  func add(timer: String, at now: Instant) {
    add("timer", timer)
    add("now", now)
  }

  func add(_ refusal: Refusal) {
    add("code", refusal.code.rawValue)
    add("message", refusal.message)
    if let field = refusal.field { add("field", field) }
    if let wait = refusal.retryAfterMilliseconds { add("retry_after_ms", wait) }
  }
}
