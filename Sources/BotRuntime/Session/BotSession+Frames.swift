import Bots
import Client
import Engine
import Wire

/// What frames of the server mean for a bot's session.
extension BotSession {
  private static let logInID = "log-in"

  mutating func receive(_ bytes: [UInt8]) {
    let frame = try? JSON.parse(bytes, maximumBytes: 1 << 24, maximumDepth: 64)
    switch frame?.text("type") {
    case "hello"?: frame.map { greet($0) }
    case "ready"?: frame.map { begin($0) }
    case _: take(frame)
    }
  }

  // MARK: - Logging in

  private mutating func greet(_ hello: JSON) {
    phase = .loggingIn
    virtualNow = hello.text("clock") == "virtual" ? Self.time(in: hello) : nil
    if let seconds = hello["limits"]?.number("heartbeat_seconds") {
      heartbeatMilliseconds = min(max(1, seconds), 86_400) * 1000
    }
    let botNow = botNow
    turn { $0.receive(hello, at: botNow) }
    var logIn = JSON.frame("login", ("id", .string(Self.logInID)), ("token", .string(options.token)))
    if let session {
      let point = JSON.object([
        .init("session", .string(session.name)), .init("received", .integer(session.received)),
      ])
      logIn = logIn.with("resume", point)
    }
    actions.append(.send(logIn))
  }

  private mutating func begin(_ ready: JSON) {
    guard let name = ready.text("user"), let secret = ready.text("session") else { return }
    if let user, NameKey(user) != NameKey(name) {
      actions.append(.disconnect(orderly: true))
      return end(.stateOfAnotherUser(user, loggedInAs: name))
    }
    user = name
    let isResumed = ready["resumed"] == .bool(true)
    session = BotMemory.Session(name: secret, received: isResumed ? session?.received ?? 0 : 0)
    let gone = hasBegun || (away?.attempts ?? 0) > 0 ? away.map { now.uptime - $0.since } : nil
    report(.loggedIn(user: name, isResumed: isResumed, awayMilliseconds: gone))
    phase = .active
    hasBegun = true
    away = nil
    delay.reset()
    let botNow = botNow
    turn { $0.receive(ready, at: botNow) }
  }

  private mutating func refuse(_ error: JSON) {
    let code = error.text("code") ?? ""
    let message = error.text("message") ?? ""
    guard let known = ErrorCode(rawValue: code), known.retryCanHelp else {
      actions.append(.disconnect(orderly: true))
      return end(.logInRefused(code: code, message: message))
    }
    actions.append(.disconnect(orderly: true))
    delay.slowDown()
    waitAndReconnect("the log-in was refused: \(message)")
  }

  // MARK: - Everything else

  /// Takes a frame that counts, which is each one after the log-in.
  private mutating func take(_ frame: JSON?) {
    guard phase == .active else {
      if let frame, frame.text("re") == Self.logInID, frame.text("type") == "error" { refuse(frame) }
      return
    }
    let reply = frame?.text("re")
    if stopBy != nil, reply == nil {
      // An event is not the bot's any more; where the session is resumed it comes then.
      if options.keepsMemory { leave() }
      return
    }
    session?.received += 1
    if options.keepsMemory { uncountedSince = uncountedSince ?? now.uptime }
    guard let frame else { return }
    if virtualNow != nil, let time = Self.time(in: frame) { virtualNow = max(time, botNow) }
    if reply == lastSent, reply != nil { report(.answered) }
    if reply != nil, frame.text("type") == "error" { report(.refused(code: frame.text("code") ?? "")) }
    let botNow = botNow
    turn { $0.receive(frame, at: botNow) }
    if virtualNow != nil { doWhatIsDue() }
    leaveIfDone()
  }

  /// The server's time, where a frame tells it.
  private static func time(in frame: JSON) -> Instant? {
    (frame.text("now") ?? frame.text("at")).flatMap(Timestamp.instant(of:))
  }
}
