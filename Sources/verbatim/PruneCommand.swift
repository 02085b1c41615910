import ArgumentParser
import Host
import Store

/// `verbatim prune`
struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Cut the journal of a database and remove deleted texts for good.",
    discussion: """
      A running server cuts its journal by itself, according to its --keep-journal. For a server that is not running, \
      --keep-journal says what to keep here, and the file shrinks to what it needs. --now removes the whole journal up to \
      now, and with it the text of every deleted message: nothing of it is left in the file. Backups are not changed.
      """)

  @OptionGroup var server: ServerOptions

  @Option(
    help: ArgumentHelp(
      "How much of the journal to keep: an age such as 30d, a size such as 10GB, or forever.",
      valueName: "what"))
  var keepJournal: Retention = .age(milliseconds: 30 * 86_400_000)

  @Flag(help: "Keep none of the journal up to now.")
  var now = false

  func run() throws {
    if let url = server.url {
      guard now else {
        throw ValidationError(
          "A running server cuts its journal by itself; with --url, give --now to remove all of it.")
      }
      return try server.administrator(at: url).order("prune")
    }
    try FileAdministrator(path: server.path, creates: false).maintain { host in
      if now { try host.purge() } else { try host.tidyUp(.retain(keepJournal)) }
    }
  }
}

extension Retention: ExpressibleByArgument {
  /// Reads `30d`, `10GB` or `forever` from the command line.
  public init?(argument: String) { self.init(argument) }

  public var defaultValueDescription: String { text }
}
