import Engine
import ScenarioLanguage
import Wire

extension Scenario {
  /// The names of users and rooms that the scenario uses: those of its header, and those in fields and lines that hold one.
  var names: Set<String> {
    var names = Set(header.users.map(\.value.user) + header.guests.map(\.value.user))
    for bot in header.bots.map(\.value) {
      names.insert(bot.name)
      if let room = bot.room { names.insert(room) }
    }
    names.formUnion(header.connect.compactMap(\.value.room))
    for step in steps {
      guard case .send(_, let payload) = step.kind else { continue }
      switch payload {
      case .line(let line): names.formUnion(Self.names(inLine: line.plainText))
      case .json(let frame): names.formUnion(Self.names(inFrame: frame.plainText))
      case .bytes: continue
      }
    }
    // A number says how many, wherever it stands. What is sent as the word of a command would be changed too.
    return names.filter { Int($0) == nil }.subtracting(CommandDefinition.all.map(\.name)).subtracting([
      "", "users", "messages",
    ])
  }

  /// Whether a frame of the scenario has a password in it, or a token, so that users must have come by a password of their own.
  var mentionsPasswords: Bool {
    steps.contains { step in
      guard case .send(_, .json(let frame)) = step.kind else { return false }
      return ["password", "token"].contains { frame.plainText.contains($0) }
    }
  }

  private static func names(inFrame text: String) -> [String] {
    text.matches(of: /"(?:user|room|to|with|from|target)"\s*:\s*"([^"\\]+)"/).map { String($0.output.1) }
  }

  /// The first argument of a command that has a name there, and what `from:` and `in:` say in a search.
  private static func names(inLine line: String) -> [String] {
    let words = line.split(separator: " ").map(String.init)
    guard let command = words.first, command.hasPrefix("/"), words.count > 1 else { return [] }
    switch command {
    case "/join", "/leave", "/who", "/pm", "/kick", "/mute", "/unmute", "/ban", "/unban", "/mod", "/unmod",
      "/owner",
      "/invite", "/uninvite", "/create", "/history":
      return [String(words[1].trimmingPrefix("@"))]
    case "/search":
      return words.flatMap { word in
        ["from:", "in:", "room:"].compactMap { word.hasPrefix($0) ? String(word.dropFirst($0.count)) : nil }
      }
    case _: return []
    }
  }
}

extension Template {
  /// The text without the names of values and the sums in it.
  fileprivate var plainText: String {
    segments.map { segment in
      switch segment {
      case .text(let text): text
      case .name, .sum: " "
      }
    }.joined()
  }
}
