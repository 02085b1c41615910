import Engine
import Harness
import Wire

/// Bots that are programs of their own act when they like, so that what led to what they do is told by their frames.
extension TranscriptLog {
  /// Writes down what has passed between a bot and the server since the last time, but for its log-in.
  ///
  /// What a bot sends follows from what it received last before.
  func take(_ passed: [BotTraffic.Passed], of bot: ExternalBot, at now: Instant) {
    for frame in passed {
      switch frame {
      case .toBot(let bytes):
        guard let event = try? Received(bytes, reader: JSONReader()),
          event.type != EventType.hello.rawValue
        else { continue }
        _ = note(event, by: bot.name, at: now)
      case .fromBot(let bytes):
        let command = try? JSON.parse(bytes)
        guard command?["type"] != .string(CommandDefinition.logIn.name) else { continue }
        let before = transcript.entries.lastIndex { entry in
          if case .received(bot.name, _) = entry.kind { true } else { false }
        }
        _ = send(bytes, from: bot.name, because: before ?? line, at: now)
      }
    }
  }
}
