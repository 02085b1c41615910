import ArgumentParser
import Wire

/// `verbatim explain [NAME]`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Explain a rule, code, verdict, clause, command, event, limit, header key, keyword, operator or fault.",
    discussion: """
      Without a name it lists the groups of names. Quote operators, as in `verbatim explain '!<'`.
      """)

  @Argument(help: "The name, such as name-unused, bad_frame, 4500, MSG-2, chat_message or covers.")
  var name: String?

  @Option(help: ArgumentHelp("List the names of a group, each with its meaning.", valueName: "group"))
  var list: String?

  func validate() throws {
    guard name == nil || list == nil else {
      throw ValidationError("Give a name or --list, not both.")
    }
  }

  func run() throws {
    if let list {
      print(Self.listing(of: try Self.group(named: list)), terminator: "")
    } else if let name {
      print(try Self.found(name).map(\.text).joined(separator: "\n"), terminator: "")
    } else {
      print(Self.groups, terminator: "")
    }
  }

  /// What is known by this name, or a usage error that says which one was meant.
  private static func found(_ name: String) throws -> [Explanation] {
    let found = Explanation.named(name)
    guard found.isEmpty else { return found }
    let meant = Suggestion.closest(to: name, among: Explanation.all.map(\.name)).map {
      "; did you mean \($0)?"
    }
    throw ValidationError(
      "nothing is called \(name)\(meant ?? ". `verbatim explain` lists what can be explained.")")
  }

  private static func group(named name: String) throws -> Explanation.Group {
    if let group = Explanation.Group(rawValue: name) { return group }
    let known = Explanation.Group.allCases.map(\.rawValue)
    let meant = Suggestion.closest(to: name, among: known).map { "; did you mean \($0)?" }
    throw ValidationError(
      "--list: no group is called \(name)\(meant ?? ". The groups are \(known.joined(separator: " ")).")")
  }

  /// The groups, each with the number of its names and one of them.
  private static var groups: String {
    let rows = Explanation.Group.allCases.map { group in
      let members = Explanation.explanations(of: group)
      let first = members.first.map { ", such as \($0.name)" } ?? ""
      return (group.rawValue, "\(members.count)\(first)")
    }
    return aligned(rows)
      + "\n`verbatim explain NAME` explains one, and `verbatim explain --list GROUP` lists a group.\n"
  }

  private static func listing(of group: Explanation.Group) -> String {
    aligned(Explanation.explanations(of: group).map { ($0.name, $0.meaning) })
  }

  /// Two columns.
  private static func aligned(_ rows: [(String, String)]) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { name, text in
      "\(name)\(String(repeating: " ", count: width - name.count))  \(text)\n"
    }.joined()
  }
}
