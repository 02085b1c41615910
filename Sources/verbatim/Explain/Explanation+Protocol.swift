import Engine
import ProtocolRegistry
import Wire

extension Explanation {
  static var errors: [Explanation] {
    ErrorCode.allCases.map { code in
      Explanation(
        name: code.rawValue, group: .errors, meaning: code.meaning,
        example: "alice < error code=\(code.rawValue)",
        remedy: code.retryCanHelp
          ? "Send the same command again later: it can succeed then."
          : "Change the command, or what it needs; the same command again gets the same answer.")
    }
  }

  static var closeCodes: [Explanation] {
    CloseCode.allCases.map { code in
      Explanation(
        name: "\(code.rawValue)", group: .closeCodes, meaning: code.meaning,
        example: "alice < closed code=\(code.rawValue)",
        remedy: code.mayReconnect
          ? "A client may reconnect by itself." : "A client does not reconnect by itself.")
    }
  }

  static var clauses: [Explanation] {
    Clause.all.map { clause in
      let remedy =
        switch clause.party {
        case .server:
          "Check a server with `verbatim conform --clause \(clause.id)`, or name the clause in a scenario's `covers:`."
        case .client: "Check a bot with `verbatim certify`."
        }
      return Explanation(
        name: clause.id, group: .clauses, meaning: clause.text,
        facts: [
          "\(clause.level.rawValue), binds the \(clause.party.rawValue), since revision \(clause.since) of the protocol.",
          "Section: \(clause.area.title).",
        ],
        example: clause.party == .server ? "covers: \(clause.id)" : nil, remedy: remedy)
    }
  }

  static var commands: [Explanation] {
    CommandDefinition.all.map { command in
      let required = command.frame.fields.filter { $0.need == .required }
      let members = [#""type":"\#(command.name)""#] + required.map { #""\#($0.name)":\#($0.kind.sample)"# }
      return Explanation(
        name: command.name, group: .commands, meaning: command.frame.meaning,
        facts: facts(of: command.frame)
          + ["replies: \((command.replies + [.error]).map(\.rawValue).joined(separator: ", "))"],
        example: "alice >json {\(members.joined(separator: ","))}")
    }
  }

  static var events: [Explanation] {
    let closed = Explanation(
      name: "closed", group: .events,
      meaning: "The server closed the connection; the harness reports it, and no server sends it.",
      facts: ["fields:", "  code  integer: The close code."], example: "alice < closed code=4500")
    let ofProtocol = FrameCatalog.events.map { event in
      let required = event.fields.filter { $0.need == .required }
      return Explanation(
        name: event.type, group: .events, meaning: event.meaning, facts: facts(of: event),
        example: (["alice <", event.type] + required.map { "\($0.name)=*" }).joined(separator: " "))
    }
    return ofProtocol + [closed]
  }

  static var limits: [Explanation] {
    Limit.allCases.map { limit in
      let definition = limit.definition
      return Explanation(
        name: limit.name, group: .limits, meaning: definition.meaning,
        facts: ["The default is \(definition.usual), the least \(definition.range.lowerBound)."],
        example: "limits: \(limit.name)=\(definition.usual)",
        remedy: "Set it with `verbatim serve --limit \(limit.name)=VALUE`, or in a scenario's header.")
    }
  }

  /// The fields of a frame, a line each.
  private static func facts(of frame: FrameCatalog.Frame) -> [String] {
    guard !frame.fields.isEmpty else { return [] }
    let width = frame.fields.map(\.name.count).max() ?? 0
    return ["fields:"]
      + frame.fields.map { field in
        let name = field.name + String(repeating: " ", count: width - field.name.count)
        return "  \(name)  \(field.kind.words), \(field.need.words): \(field.meaning)"
      }
  }
}

extension FrameCatalog.Kind {
  /// What the field holds.
  fileprivate var words: String {
    switch self {
    case .text, .secret: "text"
    case .word(let words): "one of \(words.joined(separator: " "))"
    case .time: "time"
    case .integer: "integer"
    case .truth: "true or false"
    case .flag: "true"
    case .object: "object"
    case .list(let element): "list of \(element.words)"
    }
  }

  /// A value that the field can hold, as JSON.
  fileprivate var sample: String {
    switch self {
    case .text, .secret: #""…""#
    case .word(let words): "\"\(words.first ?? "")\""
    case .time: #""2026-01-01T00:00:00.000Z""#
    case .integer(let least, _): "\(least)"
    case .truth, .flag: "true"
    case .object: "{}"
    case .list: "[]"
    }
  }
}

extension FrameCatalog.Need {
  /// Whether the field is there.
  fileprivate var words: String {
    switch self {
    case .required: "always"
    case .optional: "optional"
    case .conditional(let when): when.prefix(1).lowercased() + when.dropFirst().prefix { $0 != "." }
    }
  }
}
