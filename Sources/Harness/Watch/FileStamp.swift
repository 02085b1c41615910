import Glibc

/// What tells whether a file was written since, without reading it.
package enum FileStamp: Hashable, Sendable {
  /// Nothing is there, or a link that leads nowhere.
  case missing
  /// A file: which one, and when it was written and changed last, in nanoseconds.
  case there(device: UInt64, file: UInt64, bytes: Int64, written: Int64, changed: Int64)

  /// The stamp of what is at a path now.
  package init(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      self = .missing
      return
    }
    func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
    self = .there(
      device: UInt64(status.st_dev), file: UInt64(status.st_ino), bytes: Int64(status.st_size),
      written: nanoseconds(status.st_mtim), changed: nanoseconds(status.st_ctim))
  }
}
