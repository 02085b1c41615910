import Bots
import Harness
import Testing

/// How a conversation fails.
extension Conversation {
  /// How many things of a kind a failure shows.
  static let most = 5

  /// The failure to throw; the first one is what the test fails with.
  func fail(
    _ message: String, at location: SourceLocation, details: [(label: String, text: String)] = [],
    because reason: String? = nil
  ) -> ConversationFailure {
    let width = details.map(\.label.count).max() ?? 0
    var lines = [message]
    for detail in details {
      lines.append(
        "  \(detail.label): \(String(repeating: " ", count: width - detail.label.count))\(detail.text)")
    }
    if let reason { lines.append("  \(reason)") }
    let failure = ConversationFailure(
      lines.joined(separator: "\n"), transcript: transcript, at: location)
    if self.failure == nil { self.failure = failure }
    return failure
  }

  /// Why a bot may have said nothing; nil where nothing is known of a reason.
  func reason(for bot: String) -> String? {
    if let problem = problems.first(where: { $0.who == bot }) {
      return "It has a problem: \(problem.reason)."
    }
    if (try? simulator.participant(bot).isConnected) == false {
      return "It has no connection; `chat.resume()` gives it one."
    }
    if let waiting = try? simulator.waitingCommands(of: bot), waiting > 0 {
      return
        "It keeps to the server's limits, and has \(waiting) more to do; `chat.advance(.seconds(\(waiting)))` gives it the time."
    }
    if let refusal = refusals.first {
      return "The server refused \(refusal.who) something: \(refusal.reason.message)"
    }
    return nil
  }

  /// Nothing is left that was not expected.
  func end(at location: SourceLocation) throws(ConversationFailure) {
    if let failure { throw failure }
    if let problem = problems.first {
      throw fail(
        "\(problem.who) has a problem that nothing expected", at: location,
        details: [("came", problem.reason.description)])
    }
    if let refusal = refusals.first {
      throw fail(
        "the server refused \(refusal.who) something that nothing expected", at: location,
        details: [("came", "\(refusal.reason.code): \(refusal.reason.message)")])
    }
    if let first = unread.first {
      throw fail(
        "\(first.bot) said something that nothing expected", at: location,
        details: unread.prefix(Self.most).map {
          ("came", "\($0)")
        })
    }
    if let request = requests.first {
      throw fail(
        "\(bot) made a request that nothing expected", at: location,
        details: [("came", "\(request.id): \(request.body.debugDescription)")])
    }
  }
}
