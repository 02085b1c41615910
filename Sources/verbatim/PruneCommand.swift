import ArgumentParser
import Engine
import Host
import Store

/// `verbatim prune`
struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Cut the journal of a database, and take what was deleted out of it for good.",
    discussion: """
      A server cuts its journal by itself, as its --keep-journal says. On a file that no server has, --keep-journal says what is \
      kept, and the file gives its free space back. With --now everything before this instant goes, and with it the text of \
      every message that was deleted: afterwards it is nowhere in the file. Backups are files of their own.
      """)

  @OptionGroup var server: ServerOptions

  @Option(
    help: ArgumentHelp(
      "What is kept: an age such as 30d, a size such as 10GB, or forever.", valueName: "what"))
  var keepJournal: Retention = .age(milliseconds: 30 * 86_400_000)

  @Flag(help: "Keep nothing of the journal but its end.")
  var now = false

  func run() throws {
    if let url = server.url {
      guard now else {
        throw ValidationError("A server that runs cuts its journal itself; give --now to have nothing kept.")
      }
      return try server.control(at: url).ask(.prune)
    }
    try FileAdministrator(path: server.database ?? "verbatim.db", creates: false)
      .maintain { host in
        if now { try host.purge() } else { try host.tidyUp(.retain(keepJournal)) }
      }
  }
}

extension Retention: ExpressibleByArgument {
  /// Reads `30d`, `10GB` or `forever` from the command line.
  public init?(argument: String) { self.init(argument) }

  public var defaultValueDescription: String { text }
}
