import Glibc

/// Tells that something has happened in some folders, by Linux's inotify.
///
/// It does not tell what: by the time somebody looks, the names of events may be gone, and the kernel drops events where too many wait.
/// Who is told looks at the files (`WatchedFiles`).
package final class FolderEvents {
  /// Can be read from when something has happened; for `poll`.
  package let descriptor: Int32
  private var watchByFolder: [String: Int32] = [:]

  /// Why a folder is not watched.
  package struct Failure: Error, Hashable, Sendable {
    /// What is wrong and what helps, in one sentence.
    package let message: String

    fileprivate init(_ folder: String? = nil) {
      switch errno {
      case ENOSPC:
        message = "the system watches no more folders for you; raise fs.inotify.max_user_watches by sysctl"
      case EMFILE:
        message = "too many programs watch files for you; end one, or raise fs.inotify.max_user_instances"
      case _:
        message = "\(folder ?? "the file system") cannot be watched: \(String(cString: strerror(errno)))"
      }
    }
  }

  /// A file that is closed after writing is whole; while it is written nobody need look.
  private static let happenings = UInt32(
    IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF
      | IN_MOVE_SELF | IN_ONLYDIR)
  /// After these the path leads elsewhere, and needs another watch.
  private static let losses = UInt32(IN_IGNORED | IN_MOVE_SELF)
  /// The parts of `struct inotify_event` before the name: `wd`, `mask`, `cookie` and `len`, 4 bytes each.
  private static let headBytes = 16

  /// Begins with no folder.
  package init() throws(Failure) {
    descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    guard descriptor >= 0 else { throw Failure() }
  }

  deinit { close(descriptor) }

  /// Watches these folders and no others; those that are gone are left out.
  ///
  /// - Returns: Whether one was not watched before; what happened in it until now, nobody was told.
  /// - Throws: The first failure, after all folders were tried.
  package func follow(_ folders: Set<String>) throws(Failure) -> Bool {
    var isNew = false
    for folder in watchByFolder.keys where !folders.contains(folder) { leave(folder) }
    var failure: Failure?
    for folder in folders.sorted() where watchByFolder[folder] == nil {
      let watch = inotify_add_watch(descriptor, folder, Self.happenings)
      if watch >= 0 {
        watchByFolder[folder] = watch
        isNew = true
      } else if errno != ENOENT && errno != ENOTDIR {
        failure = failure ?? Failure(folder)
      }
    }
    if let failure { throw failure }
    return isNew
  }

  /// Takes all that has happened until now; says whether that is anything.
  package func take() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var isAnything = false
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return isAnything }
      isAnything = true
      for watch in Self.lostWatches(in: buffer[..<count]) { lose(watch) }
    }
  }

  private static func lostWatches(in bytes: ArraySlice<UInt8>) -> [Int32] {
    var lost: [Int32] = []
    bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset + headBytes <= bytes.count {
        let watch = bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)
        let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
        let nameBytes = bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self)
        if mask & losses != 0 { lost.append(watch) }
        offset += headBytes + Int(nameBytes)
      }
    }
    return lost
  }

  private func leave(_ folder: String) {
    guard let watch = watchByFolder.removeValue(forKey: folder) else { return }
    // Two paths of one folder have one watch.
    if !watchByFolder.values.contains(watch) { _ = inotify_rm_watch(descriptor, watch) }
  }

  private func lose(_ watch: Int32) {
    for folder in watchByFolder.filter({ $0.value == watch }).keys { leave(folder) }
  }
}
