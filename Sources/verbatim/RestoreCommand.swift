import ArgumentParser
import Foundation
import Host
import Store

/// `verbatim restore BACKUP -o FILE`
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Restore a database from a backup.",
    discussion: """
      The backup is verified first. An existing database is only replaced with --force; it is then kept beside the new one, \
      with the time in its name. Clients whose sessions are newer than the backup start new sessions.
      """)

  @Argument(help: "The backup.")
  var backup: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The database to write, which the server is started with.", valueName: "file"))
  var output: String

  @Flag(help: "Move an existing database out of the way.")
  var force = false

  func run() throws {
    // It may be no more than the log of a database that has gone.
    let taken = BackupFile.taken(output)
    if let taken, !force {
      StandardError.write("verbatim: the file \(taken) already exists; --force moves it out of the way\n")
      throw Outcome.usage
    }
    let makeRoom: (() throws -> Void)? = taken != nil ? { try moveAway() } : nil
    try BackupFile.copy(backup, to: output, makeRoom: makeRoom).forCommand()
    print("\(output) was restored from \(backup)")
  }

  /// No server may have the old file open; whatever else is wrong with it, it is kept, and its log with it.
  private func moveAway() throws {
    do throws(StoreError) {
      _ = try Archive(path: output)
    } catch {
      if case .locked = error as StoreError { throw error }
    }
    let old = unusedName("\(output).before-\(BackupCommand.stamp())")
    for suffix in ["", "-wal", "-journal"] where FileManager.default.fileExists(atPath: output + suffix) {
      try FileManager.default.moveItem(atPath: output + suffix, toPath: old + suffix)
    }
    print("the previous database is now \(old)")
  }

  /// The name, or with a number after it where an earlier one of the same second has it.
  private func unusedName(_ name: String) -> String {
    var candidate = name
    var number = 2
    while BackupFile.taken(candidate) != nil {
      candidate = "\(name)-\(number)"
      number += 1
    }
    return candidate
  }
}

extension Result where Success == Void, Failure == BackupProblem {
  /// Ends the command where a backup was not made, and says why.
  func forCommand() throws {
    guard case .failure(let problem) = self else { return }
    StandardError.write("verbatim: \(problem.message)\n")
    switch problem {
    case .exists: throw Outcome.usage
    case .wrong, .file: throw Outcome.failed
    case .store(let error): throw Outcome.of(error)
    }
  }
}
