import ArgumentParser
import Foundation
import Host
import Store
import Wire

/// `verbatim backup FILE`
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Back up a database, even while its server is running.",
    discussion: """
      With --url the running server makes the copy; FILE is then a path on its machine, which the server must be able to \
      write. A copy gets its name only after it has been read back and verified: pages, hash chain and snapshots.

      With --every, FILE is a folder. Each copy has the time in its name, and the newest --keep of them are kept.
      """)

  @Argument(
    help: ArgumentHelp("The file for the copy; with --every, the folder for copies.", valueName: "file"))
  var target: String

  @OptionGroup var server: ServerOptions

  @Option(
    help: ArgumentHelp("Make a copy at this interval, such as 30m, 1h or 1d.", valueName: "time")
  )
  var every: String?

  @Option(help: "With --every, how many copies to keep.")
  var keep = 24

  func validate() throws {
    if let every {
      guard case .age? = Retention(every) else {
        throw ValidationError("--every must be a time such as 1h, 30m or 1d.")
      }
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: target, isDirectory: &isFolder), isFolder.boolValue else {
        throw ValidationError("There is no folder \(target) for the copies; make it first.")
      }
    }
    guard keep >= 1 else { throw ValidationError("--keep must be at least 1.") }
  }

  func run() throws {
    guard let every, case .age(let milliseconds)? = Retention(every) else { return try copy(to: target) }
    while true {
      let name = "verbatim-\(Self.stamp()).db"
      // A failed copy is reported; the next one is made all the same.
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
      try server.administrator(at: url).order("backup", [.text("path", absolute)])
    } else {
      try BackupFile.copy(server.path, to: path).forCommand()
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
