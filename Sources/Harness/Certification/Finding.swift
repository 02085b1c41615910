import Harness

/// What a bot did wrong under one of the conditions.
struct Finding: Error {
  let kind: ScenarioFailure.Kind
  /// What happened, in one sentence.
  let message: String
  /// What probably leads to it, in one sentence.
  let cause: String
  /// What to do about it, in one sentence.
  let remedy: String
}

/// Why a trial ended before its end.
enum TrialEnd: Error {
  /// The bot did not keep what the check promises.
  case found(Finding)
  /// The server of the trial failed, and nothing is known of the bot.
  case server(String)
}
