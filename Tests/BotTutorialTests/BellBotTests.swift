import BotTesting
import Bots
import Testing

@Suite struct BellBotTests {
  @Test func `it rings at four each day`() async throws {
    // The virtual clock begins at midnight.
    try await conversation(with: BellBot()) { chat in
      try chat.advance(.hours(16))
      try chat.expect("It is four o'clock.")
      try chat.advance(.hours(24))
      try chat.expect("It is four o'clock.")
    }
  }

  @Test func `chance is the same each time`() async throws {
    try await conversation(with: BellBot(), seed: 1) { chat in
      try chat.say("!draw alice bob carol")
      try chat.expect(/^(alice|bob|carol) pours\.$/)
    }
  }
}
