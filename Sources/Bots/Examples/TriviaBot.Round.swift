extension TriviaBot {
  /// A round in a room. It has a question as long as it lasts.
  struct Round: Codable {
    /// The message that asked for it.
    let request: Message
    /// How many questions it has in all.
    let length: Int
    /// Those that were not answered yet, first the one that is asked now.
    var questions: [Question]
    var points: [String: Int] = [:]

    var question: Question { questions[0] }

    var announcement: String { "Question \(length - questions.count + 1) of \(length): \(question.text)" }

    /// Who won.
    var result: String {
      let most = points.values.max() ?? 0
      let winners = points.filter { $0.value == most }.keys.sorted()
      let ofPoints = "\(most) point\(most == 1 ? "" : "s")"
      return switch winners.count {
      case 0: "The round is over. Nobody has a point."
      case 1: "The round is over. \(winners[0]) wins with \(ofPoints)."
      default: "The round is over. A draw of \(winners.joined(separator: " and ")) with \(ofPoints) each."
      }
    }
  }
}
