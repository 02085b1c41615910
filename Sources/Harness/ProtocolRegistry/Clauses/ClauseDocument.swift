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
    var text = "## Clauses\n"
    for area in Clause.Area.allCases {
      text += "\n### \(area.title)\n\n"
      text += table(
        ["clause", "level", "binds", "rule", "since"],
        area.clauses.map { [$0.id, $0.level.rawValue, $0.party.rawValue, $0.text, "\($0.since)"] })
    }
    return text
  }

  /// Who may do what, from the table that the engine goes by.
  private static var access: String {
    let permissions = Permission.allCases.map { permission in
      [permission.access.words] + Somebody.allCases.map { permission.allows($0) ? "yes" : "" }
    }
    return """
      ## Who may do what

      Each column is somebody, and the room that is meant, which is there and is open unless the column says otherwise. The muted, moderators
      and owners are inside it; the banned, the not invited and the invited are outside. Everybody may take their own messages away in a room
      that they may enter. What an operator does is another protocol ([administration.md](administration.md)); a user whose account was closed
      has no session.

      \(table(["what"] + Somebody.allCases.map(\.rawValue), permissions))
      """
  }

  private static var commands: String {
    "## Commands\n\n"
      + "Every command may have these fields beside its own:\n\n"
      + fields(FrameCatalog.commandFields) + "\n" + frames(FrameCatalog.commands)
  }

  private static var events: String {
    "## Events\n\n"
      + "Every event may have these fields beside its own:\n\n"
      + fields(FrameCatalog.eventFields) + "\n" + frames(FrameCatalog.events)
  }

  private static var errorCodes: String {
    "## Error codes\n\n"
      + table(
        ["code", "meaning", "can a retry help?"],
        ErrorCode.allCases.map { ["`\($0.rawValue)`", $0.meaning, $0.retryCanHelp ? "yes" : "no"] })
  }

  private static var closeCodes: String {
    "## Close codes\n\n"
      + table(
        ["code", "meaning", "may the client reconnect by itself?"],
        CloseCode.allCases.map { ["\($0.rawValue)", $0.meaning, $0.mayReconnect ? "yes" : "no"] })
  }

  private static var limits: String {
    "## Limits\n\n`hello` tells the values that a server keeps; these are the ones where nobody chose others.\n\n"
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

// MARK: - Frames and fields

extension ClauseDocument {
  private static func frames(_ frames: [FrameCatalog.Frame]) -> String {
    frames.map { frame in
      "### `\(frame.type)`\n\n\(frame.meaning)\n" + (frame.fields.isEmpty ? "" : "\n" + fields(frame.fields))
    }.joined(separator: "\n")
  }

  private static func fields(_ fields: [FrameCatalog.Field]) -> String {
    table(["field", "holds", "is there", "meaning"], rows(fields, inside: ""))
  }

  /// A row for each field, and after it for the fields of the objects in it, named as in `resume.session`.
  private static func rows(_ fields: [FrameCatalog.Field], inside path: String) -> [[String]] {
    fields.flatMap { field in
      let name = path + field.name
      let row = ["`\(name)`", kind(field.kind), need(field.need), field.meaning]
      // The bounds have a section of their own.
      return [row] + (field.name == "limits" ? [] : rows(field.kind.fields, inside: name + "."))
    }
  }

  private static func kind(_ kind: FrameCatalog.Kind) -> String {
    switch kind {
    case .text, .secret: "text"
    case .word(let words): words.count > 8 ? "a word" : words.map { "`\($0)`" }.joined(separator: " or ")
    case .time: "time"
    case .integer(let least, FrameCatalog.largestInteger): "integer from \(least)"
    case .integer(let least, let most): "integer from \(least) to \(most)"
    case .truth: "`true` or `false`"
    case .flag: "`true`"
    case .object: "object"
    case .list(.object): "list of objects"
    case .list(let element): "list of \(Self.kind(element))"
    }
  }

  private static func need(_ need: FrameCatalog.Need) -> String {
    switch need {
    case .required: "always"
    case .optional: "optional"
    case .conditional(let when): when
    }
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
