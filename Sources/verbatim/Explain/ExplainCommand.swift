import ArgumentParser

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
    throw ValidationError(
      "nothing", called: name, among: Explanation.all.map(\.name),
      otherwise: ". `verbatim explain` lists what can be explained.")
  }

  private static func group(named name: String) throws -> Explanation.Group {
    if let group = Explanation.Group(rawValue: name) { return group }
    let known = Explanation.Group.allCases.map(\.rawValue)
    throw ValidationError(
      "--list: no group", called: name, among: known,
      otherwise: ". The groups are \(known.joined(separator: " ")).")
  }

  /// The groups, each with the number of its names and one of them.
  private static var groups: String {
    let rows = Explanation.Group.allCases.map { group in
      let members = group.definition.names()
      let first = members.first.map { ", such as \($0.name)" } ?? ""
      return (group.rawValue, "\(members.count)\(first)")
    }
    return TextTable(names: rows).text
      + "\n`verbatim explain NAME` explains one, and `verbatim explain --list GROUP` lists a group.\n"
  }

  private static func listing(of group: Explanation.Group) -> String {
    TextTable(names: group.definition.names().map { ($0.name, $0.meaning) }).text
  }
}
