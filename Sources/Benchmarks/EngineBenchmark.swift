import Engine

/// The engine alone: room chat, without wire, store or host.
enum EngineBenchmark {
  /// Messages go round all users of rooms × members, spread so far in virtual time that no rate limit is met.
  static func roomChat(rooms: Int, members: Int, inputs: Int) -> Measurement {
    var chat = Chat(rooms: rooms, members: members)
    var buffer: [Effect] = []
    var delivered = 0
    let commands = (0..<rooms).map {
      Command.sendMessage(room: "room-\($0)", text: "good morning to all of you in here", key: nil)
    }
    let start = chat.now
    let elapsed = seconds {
      for index in 0..<inputs {
        let user = index % chat.users
        chat.now = Pace.instant(of: index, after: start, users: chat.users)
        chat.engine.apply(
          .command(ConnectionID(UInt64(user + 1)), commands[user % rooms], re: nil), at: chat.now)
        chat.engine.takeEffects(into: &buffer)
        for effect in buffer {
          if case .broadcast(_, let audience) = effect { delivered += audience.count }
        }
      }
    }
    precondition(delivered == inputs * members, "only \(delivered) deliveries were asked for")
    return Measurement(
      name: "engine, room chat in \(rooms) rooms of \(members)", value: Double(inputs) / elapsed,
      unit: "inputs/s", goal: rooms == 100 ? .atLeast(1_000_000) : .none)
  }

  /// How many bytes the process grows by for each user that is registered and gone.
  static func memoryPerUser(users: Int) -> Measurement {
    let before = residentBytes()
    var chat = Chat(rooms: 0, members: 0)
    for number in 1...users {
      chat.register("user-number-\(number)")
      chat.engine.apply(.closed(ConnectionID(UInt64(number))), at: chat.now)
      _ = chat.engine.takeEffects()
    }
    let after = residentBytes()
    withExtendedLifetime(chat) {}
    return Measurement(
      name: "memory for each of \(users) registered users at rest",
      value: Double(after - before) / Double(users), unit: "bytes", goal: .atMost(500))
  }
}

/// When messages are sent, so that users who take turns stay within the default rate limits.
enum Pace {
  static func instant(of index: Int, after start: Instant, users: Int) -> Instant {
    start.advanced(byMilliseconds: Int64(index) * 250 / Int64(users))
  }
}

/// An engine with users in rooms.
struct Chat {
  var engine = Engine()
  var now = Instant.virtualStart
  private(set) var users = 0

  init(rooms: Int, members: Int) {
    engine.apply(.started(Configuration()), at: now)
    for index in 0..<(rooms * members) {
      register("user\(index)")
      // Arrivals are spread over time, so that nobody meets a rate limit.
      now.milliseconds += 1
      engine.apply(
        .command(ConnectionID(UInt64(users)), .join(room: "room-\(index % rooms)", after: nil), re: nil),
        at: now)
      _ = engine.takeEffects()
    }
  }

  mutating func register(_ name: String) {
    users += 1
    let connection = ConnectionID(UInt64(users))
    engine.apply(.connected(connection), at: now)
    engine.apply(.command(connection, .register(user: name, password: Secret(1)), re: nil), at: now)
    let outcome = Authentication.accepted(
      user: nil, session: Digest(UInt64(users), 0, 0, 0), token: Digest(0, UInt64(users), 0, 0))
    engine.apply(.authenticated(RequestID(UInt64(users)), outcome), at: now)
    _ = engine.takeEffects()
  }
}
