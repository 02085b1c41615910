import ArgumentParser
import Foundation
import Host
import Store

/// `verbatim backup FILE`
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy a database, also while its server runs.",
    discussion: """
      With --url the server makes the copy, while people chat; FILE is then a path on the server's machine, where its user \
      may write. A copy has its name only once it was read back: its pages, its hash chain and its snapshots.

      With --every, FILE is a folder, in which each copy has the time in its name; of those made so, --keep are kept.
      """)

  @Argument(
    help: ArgumentHelp("The file for the copy, or with --every the folder for copies.", valueName: "file"))
  var target: String

  @OptionGroup var server: ServerOptions

  @Option(
    help: ArgumentHelp("Make a copy again and again after so long, such as 1h, 30m or 1d.", valueName: "time")
  )
  var every: String?

  @Option(help: "How many copies are kept.")
  var keep = 24

  func validate() throws {
    if let every {
      guard case .age? = Retention(every) else {
        throw ValidationError("--every must be a time such as 1h, 30m or 1d.")
      }
    }
    guard keep >= 1 else { throw ValidationError("--keep must be from 1.") }
  }

  func run() throws {
    guard let every, case .age(let milliseconds)? = Retention(every) else { return try copy(to: target) }
    while true {
      let name = "verbatim-\(Self.stamp()).db"
      // One that fails is said, and the next one is tried all the same.
      do {
        try copy(to: target + "/" + name)
        try removeOld()
      } catch is ExitCode {}
      Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
    }
  }

  private func copy(to path: String) throws {
    if let url = server.url {
      let absolute = URL(fileURLWithPath: path).path
      try server.control(at: url).ask(.backup(path: absolute))
    } else {
      try BackupFile.copy(server.database ?? "verbatim.db", to: path).forCommand()
    }
    print(path)
    fflush(nil)
  }

  private func removeOld() throws {
    let copies = try FileManager.default.contentsOfDirectory(atPath: target)
      .filter { $0.wholeMatch(of: /verbatim-\d{8}T\d{6}Z\.db/) != nil }.sorted()
    for name in copies.dropLast(keep) { try FileManager.default.removeItem(atPath: target + "/" + name) }
  }

  /// The time as it stands in the names of files, so that their order is that of time.
  static func stamp() -> String {
    Date().formatted(.iso8601).replacing("-", with: "").replacing(":", with: "")
  }
}
