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

    /// What one name of the group is.
    var kind: String {
      switch self {
      case .rules: "a rule of scenario files"
      case .errors: "a code of `error` events"
      case .closeCodes: "a close code"
      case .verdicts: "a verdict"
      case .failures: "a kind of failure"
      case .clauses: "a clause of the protocol"
      case .commands: "a command"
      case .events: "an event"
      case .limits: "a limit of the server"
      case .headers: "a header key"
      case .keywords: "a keyword of scenarios"
      case .operators: "an operator of scenarios"
      case .faults: "a fault"
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
    var text = "\(name): \(group.kind)\n\n\(Self.indented(meaning))"
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
  static let all = Group.allCases.flatMap { explanations(of: $0) }

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
