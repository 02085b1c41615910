package import Wire

/// What frames of the server mean for a session.
extension ChatSession {
  private static let logInID = "log-in"
  /// How many messages are shown of what was said before a room was entered.
  private static let backlog: Int64 = 20
  private static let page: Int64 = 100

  mutating func receive(_ frame: JSON) {
    guard let type = frame.text("type") else { return }
    switch type {
    case "hello": return greet(frame)
    case "ready": return begin(frame)
    case _: break
    }
    if session != nil, phase != .loggingIn { received += 1 }
    let re = frame.text("re")
    if type == "error", re == Self.logInID { return refuse(frame) }
    if let re, let index = unanswered.firstIndex(where: { $0.id == re }) {
      return settle(unanswered.remove(at: index), with: frame)
    }
    switch type {
    case "chat_message": hear(frame)
    case "history": if let room = frame.text("room") { fill(room, with: frame) }
    case "room_deleted":
      rooms.removeAll { $0.name == frame.text("room") }
      actions.append(.show(.frame(frame)))
    case "user_kicked", "user_banned":
      if frame.text("user") == user { rooms.removeAll { $0.name == frame.text("room") } }
      actions.append(.show(.frame(frame)))
    case "pong", "ack", "ok": break
    case _: actions.append(.show(.frame(frame)))
    }
  }

  // MARK: - Logging in

  private mutating func greet(_ hello: JSON) {
    isClockVirtual = hello.text("clock") == "virtual"
    if let seconds = hello["limits"]?.number("heartbeat_seconds") {
      heartbeatMilliseconds = min(max(1, seconds), 86_400) * 1000
    }
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
    phase = .loggingIn
    let resume = session.map {
      JSON.object([.init("session", .string($0)), .init("received", .integer(received))])
    }
    let full = resume.map { frame.with("resume", $0) } ?? frame
    actions.append(.send(full.with("id", .string(Self.logInID)).bytes))
  }

  private mutating func begin(_ ready: JSON) {
    session = ready.text("session")
    user = ready.text("user")
    guard ready["resumed"] == .bool(true) else {
      if !hasBegun { actions.append(.show(.frame(ready))) }
      return beginAnew()
    }
    reconnected()
    phase = .settling
    unanswered.removeAll { $0.purpose == .probe }
    send(.frame("ping"), for: .probe)
  }

  /// Begins a session that is in no room: for the first time, or in place of one that is gone.
  private mutating func beginAnew() {
    received = 0
    let isFirst = !hasBegun
    hasBegun = true
    phase = .active
    if isFirst { return }
    reconnected()
    let typed = unanswered.filter(\.isTyped)
    unanswered = []
    for index in rooms.indices {
      rooms[index].held = rooms[index].held ?? []
      let room = rooms[index]
      send(
        .frame("join", ("room", .string(room.name)), ("after", .integer(room.lastSeq))),
        for: .rejoin(room: room.name))
    }
    for pending in typed { sendAgain(pending) }
    unanswered += typed
    ending.probe = nil
  }

  private mutating func reconnected() {
    if hasSaidReconnecting { actions.append(.show(.reconnected)) }
    hasSaidReconnecting = false
    delay.reset()
  }

  private mutating func sendAgain(_ pending: Pending) { actions.append(.send(pending.frame.bytes)) }

  private mutating func refuse(_ error: JSON) {
    let code = error.text("code") ?? ""
    if case .registration = logIn, code == "auth_failed", registrationMayHaveWorked, !hasBegun {
      return end(.refused(code: "name_taken", message: "The name is in use."))
    }
    guard ["rate_limited", "unavailable", "internal"].contains(code), hasBegun else {
      return end(.refused(code: code, message: error.text("message") ?? ""))
    }
    actions.append(.disconnect(orderly: true))
    delay.slowDown()
    waitAndReconnect()
  }

  // MARK: - Answers

  private mutating func settle(_ pending: Pending, with answer: JSON) {
    let isError = answer.text("type") == "error"
    switch pending.purpose {
    case .typed(let line):
      if isError { return refuse(line, pending, answer) }
      settle(line, with: answer)
    case .rejoin(let room):
      guard isError else { return }
      rooms.removeAll { $0.name == room }
      actions.append(.show(.frame(answer)))
    case .backlog(let room):
      if !isError, case .array(let messages)? = answer["messages"], !messages.isEmpty {
        actions.append(.show(.backlog(answer, isMissed: false)))
      }
      release(room)
    case .missed(let room):
      if isError { release(room) } else { fill(room, with: answer) }
    case .probe:
      if ending.probe == pending.id { return finish() }
      guard phase == .settling else { return }
      // All that the server had for this session is here; what it did not answer it never got.
      phase = .active
      for pending in unanswered { sendAgain(pending) }
    }
  }

  private mutating func settle(_ line: TypedLine, with answer: JSON) {
    switch (line, answer.text("type")) {
    case (.join, "user_list"?):
      guard let name = answer.text("room") else { return }
      actions.append(.show(.entered(answer)))
      let seq = answer.number("seq") ?? 0
      let known = rooms.first { $0.name == name }
      rooms.removeAll { $0.name == name }
      rooms.append(known ?? Room(name: name, lastSeq: seq, held: []))
      guard known == nil else { return }
      send(
        .frame(
          "history", ("room", .string(name)), ("before", .integer(seq + 1)), ("limit", .integer(Self.backlog))
        ),
        for: .backlog(room: name))
    case (.leave(let named), "ok"?):
      let index =
        named.isEmpty
        ? rooms.indices.last : rooms.firstIndex { $0.name.lowercased() == named.lowercased() }
      let room = index.map { rooms.remove(at: $0).name }
      actions.append(.show(.left(room: room ?? named)))
    case (_, "ack"?), (_, "ok"?), (_, "pong"?): break
    case _: actions.append(.show(.frame(answer)))
    }
  }

  private mutating func refuse(_ line: TypedLine, _ pending: Pending, _ error: JSON) {
    // Time that has to be advanced by hand would never come, and a mute is not to be waited for.
    guard !isClockVirtual, error.text("code") != "forbidden", let wait = error.number("retry_after_ms"),
      wait <= 60_000
    else {
      actions.append(.show(.frame(error)))
      return
    }
    waiting.insert(line, at: 0)
    notBefore = now + max(1, wait)
  }

  // MARK: - Messages

  private mutating func hear(_ message: JSON) {
    guard let name = message.text("room"), let seq = message.number("seq"),
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
  private mutating func fill(_ name: String, with history: JSON) {
    guard let index = rooms.firstIndex(where: { $0.name == name }),
      case .array(let messages)? = history["messages"]
    else { return }
    let last = messages.last?.number("seq") ?? 0
    if !messages.isEmpty { actions.append(.show(.backlog(history, isMissed: true))) }
    rooms[index].lastSeq = max(rooms[index].lastSeq, last)
    guard history["more"] == .bool(true), !messages.isEmpty else { return release(name) }
    send(
      .frame("history", ("room", .string(name)), ("after", .integer(last)), ("limit", .integer(Self.page))),
      for: .missed(room: name))
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
  /// A frame of a type with these members.
  package static func frame(_ type: String, _ members: (String, JSON)...) -> JSON {
    .object([Member("type", .string(type))] + members.map { Member($0.0, $0.1) })
  }

  /// The object with one more member at its end.
  package func with(_ name: String, _ value: JSON) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members + [Member(name, value)])
  }

  /// The text of a member; nil where there is none or it is something else.
  package func text(_ name: String) -> String? {
    guard case .string(let text)? = self[name] else { return nil }
    return text
  }

  /// The integer of a member; nil where there is none or it is something else.
  package func number(_ name: String) -> Int64? {
    guard case .integer(let number)? = self[name] else { return nil }
    return number
  }
}
