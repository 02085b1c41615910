import Engine

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
