import Engine
import Store
import Wire

/// The layers one by one.
extension CountedWay {
  /// Counts deliveries: 100 a message.
  static func runEngine(_ messages: Int) throws -> Int {
    let members = 100
    var chat = Chat(rooms: 1, members: members)
    let commands = texts.map { Command.sendMessage(room: "room-0", text: $0, key: nil) }
    var buffer: [Effect] = []
    var delivered = 0
    for index in 0..<messages {
      chat.now.milliseconds += stepMilliseconds
      chat.engine.apply(
        .command(ConnectionID(UInt64(index % members + 1)), commands[index % commands.count], re: nil),
        at: chat.now)
      chat.engine.takeEffects(into: &buffer)
      for effect in buffer {
        if case .broadcast(_, let audience) = effect { delivered += audience.count }
      }
    }
    guard delivered == messages * members else {
      throw UnexpectedOutcome("\(messages) messages were delivered \(delivered) times")
    }
    return delivered
  }

  /// Counts frames: one read and one written for each message.
  static func runFrames(_ messages: Int) throws -> Int {
    let decoder = FrameDecoder(limits: Limits())
    let encoder = FrameEncoder(configuration: Configuration())
    var secrets = NoSecrets()
    var now = Instant.virtualStart
    var handled = 0
    for index in 0..<messages {
      now.milliseconds += stepMilliseconds
      let read = decoder.decode(commandFrames[index % commandFrames.count], secrets: &secrets)
      guard case .command(.sendMessage(let room, let text, _, _), _) = read else {
        throw UnexpectedOutcome("a frame was read as \(read)")
      }
      let content = Event.Content(seq: UInt64(index + 1), text: text, at: now)
      let written = encoder.encode(.chatMessage(room: room, Event.Message(content, user: "user0")))
      guard written.count > text.utf8.count else {
        throw UnexpectedOutcome("\(String(decoding: written, as: UTF8.self)) was written of: \(text)")
      }
      handled += 2
    }
    return handled
  }

  /// Counts messages in the journal. Each is a turn of its own.
  static func runStore(_ messages: Int) throws -> Int {
    let store = try Store(.memory)
    var now = Instant.virtualStart
    let (user, room) = (UserID(1), RoomID(1))
    store.write(.userRegistered(user, name: "user0", key: "user0", bot: false, at: now, request: nil))
    store.write(.roomCreated(room, name: "room-0", key: "room-0", owner: user, at: now))
    try store.commit()
    let inputs = texts.map {
      Input.command(ConnectionID(1), .sendMessage(room: "room-0", text: $0, key: nil), re: "1").canonicalBytes
    }
    for index in 0..<messages {
      now.milliseconds += stepMilliseconds
      let number = UInt64(index + 1)
      store.append(input: inputs[index % inputs.count], at: now)
      store.write(
        .messageStored(
          number: number, .room(room), seq: number, from: user, text: texts[index % texts.count], at: now))
      try store.commit()
    }
    let newest = Query.roomHistory(room, page: .latest, limit: 1, through: UInt64(messages))
    guard case .messages(let rows, _) = try store.answer(newest), rows.first?.seq == UInt64(messages) else {
      throw UnexpectedOutcome("the newest message is not number \(messages)")
    }
    return Int(store.journalEnd.number)
  }
}

/// The frames that are counted have no secrets.
private struct NoSecrets: SecretKeeper {
  func keep(password: String) -> Secret { Secret(0) }
  func digest(of secret: String) -> Digest { Digest(0, 0, 0, 0) }
}
