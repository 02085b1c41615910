import ArgumentParser

/// A way through the stack whose instructions `Tests/Cost/cost.py` counts.
///
/// The world and the work are the same in every run: no clock, no random numbers, no files. So the difference
/// between a run with many messages and one with few is what the messages cost.
enum CountedWay: String, CaseIterable, ExpressibleByArgument {
  /// A message through the engine alone, in a room of 100.
  case engine
  /// A `chat_message` command read, and the `chat_message` event written.
  case frames
  /// A message and its journal input written to the store, committed and indexed.
  case store
  /// A frame received by the host and committed, in a room of 10.
  case host
  /// A page of 50 messages of history, asked for and answered by the host.
  case history

  /// Does the work of so many messages, and returns how much came of it, which cost.py checks.
  func run(messages: Int) throws -> Int {
    switch self {
    case .engine: try Self.runEngine(messages)
    case .frames: try Self.runFrames(messages)
    case .store: try Self.runStore(messages)
    case .host: try Self.runHost(messages)
    case .history: try Self.runHistory(messages)
    }
  }

  /// How much virtual time passes between messages: no rate limit is met, and old deliveries are forgotten.
  static let stepMilliseconds: Int64 = 1000

  /// What is said, over and over: some words that all messages have, and some of a large vocabulary.
  static let texts = (0..<64).map { number in
    let words = (0..<4).map { "word\((number * 4 + $0) * 7919 % 5003)" }
    return "good morning friends " + words.joined(separator: " ")
  }

  /// The texts, each as the frame of a client.
  static let commandFrames: [[UInt8]] = texts.map {
    Array(#"{"type":"chat_message","id":"1","room":"room-0","message":"\#($0)"}"#.utf8)
  }
}
