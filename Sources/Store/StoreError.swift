import Engine

/// What can go wrong in the store, each with what it means and what to do about it.
///
/// After any of them the store is as it was at its last commit: the turn that failed is gone as a whole.
package enum StoreError: Error, Hashable, Sendable {
  /// The folder that should hold the file does not exist.
  case directoryMissing(path: String)
  /// The file could not be opened or made.
  case cannotOpen(path: String, detail: String)
  /// The file exists and is no database.
  case notADatabase(path: String)
  /// The file is a database that another program made.
  case foreignDatabase(path: String)
  /// A newer version of Verbatim wrote the file.
  case newerSchema(path: String)
  /// The file, or the folder in which its log belongs, cannot be written.
  case readOnly(path: String)
  /// Another process has the file open.
  case locked(path: String)
  /// The file was moved or deleted while it was in use.
  case moved(path: String)
  /// The file's newest entry is from a time that this machine's clock has not reached.
  case clockBehind(newest: String, clock: String)
  /// There is no space left.
  case full
  /// The file's content is damaged.
  case corrupt(detail: String)
  /// The journal does not lead to the chain that was stored with it; `entry` is the last of the block that is wrong.
  case journalBroken(entry: JournalEntry.Index)
  /// The journal goes on after its newest usable snapshot with inputs that another behaviour of the engine ran.
  case otherBehaviour(entry: JournalEntry.Index, behaviour: Int)
  /// The journal's entry is in a format that this program does not know.
  case newerFormat(entry: JournalEntry.Index, format: Int)
  /// No snapshot that is there can be used, and the journal does not begin at its beginning.
  case stateMissing(entry: JournalEntry.Index)
  /// The tables have what came after the end of the journal, with this entry.
  case journalEndsEarly(entry: JournalEntry.Index)
  /// A record contradicts what is stored, as a number that is taken.
  case contradiction(detail: String)
  /// SQLite gave up for another reason: an input or output error, or too little memory.
  case failed(code: Int32, detail: String)
}

extension StoreError: CustomStringConvertible {
  /// The message and the remedy in one line.
  package var description: String { "\(message); \(remedy)" }

  /// What happened, in one sentence without a full stop.
  package var message: String {
    switch self {
    case .directoryMissing(let path): "there is no folder for the file \(path)"
    case .cannotOpen(let path, let detail): "the file \(path) cannot be opened (\(detail))"
    case .notADatabase(let path): "the file \(path) is not a database"
    case .foreignDatabase(let path): "the file \(path) is the database of another program"
    case .newerSchema(let path): "a newer version of Verbatim wrote the file \(path)"
    case .readOnly(let path): "the file \(path) cannot be written"
    case .locked(let path): "another process has the file \(path) open"
    case .moved(let path): "the file \(path) was moved or deleted while it was in use"
    case .clockBehind(let newest, let clock):
      "the newest entry of the database is from \(newest), but this machine's clock says \(clock)"
    case .full: "there is no space left for the database"
    case .corrupt(let detail): "the database is damaged (\(detail))"
    case .journalBroken(let entry):
      "the journal up to entry \(entry.number) is not what was written: its hash chain does not fit"
    case .otherBehaviour(let entry, let behaviour):
      "the inputs from entry \(entry.number) on were run by behaviour \(behaviour) of the engine, but this program has behaviour \(Engine.behaviour)"
    case .newerFormat(let entry, let format):
      "a newer version of Verbatim wrote the file: entry \(entry.number) of the journal is in format \(format)"
    case .stateMissing(let entry):
      "the journal begins with entry \(entry.number), and no snapshot of the state before it can be read"
    case .journalEndsEarly(let entry):
      "the journal ends with entry \(entry.number), but the tables have later changes"
    case .contradiction(let detail): "a record contradicts what is stored (\(detail))"
    case .failed(let code, let detail): "the database failed with SQLite's code \(code) (\(detail))"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .directoryMissing: "make the folder, or choose another place"
    case .cannotOpen: "check the path and its permissions"
    case .notADatabase, .foreignDatabase: "choose another file; this one was not changed"
    case .newerSchema, .newerFormat: "run that version, or one that is newer"
    case .readOnly: "give this user the right to write the file and its folder"
    case .locked: "end the other process; one file serves one server"
    case .moved: "put it back, or stop the server; everything that was committed is in it"
    case .clockBehind: "set the clock right, or see `verbatim clock` where it was wrong before"
    case .full: "free some space and try again; what was committed is safe"
    case .corrupt: "restore the file from a copy"
    case .journalBroken, .journalEndsEarly:
      "restore the file from a copy, or make a new one from its tables with `verbatim rebuild`"
    case .otherBehaviour:
      "stop it once in order with the version that wrote it, or discard these inputs with `verbatim upgrade --rebuild`; the file was not changed"
    case .stateMissing: "restore the file from a copy, or make a new one with `verbatim rebuild`"
    case .contradiction: "this is a bug in Verbatim; keep the file and report it"
    case .failed: "try again; if it happens again, check the disk and the memory"
    }
  }
}
