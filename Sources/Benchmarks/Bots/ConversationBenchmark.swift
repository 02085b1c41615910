import BotTesting
import Bots
import Testing

/// Tests of a bot, as its author writes them: each with a server, a user and a bot of its own.
enum ConversationBenchmark {
  static func conversations(_ size: BenchmarkSize) async throws -> Measurement {
    let count = size == .full ? 200 : 20
    let timing = try await Timing.ofTask {
      for _ in 0..<count {
        let failure = try await failure(ofConversationWith: EchoBot()) { chat in
          try chat.say("!echo hi")
          try chat.expect("hi")
          try chat.whisper("psst")
          try chat.expectWhisper("psst")
          try chat.advance(.hours(24))
          try chat.restart()
          try chat.say("!echo still here", by: "bob")
          try chat.expect("still here")
          try chat.expectNothing()
        }
        if let failure { throw UnexpectedOutcome(failure.description) }
      }
    }
    return Measurement(
      name: "bots/conversation", value: timing.seconds * 1000 / Double(count), unit: "ms", goal: .atMost(5),
      processorShare: timing.processorShare)
  }
}
