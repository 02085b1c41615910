import Bots
import Client
import Engine
import Wire

/// What frames of the server mean for a bot's session.
extension BotSession {
  mutating func receive(_ bytes: [UInt8]) {
    let frame = ServerFrame(parsing: bytes, maximumBytes: ClientSession.frameBytes)
    switch frame?.type {
    case .hello?: frame.map { greet($0) }
    case .ready?: frame.map { begin($0) }
    case _: take(frame)
    }
  }

  // MARK: - Logging in

  private mutating func greet(_ hello: ServerFrame) {
    virtualNow = hello.isClockVirtual ? hello.now ?? hello.at : nil
    session.greet(hello)
    let botNow = botNow
    turn { $0.receive(hello.json, at: botNow) }
    let logIn = JSON.frame("login", ("id", .string(ClientSession.logInID)), ("token", .string(options.token)))
    actions.append(.send(session.resuming(logIn)))
  }

  private mutating func begin(_ ready: ServerFrame) {
    guard let name = ready.user, let progress = SessionProgress(ready, after: session.progress) else {
      return
    }
    if let user, NameKey(user) != NameKey(name) {
      actions.append(.disconnect(orderly: true))
      return end(.stateOfAnotherUser(user, loggedInAs: name))
    }
    user = name
    session.progress = progress
    let gone = hasBegun || (away?.attempts ?? 0) > 0 ? away.map { now.uptime - $0.since } : nil
    report(.loggedIn(user: name, isResumed: ready.isResumed, awayMilliseconds: gone))
    session.phase = .active
    hasBegun = true
    away = nil
    // The timer of a session that goes on may be another program's.
    (serverTimerAt, serverTimerRetryAt) = (nil, nil)
    isQuietUntold = true
    session.delay.reset()
    let botNow = botNow
    turn { $0.receive(ready.json, at: botNow) }
  }

  private mutating func refuse(_ error: ServerFrame) {
    let message = error.message ?? ""
    actions.append(.disconnect(orderly: true))
    guard error.retryCanHelp else { return end(.logInRefused(code: error.code ?? "", message: message)) }
    session.delay.slowDown()
    waitAndReconnect("the log-in was refused: \(message)")
  }

  // MARK: - Everything else

  /// Takes a frame that counts, which is each one after the log-in.
  private mutating func take(_ frame: ServerFrame?) {
    guard session.phase == .active else {
      if let frame, frame.re == ClientSession.logInID, frame.type == .error { refuse(frame) }
      return
    }
    let reply = frame?.re
    if stopBy != nil, reply == nil {
      // An event is not the bot's any more; where the session is resumed it comes then.
      if options.keepsMemory { leave() }
      return
    }
    if frame?.isCounted != false { session.progress?.received += 1 }
    if options.keepsMemory { uncountedSince = uncountedSince ?? now.uptime }
    // The answer to what told that all is done is no news.
    if reply == Self.quietID { return }
    isQuietUntold = true
    guard let frame else { return }
    if virtualNow != nil, let time = frame.now ?? frame.at { virtualNow = max(time, botNow) }
    noteTimer(frame)
    if reply == lastSent, reply != nil { report(.answered) }
    if reply != nil, frame.type == .error { report(.refused(code: frame.code ?? "")) }
    let botNow = botNow
    turn { $0.receive(frame.json, at: botNow) }
    if virtualNow != nil { doWhatIsDue() }
    leaveIfDone()
  }
}
