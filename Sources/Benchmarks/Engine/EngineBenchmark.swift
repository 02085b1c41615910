import Engine
import Server

/// The engine alone, without wire, store or host.
enum EngineBenchmark {
  /// Messages go round all users of 100 rooms of 100, spread so far in virtual time that no rate limit is met.
  static func roomChat(_ size: BenchmarkSize) throws -> Measurement {
    let (rooms, members) = (100, 100)
    let inputs = size == .full ? 2_000_000 : 100_000
    var chat = Chat(rooms: rooms, members: members)
    var buffer: [Effect] = []
    var delivered = 0
    let commands = (0..<rooms).map {
      Command.sendMessage(room: "room-\($0)", text: "good morning to all of you in here", key: nil)
    }
    let start = chat.now
    let timing = Timing.of {
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
    guard delivered == inputs * members else {
      throw UnexpectedOutcome("\(inputs) messages were delivered \(delivered) times")
    }
    return Measurement(
      name: "engine/room_chat", value: Double(inputs) / timing.seconds, unit: "inputs/s",
      goal: .atLeast(1_000_000),
      processorShare: timing.processorShare)
  }

  /// How many bytes the process grows by for each user that is registered and gone.
  static func memoryPerUser(_ size: BenchmarkSize) -> Measurement {
    let users = size == .full ? 200_000 : 20_000
    let before = MetricsPage.residentBytes ?? 0
    var chat = Chat(rooms: 0, members: 0)
    for number in 1...users {
      chat.register("user-number-\(number)")
      chat.engine.apply(.closed(ConnectionID(UInt64(number))), at: chat.now)
      _ = chat.engine.takeEffects()
    }
    let after = MetricsPage.residentBytes ?? 0
    withExtendedLifetime(chat) {}
    return Measurement(
      name: "engine/memory_per_user", value: Double(after - before) / Double(users), unit: "bytes",
      goal: .atMost(500))
  }
}
