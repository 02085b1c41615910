import Relay
import Wire

/// Messages of both sides: what the hooks make of them.
extension Line {
  private var faults: Faults { proxy.faults }

  func clientSaid(_ text: [UInt8], bytes: [UInt8], isHeld: Bool) {
    guard !isOperator else { return operatorSaid(text, bytes: bytes) }
    for hook in faults.textHooks {
      guard let other = hook(text, self) else { continue }
      return write(RawFrame(RawFrame.text, other, isMasked: true).bytes, toClient: false)
    }
    guard let json = try? JSON.parse(text), case .object = json else {
      note(command: Frame(""))
      if isHeld { write(bytes, toClient: false) }
      return
    }
    let original = isVerbatim ? Frame(json).meaning(in: rooms.last) : Frame(json)
    var frame = original
    note(command: original)
    var passage = Passage.pass
    for (types, hook) in faults.commandHooks where types.isEmpty || types.contains(frame.type) {
      passage = hook(&frame, self)
      guard case .pass = passage else { break }
    }
    // Where it has no id, nothing will tell that it has worked.
    if original.type == "leave" { rooms.removeAll { $0 == original.text("room") } }
    guard isHeld else { return }
    let changed = frame == original ? bytes : RawFrame(RawFrame.text, frame.json.bytes, isMasked: true).bytes
    switch passage {
    case .pass, .late: write(changed, toClient: false)
    case .drop: break
    case .double: write(changed + changed, toClient: false)
    case .become(let frames): for frame in frames { say(frame) }
    }
  }

  /// The operator's commands pass; what a reset asks for is told by `hello`, and what the defect keeps is kept.
  private func operatorSaid(_ text: [UInt8], bytes: [UInt8]) {
    guard let json = try? JSON.parse(text) else {
      return write(bytes, toClient: false)
    }
    var frame = Frame(json)
    note(command: frame)
    guard frame.type == "reset" else { return write(bytes, toClient: false) }
    proxy.reset(told: frame["limits"])
    var limits = frame["limits"] ?? .object([])
    for (name, value) in faults.limits { limits.set(name, .integer(Int64(value))) }
    frame["limits"] = limits
    say(frame)
  }

  func serverSaid(_ text: [UInt8], bytes: [UInt8]) {
    guard let json = try? JSON.parse(text) else {
      return write(bytes, toClient: true)
    }
    let original = Frame(json)
    if let re = original.re, let body = awaitedReplies.removeValue(forKey: re) { return body(original) }
    var frame = original
    if frame.type == "hello" { proxy.tellLimits(in: &frame) }
    note(event: frame)
    defer { forget(answered: original) }
    guard !isOperator else {
      let deliver = { [self] in
        write(RawFrame(RawFrame.text, frame.json.bytes, isMasked: false).bytes, toClient: true)
      }
      return cause(of: frame)?.type == "settle" ? proxy.afterAllPongs(deliver) : deliver()
    }
    var passage = Passage.pass
    let hooks = isVerbatim ? faults.eventHooks : faults.tutorialHooks
    for (types, hook) in hooks where types.isEmpty || types.contains(frame.type) {
      passage = hook(&frame, self)
      guard case .pass = passage else { break }
    }
    let changed = frame == original ? bytes : RawFrame(RawFrame.text, frame.json.bytes, isMasked: false).bytes
    switch passage {
    case .pass: write(changed, toClient: true)
    case .drop: break
    case .double: write(changed + changed, toClient: true)
    case .late: return late.append(frame)
    case .become(let frames): for frame in frames { tell(frame) }
    }
    sendLate()
  }
}

extension Frame {
  static func error(_ code: String) -> Frame {
    Frame("error", ["code": .string(code), "message": "It is not possible."])
  }

  /// The reply that the command would have got if it had worked.
  static func success(of command: Frame, on line: Line) -> Frame {
    let now: JSON = "2026-01-01T00:00:00.000Z"
    let room = command["room"] ?? "lobby"
    var frame =
      switch command.type {
      case "register", "login":
        Frame(
          "ready",
          ["user": command["user"] ?? "nobody", "bot": false, "session": "made-up", "resumed": false])
      case "chat_message": Frame("ack", ["room": room, "seq": 1, "at": now, "duplicate": false])
      case "private_message":
        Frame(
          "private_message_delivered",
          [
            "target": command["to"] ?? "nobody", "message": command["message"] ?? "", "seq": 1, "at": now,
            "sessions": 0, "duplicate": false,
          ])
      case "join", "who":
        Frame("user_list", ["room": room, "users": [], "seq": 0, "online": 0, "more": false])
      case "history": Frame("history", ["room": room, "messages": [], "more": false])
      case "search": Frame("search", ["in": command["in"] ?? "messages", "results": []])
      case "rooms": Frame("room_list", ["rooms": []])
      case "commands": Frame("command_list", ["room": room, "commands": []])
      case "user_info":
        Frame(
          "user_info", ["user": command["user"] ?? "", "bot": false, "online": false, "status": "online"])
      case "conversations": Frame("conversation_list", ["conversations": []])
      case "ping", "": Frame("pong", ["now": now])
      case _: Frame("ok")
      }
    frame["re"] = command["id"]
    return frame
  }
}
