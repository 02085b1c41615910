/// What `verbatim explain` says of one name.
struct Explanation: Sendable {
  /// What a name can be; the raw value names the group.
  enum Group: String, CaseIterable {
    case rules
    case errors
    case closeCodes = "close-codes"
    case verdicts
    case failures
    case clauses
    case commands
    case events
    case limits
    case headers
    case keywords
    case operators
    case faults

    /// What one name of the group is, and what is known of all its names, in the order of the documents.
    var definition: (kind: String, names: () -> [Explanation]) {
      switch self {
      case .rules: ("a rule of scenario files", { Explanation.rules })
      case .errors: ("a code of `error` events", { Explanation.errors })
      case .closeCodes: ("a close code", { Explanation.closeCodes })
      case .verdicts: ("a verdict", { Explanation.verdicts })
      case .failures: ("a kind of failure", { Explanation.failures })
      case .clauses: ("a clause of the protocol", { Explanation.clauses })
      case .commands: ("a command", { Explanation.commands })
      case .events: ("an event", { Explanation.events })
      case .limits: ("a limit of the server", { Explanation.limits })
      case .headers: ("a header key", { Explanation.headers })
      case .keywords: ("a keyword of scenarios", { Explanation.keywords })
      case .operators: ("an operator of scenarios", { Explanation.operators })
      case .faults: ("a fault", { Explanation.faults })
      }
    }
  }

  /// The name, as reports and scenarios have it.
  let name: String
  let group: Group
  /// What it is, in one sentence.
  let meaning: String
  /// What else is known of it, a line each.
  var facts: [String] = []
  /// Lines of a scenario.
  var example: String?
  /// What to do.
  var remedy: String?

  /// All of it, as lines.
  var text: String {
    var text = "\(name): \(group.definition.kind)\n\n\(Self.indented(meaning))"
    if !facts.isEmpty { text += "\n" + facts.map(Self.indented).joined() }
    if let example { text += "\nexample:\n\(Self.indented(example))" }
    if let remedy { text += "\nwhat to do:\n\(Self.indented(remedy))" }
    return text
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
  }
}

extension Explanation {
  /// Everything that can be explained, group by group.
  static let all = Group.allCases.flatMap { $0.definition.names() }

  /// What is known by this name: several things where they share it.
  ///
  /// A name is also found in other case, with the colon of a header key, with the sign of a fault, and as `for each`.
  static func named(_ text: String) -> [Explanation] {
    let exact = all.filter { $0.name == text }
    guard exact.isEmpty else { return exact }
    if text == "for each" { return named("for") }
    let bare = text.hasPrefix("! ") ? String(text.dropFirst(2)) : text
    let name = (bare.hasSuffix(":") ? String(bare.dropLast()) : bare).lowercased()
    return all.filter { $0.name.lowercased() == name }
  }
}
