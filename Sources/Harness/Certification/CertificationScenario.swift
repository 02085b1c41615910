import Foundation
import Harness
package import ScenarioLanguage

/// The scenario file of a check: the same conversation, for `verbatim run --on wire`.
package struct CertificationScenario: Sendable {
  /// The file's name and what is in it.
  package let source: SourceFile
  private let lines: [String]

  init(of check: Certification, with bot: BotTalk) {
    var lines = ["title: \(check.promise)", "covers: BOT-1", "users: alice"]
    lines.append("bots: exec \(ScenarioText.quoted(bot.command)) as \(bot.name) in \(Trial.lobby)")
    lines.append("ignore: user_join user_leave")
    lines.append("")
    if !check.isShownByScenario {
      lines.append(
        "# The conversation only: what `verbatim certify --only \(check.name)` does is beyond a scenario."
      )
    }
    lines += ["alice > /join lobby", "alice < user_list"] + check.scenario(bot)
    self.lines = lines
    source = SourceFile(path: "\(check.name).chat", text: lines.joined(separator: "\n") + "\n")
  }

  /// The line that a finding is about: that of the bot, of the answer that did not come, or of the silence that was not kept.
  func place(of kind: ScenarioFailure.Kind, path: String) -> SourceSpan {
    let index =
      switch kind {
      case .setup, .step, .skipped: lines.firstIndex { $0.hasPrefix("bots:") }
      case .missing: lines.lastIndex { $0.contains(" message=~") }
      case .mismatch, .unexpected, .order, .crash: lines.lastIndex { $0.hasSuffix(" nothing") }
      }
    let line = index ?? lines.count - 1
    return SourceSpan(path: path, line: line + 1, column: 1, length: lines[line].unicodeScalars.count)
  }
}

extension BotTalk {
  /// The prompt for a word as a line of a scenario has it.
  func line(_ word: String) -> String { prompt(word).replacingOccurrences(of: "$", with: "$$") }

  /// The line in which Alice asks for a word, and that in which she sees her own message.
  func asked(_ word: String) -> [String] { ["alice > \(line(word))", "alice < chat_message user=alice"] }

  /// The bot's answer, as an expectation has it.
  func said(_ word: String) -> String {
    "chat_message user=\(name) message=\(ScenarioText.part(answer(word)))"
  }

  /// The line in which Alice sees the answer.
  func answered(_ word: String) -> String { "alice < \(said(word))" }

  /// A prompt, its answer, and nothing more.
  func conversation(_ word: String) -> [String] { asked(word) + [answered(word), "alice < nothing"] }

  /// A conversation, a crash of the server, and another conversation in which nothing of the first one comes again.
  func conversationAfterRestart() -> [String] {
    conversation("tea") + [
      "! crash", "! restart", "! return alice", "alice < ready resumed=true", "+30s", "alice < nothing",
    ] + conversation("more")
  }
}
