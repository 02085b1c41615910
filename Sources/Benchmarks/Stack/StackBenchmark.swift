import Engine
import Host

/// Engine, wire and a store in memory together, as the simulator and the server use them.
enum StackBenchmark {
  /// Frames in, each message journaled, stored, searchable at the end, and encoded once for its 100 receivers.
  static func roomChat(_ size: BenchmarkSize) throws -> Measurement {
    let inputs = size == .full ? 500_000 : 50_000
    let party = try Party(rooms: 100, members: 100)
    let frames = (0..<100).map { room in
      Array(
        #"{"type":"chat_message","id":"1","room":"room-\#(room)","message":"good morning to all of you in here"}"#
          .utf8)
    }
    var sent = 0
    let start = party.now
    let timing = try Timing.of {
      for index in 0..<inputs {
        let user = index % party.connections.count
        party.now = Pace.instant(of: index, after: start, users: party.connections.count)
        try party.host.receive(frames[user % frames.count], from: party.connections[user], at: party.now)
        if index % Party.inputsPerTurn == Party.inputsPerTurn - 1 { sent += try party.host.commit().count }
      }
      sent += try party.host.commit().count
      // The search brings the index up to date, so that its cost is counted.
      party.now.milliseconds += 1000
      _ = try party.ask(#"{"type":"search","in":"messages","query":"morning"}"#, from: party.connections[0])
    }
    guard sent == inputs * 2 else { throw UnexpectedOutcome("\(sent) frames came of \(inputs) messages") }
    return Measurement(
      name: "stack/room_chat", value: Double(inputs) / timing.seconds, unit: "inputs/s",
      goal: .atLeast(100_000),
      processorShare: timing.processorShare)
  }
}
