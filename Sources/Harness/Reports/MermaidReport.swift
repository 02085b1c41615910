package import Harness
import ScenarioLanguage

/// The results as a Markdown file with a sequence diagram for each, in the text form of Mermaid, which GitHub and GitLab draw.
package enum MermaidReport {
  /// How much of a conversation one diagram shows: its beginning, and more of its end, where a failure is.
  private static let (mostFirst, mostLast) = (100, 300)
  /// Mermaid draws no diagram of more than 50,000 characters unless it is set up for it; participants come on top.
  private static let (mostFirstCharacters, mostLastCharacters) = (8000, 22000)
  /// Among how many participants those are shown too who do nothing.
  private static let mostIdle = 20
  /// How much of a frame an arrow shows.
  private static let mostTextCharacters = 100

  /// The document, failures first. Results without a conversation have no diagram.
  package static func text(of results: [ScenarioResult]) -> String {
    let summary = ConsoleReport.summary(of: results).split(separator: "\n").joined(separator: " ")
    return "# \(markdown(summary))\n" + results.redFirst.map(section).joined()
  }

  private static func section(of result: ScenarioResult) -> String {
    var text = "\n## \(result.verdict.kind.rawValue): \(markdown(ConsoleReport.printable(result.name)))\n\n"
    text += markdown(ConsoleReport.printable(result.title)) + "\n"
    if !result.transcript.entries.isEmpty {
      text += "\n```mermaid\n\(diagram(of: result))```\n"
    }
    return text
  }

  /// One conversation: what clients send goes to the server in whole lines, what they receive comes back in broken ones.
  static func diagram(of result: ScenarioResult) -> String {
    let lines = shortened(statements(of: result))
    let used = Set(lines.flatMap(\.names))
    let everyone = Lanes(result.transcript).lanes
    let lanes = everyone.count <= mostIdle ? everyone : everyone.filter { used.contains($0.name) }
    var ids: [String: String] = [:]
    for (index, lane) in lanes.enumerated() { ids[lane.name] = "c\(index + 1)" }
    // The server stands between people and bots.
    let server = "    participant server\n"
    let people = lanes.filter { !$0.isBot }.compactMap { lane in
      ids[lane.name].map { "    actor \($0) as \(escaped(lane.name))\n" }
    }
    let bots = lanes.filter(\.isBot).compactMap { lane in
      ids[lane.name].map { "    participant \($0) as \(escaped(lane.name))\n" }
    }
    let outermost = [
      lanes.first { !$0.isBot }.flatMap { ids[$0.name] } ?? "server",
      lanes.last(where: \.isBot).flatMap { ids[$0.name] } ?? "server",
    ]
    let width = (outermost[0] == outermost[1] ? [outermost[0]] : outermost).joined(separator: ",")
    let drawn = lines.map { line in
      switch line {
      case .sent(let name, let text): "    \(ids[name] ?? "server")->>server: \(escaped(text))\n"
      case .received(let name, let text): "    server-->>\(ids[name] ?? "server"): \(escaped(text))\n"
      case .note(let text): "    Note over \(width): \(escaped(text))\n"
      }
    }
    return "sequenceDiagram\n" + (people + [server] + bots + drawn).joined()
  }

  private enum Statement {
    case sent(by: String, String)
    case received(by: String, String)
    case note(String)

    var names: [String] {
      switch self {
      case .sent(let name, _), .received(let name, _): [name]
      case .note: []
      }
    }

    var characters: Int {
      switch self {
      case .sent(_, let text), .received(_, let text), .note(let text):
        30 + MermaidReport.escaped(text).utf8.count
      }
    }
  }

  private static func statements(of result: ScenarioResult) -> [Statement] {
    var statements = result.transcript.entries.compactMap { entry -> Statement? in
      switch entry.kind {
      case .arrived: nil
      case .sent(let name, let sent): .sent(by: name, text(of: sent))
      case .received(let name, let event): .received(by: name, ScenarioText.event(event))
      case .section, .time, .fault: .note(ConsoleReport.text(of: entry))
      }
    }
    if result.verdict.isBad, let failure = result.verdict.failure {
      statements += failure.all.map { Statement.note("FAIL \($0.place.description): \($0.message)") }
    }
    return statements
  }

  /// A frame without the sign for its form; an empty one has to be something too.
  private static func text(of sent: Transcript.Sent) -> String {
    switch sent {
    case .line(""): "(an empty line)"
    case .line(let text), .json(let text): text
    case .bytes: ConsoleReport.text(of: sent)
    }
  }

  /// What is too much for one diagram is left out, and counted.
  private static func shortened(_ statements: [Statement]) -> [Statement] {
    var characters = 0
    let last = statements.reversed().prefix { statement in
      characters += statement.characters
      return characters <= mostLastCharacters
    }.prefix(mostLast)
    let rest = statements.dropLast(last.count)
    characters = 0
    let first = rest.prefix { statement in
      characters += statement.characters
      return characters <= mostFirstCharacters
    }.prefix(mostFirst)
    guard first.count < rest.count else { return statements }
    let note = Statement.note("\(rest.count - first.count) more are left out")
    return Array(first) + [note] + last.reversed()
  }

  // MARK: - Escaping

  /// Text as Mermaid shows it and never reads it: what could mean something to it is written by its number, as in `#35;`.
  ///
  /// `;` ends a statement, `#` and `%%` begin comments, `$$` formulas and `<` HTML. `ﬂ°` and `¶ß` stand for entities inside Mermaid.
  /// It takes the last `;` from a line with `style`, `:` and `#`, or `classDef`, and `wrap:` from the beginning of a text.
  static func escaped(_ text: String) -> String {
    var shown = String.UnicodeScalarView(text.unicodeScalars.prefix(mostTextCharacters))
    if shown.count < text.unicodeScalars.count { shown.append("…") }
    var result = ""
    for scalar in ConsoleReport.printable(String(shown)).unicodeScalars {
      switch scalar {
      case "#", ";", "%", "$", "<", ">", "&", "\\", "`", "ﬂ", "°", "¶", "ß":
        result += "#\(scalar.value);"
      case _: result.unicodeScalars.append(scalar)
      }
    }
    for (word, shown) in words where result.has(word) { result = result.replacing(word, with: shown) }
    return result
  }

  private static let words = [("style", "#115;tyle"), ("classDef", "#99;lassDef"), ("wrap:", "wrap#58;")]

  /// Text in which nothing means anything to Markdown.
  private static func markdown(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "&", "|", "~", "$": result += "\\"
      case _: break
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}

extension String {
  /// Whether a word is in it; comparing bytes tells that in a tenth of the time that `replacing` takes.
  fileprivate func has(_ word: String) -> Bool {
    var rest = utf8[...]
    while let start = rest.firstIndex(of: word.utf8[word.startIndex]) {
      rest = rest[start...]
      if rest.starts(with: word.utf8) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
