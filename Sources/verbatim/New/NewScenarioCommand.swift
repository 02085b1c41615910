import ArgumentParser
import ProtocolRegistry

/// `verbatim new scenario NAME.chat`
struct NewScenarioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenario", abstract: "Create a scenario file that passes, to change.",
    discussion: "Missing folders are made. `verbatim run FILE` runs it.")

  @Argument(help: ArgumentHelp("The file, which ends in .chat.", valueName: "file.chat"))
  var path: String

  @Option(help: "What the scenario shows, in a sentence.")
  var title: String?

  @Option(help: ArgumentHelp("The users, separated by commas.", valueName: "names"))
  var users = "alice,bob"

  @Option(help: ArgumentHelp("Begin with this clause of the protocol, such as MSG-2.", valueName: "clause"))
  var from: String?

  func run() throws {
    let users = users.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let draft = try ScenarioDraft(path: path, title: title, users: users, clause: try from.map(Self.clause))
    do throws(CreationFailure) {
      try draft.write()
    } catch {
      StandardError.write("verbatim: \(error)\n")
      throw Outcome.failed
    }
    print("\(path) is a scenario that passes. `verbatim run \(path)` runs it.")
  }

  /// The clause of this name, or a usage error that says which one was meant.
  private static func clause(named name: String) throws -> Clause {
    if let clause = Clause.all.first(where: { $0.id == name }) { return clause }
    throw ValidationError(
      "--from: no clause", called: name, among: Clause.all.map(\.id),
      otherwise: ". `verbatim explain --list clauses` lists them.")
  }
}
