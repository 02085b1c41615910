import Foundation

/// How a bot is started, and how to talk to it.
package struct BotTalk: Sendable {
  /// What stands for the text in `say` and `expect`.
  package static let placeholder = "{text}"

  /// The shell's command that starts the bot.
  package let command: String
  /// The name of the bot's account.
  package let name: String
  /// Whether it is asked in private, where it answers.
  package var isPrivate = false
  /// Where it is beside the rooms of a check, as one that answers in another room.
  package var rooms: [String] = []
  /// What its environment has beside what every bot is told.
  package var environment: [String: String] = [:]
  private let say: String
  private let expect: String

  /// Why a bot cannot be talked to like this.
  package struct Mistake: Error {
    /// What is wrong and what helps, in one sentence.
    package let message: String
  }

  /// A way to talk to a bot.
  ///
  /// - Parameters:
  ///   - say: What is said to it, with `{text}` for a word that is new each time.
  ///   - expect: What its answer contains, with `{text}` for the same word.
  /// - Throws: A mistake where only one of them has `{text}`, by which answers are told apart, or where the name is none that
  ///   a scenario can have, or somebody else's in it.
  package init(command: String, name: String, say: String, expect: String) throws(Mistake) {
    let options = [("--say", say), ("--expect", expect)]
    for (option, text) in options where options.contains(where: { $0.1.contains(Self.placeholder) }) {
      guard !text.contains(Self.placeholder) else { continue }
      throw Mistake(
        message:
          "\(option) must contain {text} where the other does, to tell answers apart; put it where the word belongs, or leave it out of both."
      )
    }
    for (option, text) in options where text.allSatisfy(\.isWhitespace) {
      throw Mistake(message: "\(option) must not be empty.")
    }
    guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_-]{0,31}/) != nil else {
      throw Mistake(message: "--name is at most 32 letters, digits, - and _, and begins with a letter.")
    }
    guard !Trial.people.contains(name.lowercased()) else {
      throw Mistake(message: "\(name) is the name of somebody who talks to the bot; choose another --name.")
    }
    (self.command, self.name, self.say, self.expect) = (command, name, say, expect)
  }

  /// Whether all prompts are alike, so that answers are told apart by their number only.
  var hasOnePrompt: Bool { !say.contains(Self.placeholder) }

  /// What is said to ask for a word.
  func prompt(_ word: String) -> String { say.replacingOccurrences(of: Self.placeholder, with: word) }

  /// What the answer for a word contains.
  func answer(_ word: String) -> String { expect.replacingOccurrences(of: Self.placeholder, with: word) }

  /// Whether every text is a prompt, so that there are no words that are not for the bot.
  var answersEverything: Bool { say == Self.placeholder }
}
