import ArgumentParser
import Store

extension Archive {
  /// Opens the database that a command was given, or says why not and ends the command.
  static func openForCommand(_ path: String) throws -> Archive {
    try readingForCommand(path) { () throws(StoreError) in try Archive(path: path) }
  }

  /// Does something with a database, and says what is wrong with the file where that cannot be done.
  static func readingForCommand<Result>(
    _ path: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as StoreError {
      let place = error.message.contains(path) ? "" : "\(path): "
      StandardError.write("\(place)\(error.message); \(error.remedy)\n")
      throw Outcome.of(error)
    }
  }
}

extension Outcome {
  /// What an error of a database means for the process: a file that is none of ours is one that does not parse.
  static func of(_ error: StoreError) -> ExitCode {
    switch error {
    case .directoryMissing, .cannotOpen, .readOnly, .locked, .moved, .clockBehind, .full: usage
    case .notADatabase, .foreignDatabase, .newerSchema, .newerFormat, .corrupt, .otherBehaviour: unreadable
    case .journalBroken, .stateMissing, .journalEndsEarly: failed
    case .contradiction, .failed: fault
    }
  }
}
