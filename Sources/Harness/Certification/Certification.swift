/// A check that a bot has to pass, whatever it is for and whatever it is written in.
package struct Certification: Sendable {
  /// What `--only` calls it.
  package let name: String
  /// What a good bot does, in one line.
  package let promise: String
  /// Where the server's limits differ from those that every check has.
  var limits: [(name: String, value: Int64)] = []
  var rooms = [Trial.lobby]
  /// The most frames that the bot may send within one second.
  var framesPerSecond = TrialTraffic.framesPerSecond
  /// Why a bot cannot be checked so; nil where it can.
  var obstacle: @Sendable (BotTalk) -> String? = { _ in nil }
  /// The lines of a scenario of the same conversation.
  let scenario: @Sendable (BotTalk) -> [String]
  /// Whether the scenario alone shows the fault. It cannot double frames, nor break a bot's connection at a certain one; and its
  /// time is virtual, while the bot's is real.
  var isShownByScenario = true
  /// Carries it out on a bot that is in its rooms.
  let run: @Sendable (Trial) throws(TrialEnd) -> Void

  /// All checks, in the order in which they are carried out. Where the first one fails, the others say nothing.
  package static let all: [Certification] = [
    .answers, .silence, .notAsked, .itself, .privacy, .otherBots, .duplicateDelivery, .reconnect,
    .serverRestart, .programRestart, .twoInstances, .away, .expired, .backlog, .halfOpen, .slowNetwork,
    .slowHandler, .manyRooms, .revoked, .rateLimit, .flood, .malformed,
  ]
}
