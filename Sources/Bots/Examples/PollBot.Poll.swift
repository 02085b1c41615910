import Engine

extension PollBot {
  /// What is asked, and what can be voted for.
  struct Ballot: Hashable, Codable, CustomStringConvertible {
    let question: String
    let options: [String]

    /// Reads `Lunch? | pizza | salad`, or says what is wrong.
    init(_ text: String) throws(CommandRefusal) {
      let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      guard (3...11).contains(parts.count), parts.allSatisfy({ (1...100).contains($0.unicodeScalars.count) })
      else { throw CommandRefusal("Say a question and 2 to 10 options, each of at most 100 characters.") }
      question = parts[0]
      options = Array(parts.dropFirst())
      guard Set(options.map { $0.lowercased() }).count == options.count else {
        throw CommandRefusal("Two options are alike.")
      }
    }

    var description: String {
      "\(question) " + options.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
    }
  }

  /// A poll in a room.
  struct Poll: Codable {
    let ballot: Ballot
    /// The message that asked for it.
    let request: Message
    let end: Instant
    /// The places of the options that users voted for.
    var votes: [String: Int] = [:]

    /// How many voted for each option.
    private var counts: [Int] {
      ballot.options.indices.map { option in votes.values.count { $0 == option } }
    }

    /// The question, and what each option has, as in `Lunch? pizza 2, salad 1`.
    var tally: String {
      "\(ballot.question) " + zip(ballot.options, counts).map { "\($0) \($1)" }.joined(separator: ", ")
    }

    /// The tally and who won.
    var result: String {
      let most = counts.max() ?? 0
      let winners = zip(ballot.options, counts).filter { $0.1 == most }.map(\.0)
      let outcome =
        votes.isEmpty
        ? "nobody voted"
        : winners.count == 1 ? "\(winners[0]) wins" : "a draw of \(winners.joined(separator: " and "))"
      return "The poll is over. \(tally) – \(outcome)."
    }
  }
}
