import Foundation
package import Store

/// Why a backup was not made, or not taken back.
package enum BackupProblem: Error, Hashable, Sendable {
  /// There is a file of this name already.
  case exists(String)
  /// The copy is not what a server could start on.
  case wrong(String)
  /// The database or the copy failed.
  case store(StoreError)
  /// The file system did.
  case file(String)

  /// What happened and what to do, in one line.
  package var message: String {
    switch self {
    case .exists(let path): "the file \(path) already exists; choose another name"
    case .wrong(let fault): "the copy is damaged and was deleted: \(fault)"
    case .store(let error): error.description
    case .file(let detail): "the file system refused: \(detail)"
    }
  }
}

/// A copy of a database that was checked before it has its name.
package enum BackupFile {
  /// Copies a database that no server has, its log included, into a file that is one.
  ///
  /// - Parameter makeRoom: Moves what has the name already out of the way, once the copy was checked; without it such a file
  ///   is a problem.
  package static func copy(
    _ source: String, to path: String, makeRoom: (() throws -> Void)? = nil
  ) -> Result<Void, BackupProblem> {
    let partial = path + ".partial"
    defer { try? FileManager.default.removeItem(atPath: partial) }
    if makeRoom == nil, let taken = taken(path) { return .failure(.exists(taken)) }
    do throws(StoreError) {
      try Archive(path: source).copy(to: partial)
    } catch {
      return .failure(.store(error))
    }
    return finish(partial, as: path) { try makeRoom?() }
  }

  /// A file that is in the way of a new database: one of its name, or a log that would be taken for its own.
  package static func taken(_ path: String) -> String? {
    ["", "-wal", "-journal"].map { path + $0 }.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// Checks a copy, makes it last, and gives it its name.
  package static func finish(
    _ partial: String, as path: String, makeRoom: () throws -> Void = {}
  ) -> Result<Void, BackupProblem> {
    do {
      if let fault = try FileCheck.run(try Archive(path: partial), .chain).fault {
        return .failure(.wrong(fault))
      }
      try sync(partial)
      try makeRoom()
      guard rename(partial, path) == 0 else { return .failure(.file(String(cString: strerror(errno)))) }
      try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
      return .success(())
    } catch let error as StoreError {
      return .failure(.store(error))
    } catch {
      return .failure(.file("\(error)"))
    }
  }

  private static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw POSIXError(.EIO) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw POSIXError(.EIO) }
  }
}
