import Engine
import Wire

/// The part of `Docs/protocol.md` that is made from the registries, so that it cannot say anything else than the server does.
package enum ClauseDocument {
  /// The line after which the generated part begins.
  package static let begin = "<!-- generated: from here on, from the registries in the code -->"
  /// The line before which the generated part ends.
  package static let end = "<!-- generated: to here -->"

  /// The document with its generated part made anew, or nil where it has not the two lines around that part, each once.
  package static func renewed(_ document: String) -> String? {
    let head = document.split(separator: begin + "\n", omittingEmptySubsequences: false)
    guard head.count == 2 else { return nil }
    let tail = head[1].split(separator: end + "\n", omittingEmptySubsequences: false)
    guard tail.count == 2 else { return nil }
    return "\(head[0])\(begin)\n\n\(markdown)\n\(end)\n\(tail[1])"
  }

  /// The clauses, commands, events, codes and limits as Markdown.
  package static var markdown: String {
    let sections = [clauses, access, commands, events, errorCodes, closeCodes, limits]
    return sections.joined(separator: "\n")
  }

  private static var clauses: String {
    let areas = Clause.Area.allCases.map { area in
      let revisions = Set(area.clauses.map(\.since))
      let common = revisions.count == 1 ? revisions.first! : 1
      return "\n### \(area.title)\n\n" + (common == 1 ? "" : "Since revision \(common).\n\n")
        + area.clauses.map { "- **\($0.id)** \(brackets($0, inAreaSince: common))\($0.text)\n" }.joined()
    }
    return """
      ## Clauses

      A clause is a MUST for servers, since revision 1, unless brackets or the beginning of its section say otherwise.

      """ + areas.joined()
  }

  /// What is unusual about a clause, such as `(SHOULD, client) `, or nothing.
  private static func brackets(_ clause: Clause, inAreaSince common: Int) -> String {
    let parts = [
      clause.level == .must ? nil : clause.level.rawValue,
      clause.party == .server ? nil : clause.party.rawValue,
      clause.since == common ? nil : "since \(clause.since)",
    ].compactMap(\.self)
    return parts.isEmpty ? "" : "(\(parts.joined(separator: ", "))) "
  }

  /// Who may do what, from the table that the engine goes by. What the same people may do is one row.
  private static var access: String {
    var order: [[Bool]] = []
    var permissions: [[Bool]: [String]] = [:]
    for permission in Permission.allCases {
      let answers = Somebody.allCases.map(permission.allows)
      if permissions[answers] == nil { order.append(answers) }
      permissions[answers, default: []].append(permission.access.words)
    }
    let rows = order.map { answers in
      [permissions[answers, default: []].joined(separator: "; ")] + answers.map { $0 ? "yes" : "" }
    }
    return """
      ## Who may do what

      Each column is somebody and a room, which exists, and is open unless the column says otherwise. The muted, moderators and owners are
      inside it; the banned, the not invited and the invited are outside. In a room that they may enter, users may also delete their own
      messages and, unless muted, edit them; a bot inside that is not muted may `set_commands`.

      \(table(["what"] + Somebody.allCases.map(\.rawValue), rows))
      """
  }

  private static var commands: String {
    let frames = CommandDefinition.all.map { command in
      let replies = command.replies.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      return FrameSection.Entry(
        frame: command.frame, note: command.replies == [.ok] ? "" : " Reply: \(replies).")
    }
    return """
      ## Commands

      Brackets have the JSON type of a field, and when it is there if not always. The reply is `ok` where none is named. In every command:

      \(FrameSection.list(FrameCatalog.commandFields))
      \(FrameSection(frames).markdown)
      """
  }

  private static var events: String {
    let frames = FrameCatalog.events.map { FrameSection.Entry(frame: $0, note: "") }
    return """
      ## Events

      In every event:

      \(FrameSection.list(FrameCatalog.eventFields))
      \(FrameSection(frames, after: FrameCatalog.commands).markdown)
      """
  }

  private static var errorCodes: String {
    let retried = ErrorCode.allCases.filter(\.retryCanHelp).map { "`\($0.rawValue)`" }
    return """
      ## Error codes

      With nothing else changed, the same command can succeed later after \(retried.joined(separator: ", ")), and not after the others.

      \(table(["code", "meaning"], ErrorCode.allCases.map { ["`\($0.rawValue)`", $0.meaning] }))
      """
  }

  private static var closeCodes: String {
    let reconnected = CloseCode.allCases.filter(\.mayReconnect).map { "\($0.rawValue)" }
    return """
      ## Close codes

      A client may reconnect by itself after \(reconnected.joined(separator: ", ")), and not after the others.

      \(table(["code", "meaning"], CloseCode.allCases.map { ["\($0.rawValue)", $0.meaning] }))
      """
  }

  private static var limits: String {
    "## Limits\n\n`hello` tells the values that a server keeps. These are the defaults, and the least that each can be set to.\n\n"
      + table(
        ["limit", "default", "least", "meaning"],
        Limit.allCases.map {
          let definition = $0.definition
          return [
            "`\($0.name)`", "\(definition.usual)", "\(definition.range.lowerBound)", definition.meaning,
          ]
        })
  }
}

// MARK: - Tables

extension ClauseDocument {
  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    let lines = [head, head.map { _ in "---" }] + rows
    return lines.map { "| " + $0.map(cell).joined(separator: " | ") + " |\n" }.joined()
  }

  /// A text in which nothing ends the cell.
  private static func cell(_ text: String) -> String {
    String(text.flatMap { $0 == "|" ? "\\|" : String($0) })
  }
}
