import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Files that nobody but their owner is to read. What SQLite makes beside a database has the rights of the database.
package enum PrivateFile {
  /// Makes an empty file where there is none, and takes the rights of others away where there is one of ours.
  ///
  /// Whether the file can be used at all is for whoever opens it to find out.
  ///
  /// - Returns: Whether it made one.
  static func prepare(_ path: String) -> Bool {
    let made = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if made >= 0 {
      close(made)
    } else {
      for suffix in ["", "-wal", "-shm"] { _ = takeRightsOfOthers(path + suffix) }
    }
    return made >= 0
  }

  /// Takes a file away again that was made and is empty still.
  static func giveUp(_ path: String) { if isEmpty(path) { unlink(path) } }

  /// Whether there is a file without a byte: one that lost what it had, and no new one.
  static func isEmpty(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size == 0
  }

  /// What became of the rights that others had to a file.
  package enum Rights {
    /// They had none, or there is no such file.
    case none
    /// They were taken away.
    case taken
    /// They could not be taken away, as the file is somebody else's.
    case kept
  }

  /// Takes the rights of the group and of everybody else away.
  package static func takeRightsOfOthers(_ path: String) -> Rights {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0 else {
      return .none
    }
    return chmod(path, status.st_mode & 0o700) == 0 ? .taken : .kept
  }
}

/// Which file a path means at a moment: a path may come to mean another one, or none.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
