import Glibc

/// A file of the user's that is written anew, as a whole or not at all.
enum RewrittenFile {
  /// Why it was not.
  struct Failure: Error {
    /// The system's words.
    let reason: String

    fileprivate init() { reason = String(cString: strerror(errno)) }
  }

  /// Replaces what a file holds. Its permissions stay, and a symbolic link still leads to it.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    guard let resolved = realpath(path, nil) else { throw Failure() }
    defer { free(resolved) }
    let target = String(cString: resolved)
    var status = stat()
    guard stat(target, &status) == 0, access(target, W_OK) == 0 else { throw Failure() }
    // In the same folder, so that it can take the file's place in one step.
    var draft = Array("\(target).XXXXXX".utf8CString)
    let file = mkstemp(&draft)
    guard file >= 0 else { throw Failure() }
    // Only root can give a file away; where it cannot be done, the file belongs to who writes it.
    _ = fchown(file, status.st_uid, status.st_gid)
    let isWritten =
      writeAll(bytes, to: file) && fchmod(file, status.st_mode & 0o7777) == 0 && fsync(file) == 0
    let failure = Failure()
    guard close(file) == 0, isWritten, rename(draft, target) == 0 else {
      let reason = isWritten ? Failure() : failure
      unlink(draft)
      throw reason
    }
  }
}
