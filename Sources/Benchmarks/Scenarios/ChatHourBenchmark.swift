import Engine
import Harness
import Wire

/// An hour of virtual time in which 100 users in one room say something every 10 seconds.
enum ChatHourBenchmark {
  private static let users = 100
  private static let millisecondsBetweenMessages: Int64 = 100

  static func hour(_ size: BenchmarkSize) throws -> Measurement {
    let minutes = size == .full ? 60 : 6
    let messages = minutes * 60_000 / Int(millisecondsBetweenMessages)
    let simulator = try Simulator()
    let names = (0..<users).map { "user\($0)" }
    for name in names {
      try simulator.addUser(name)
      try simulator.send(#"{"type":"join","room":"square"}"#, from: name)
    }
    let clients = try names.map { name in try simulator.participant(name) }
    for client in clients { while client.takeUnread() != nil {} }

    let timing = try Timing.of {
      for index in 0..<messages {
        try simulator.advance(byMilliseconds: millisecondsBetweenMessages)
        let sender = names[index % users]
        let text = "message \(index), and a good evening to all of you"
        try simulator.send(#"{"type":"chat_message","room":"square","message":"\#(text)"}"#, from: sender)
        try check(clients, received: Said(seq: index + 1, user: sender, text: text))
      }
    }
    return Measurement(
      name: "simulator/hour_of_chat", value: timing.seconds * 60 / Double(minutes), unit: "s",
      goal: .atMost(2),
      processorShare: timing.processorShare)
  }

  private struct Said {
    let seq: Int
    let user: String
    let text: String

    func isTold(by frame: Received) -> Bool {
      let fields = frame.fields
      return fields.type == .chatMessage && fields.room == "square" && fields.seq == Int64(seq)
        && fields.user == user && fields.message == text
    }
  }

  /// Every client must have this message unread, and nothing else.
  ///
  /// A message reaches all of a room as one frame that they share, so its fields are compared for the first client, and for
  /// the others that it is the same frame.
  private static func check(_ clients: [Participant], received said: Said) throws {
    var checked: Received?
    for client in clients {
      guard let frame = client.takeUnread()?.frame, client.takeUnread() == nil else {
        throw UnexpectedOutcome("\(client.name) received no frame, or more than one, when there was \(said)")
      }
      if frame === checked { continue }
      guard said.isTold(by: frame) else {
        throw UnexpectedOutcome("\(client.name) received \(frame.json) when there was \(said)")
      }
      checked = frame
    }
  }
}

extension Simulator {
  fileprivate func send(_ frame: String, from name: String) throws(Failure) {
    try send(Array(frame.utf8), from: name)
  }
}
