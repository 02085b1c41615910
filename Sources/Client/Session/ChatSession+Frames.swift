package import Wire

/// What frames of the server mean for a session.
extension ChatSession {
  mutating func receive(_ frame: ServerFrame) {
    guard frame.typeName != nil else { return }
    switch frame.type {
    case .hello: return greet(frame)
    case .ready: return begin(frame)
    case _: break
    }
    if session.phase != .loggingIn, frame.isCounted { session.progress?.received += 1 }
    let re = frame.re
    if frame.type == .error, re == ClientSession.logInID { return refuse(frame) }
    if let re {
      if outbox.settlePing(re) { return }
      if let request = outbox.settle(re) { return settle(request, re, with: frame) }
    }
    switch frame.type {
    case .chatMessage: hear(frame)
    case .history: if let room = frame.room { fill(room, with: frame) }
    case .roomDeleted:
      rooms.removeAll { $0.name == frame.room }
      actions.append(.show(.frame(frame)))
    case .userKicked, .userBanned:
      if frame.user == user { rooms.removeAll { $0.name == frame.room } }
      actions.append(.show(.frame(frame)))
    case .pong, .ack, .ok: break
    case _: actions.append(.show(.frame(frame)))
    }
  }

  // MARK: - Logging in

  private mutating func greet(_ hello: ServerFrame) {
    isClockVirtual = hello.isClockVirtual
    session.greet(hello)
    let frame: JSON
    switch logIn {
    case .guest:
      if !hasBegun { actions.append(.show(.guest)) }
      return beginAnew()
    case .token(let token): frame = .frame("login", ("token", .string(token)))
    case .registration(let user, let password) where !hasBegun && !registrationMayHaveWorked:
      frame = .frame("register", ("user", .string(user)), ("password", .string(password)))
    case .password(let user, let password), .registration(let user, let password):
      frame = .frame("login", ("user", .string(user)), ("password", .string(password)))
    }
    actions.append(.send(session.resuming(frame).with("id", .string(ClientSession.logInID)).bytes))
  }

  private mutating func begin(_ ready: ServerFrame) {
    session.progress = SessionProgress(ready, after: session.progress)
    user = ready.user
    guard ready.isResumed else {
      if !hasBegun { actions.append(.show(.frame(ready))) }
      return beginAnew()
    }
    reconnected()
    session.phase = .active
    // What was missed may change in which room the next line is said.
    outbox.resumeInDoubt()
  }

  /// Begins a session that is in no room: for the first time, or in place of one that is gone.
  private mutating func beginAnew() {
    let isFirst = !hasBegun
    hasBegun = true
    session.phase = .active
    if isFirst { return }
    reconnected()
    for index in rooms.indices { rooms[index].held = rooms[index].held ?? [] }
    outbox.begin(
      with: rooms.map { .rejoin(room: $0.name, after: $0.lastSeq) }, dropping: { !$0.isTyped })
  }

  private mutating func reconnected() {
    if hasSaidReconnecting { actions.append(.show(.reconnected)) }
    hasSaidReconnecting = false
    session.delay.reset()
  }

  private mutating func refuse(_ error: ServerFrame) {
    let code = error.code ?? ""
    if case .registration = logIn, code == "auth_failed", registrationMayHaveWorked, !hasBegun {
      return end(.refused(code: "name_taken", message: "The name is in use."))
    }
    guard error.retryCanHelp, hasBegun else {
      return end(.refused(code: code, message: error.message ?? ""))
    }
    actions.append(.disconnect(orderly: true))
    session.delay.slowDown()
    waitAndReconnect()
  }

  // MARK: - Answers

  private mutating func settle(_ request: Request, _ id: String, with answer: ServerFrame) {
    let isError = answer.type == .error
    switch request {
    case .typed(let line, _):
      if isError { return refuse(line, id, answer) }
      settle(line, with: answer)
    case .rejoin(let room, _):
      guard isError else { return }
      rooms.removeAll { $0.name == room }
      actions.append(.show(.frame(answer)))
    case .backlog(let room, _):
      if !isError, let messages = answer.messages, !messages.isEmpty {
        actions.append(.show(.backlog(answer, isMissed: false)))
      }
      release(room)
    case .missed(let room, _):
      if isError { release(room) } else { fill(room, with: answer) }
    case .probe: finish()
    }
  }

  private mutating func settle(_ line: TypedLine, with answer: ServerFrame) {
    switch (line, answer.type) {
    case (.join, .userList?):
      guard let name = answer.room else { return }
      actions.append(.show(.entered(answer)))
      let seq = answer.seq ?? 0
      let known = rooms.first { $0.name == name }
      rooms.removeAll { $0.name == name }
      rooms.append(known ?? Room(name: name, lastSeq: seq, held: []))
      guard known == nil else { return }
      outbox.append(.backlog(room: name, before: seq + 1))
    case (.leave(let named), .ok?):
      let index =
        named.isEmpty
        ? rooms.indices.last : rooms.firstIndex { $0.name.lowercased() == named.lowercased() }
      let room = index.map { rooms.remove(at: $0).name }
      actions.append(.show(.left(room: room ?? named)))
    case (_, .ack?), (_, .ok?), (_, .pong?): break
    case _: actions.append(.show(.frame(answer)))
    }
  }

  private mutating func refuse(_ line: TypedLine, _ id: String, _ error: ServerFrame) {
    // Time that has to be advanced by hand would never come, and a mute is not to be waited for.
    guard !isClockVirtual, error.code != "forbidden", let wait = error.retryAfterMilliseconds,
      wait <= 60_000
    else {
      actions.append(.show(.frame(error)))
      return
    }
    waiting.insert(line, at: 0)
    outbox.postpone(id, until: now + max(1, wait))
  }

  // MARK: - Messages

  private mutating func hear(_ message: ServerFrame) {
    guard let name = message.room, let seq = message.seq,
      let index = rooms.firstIndex(where: { $0.name == name })
    else {
      // A room can be joined by the session before its answer has come.
      actions.append(.show(.frame(message)))
      return
    }
    if rooms[index].held != nil {
      rooms[index].held?.append(message)
    } else if seq > rooms[index].lastSeq {
      rooms[index].lastSeq = seq
      actions.append(.show(.frame(message)))
    }
  }

  /// Takes a page of what was missed, and asks for the next one.
  private mutating func fill(_ name: String, with history: ServerFrame) {
    guard let index = rooms.firstIndex(where: { $0.name == name }), let messages = history.messages else {
      return
    }
    let last = messages.last?.seq ?? 0
    if !messages.isEmpty { actions.append(.show(.backlog(history, isMissed: true))) }
    rooms[index].lastSeq = max(rooms[index].lastSeq, last)
    guard history.hasMore, !messages.isEmpty else { return release(name) }
    outbox.append(.missed(room: name, after: last))
  }

  /// Shows what was said meanwhile.
  private mutating func release(_ name: String) {
    guard let index = rooms.firstIndex(where: { $0.name == name }) else { return }
    let held = rooms[index].held ?? []
    rooms[index].held = nil
    for message in held { hear(message) }
  }
}

extension JSON {
  /// The text of a member; nil where there is none or it is something else.
  package func text(_ name: String) -> String? {
    guard case .string(let text)? = self[name] else { return nil }
    return text
  }
}
