import Foundation

/// Standard error, for text that is meant for a person and not for a pipe.
enum StandardError {
  /// Writes a text, or as much of it as possible: a closed pipe or a full disk is not an error.
  static func write(_ text: String) {
    writeAll(Array(text.utf8), to: STDERR_FILENO)
  }
}

/// Writes bytes to an open file; whether all could be written.
@discardableResult func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { return false }
    rest = rest.dropFirst(count)
  }
  return true
}

/// Writes a log on its own thread, so that a slow reader delays nobody; lines past its limit are dropped and counted.
final class LogWriter: @unchecked Sendable {
  private let condition = NSCondition()
  private var lines: [String] = []
  private var bytes = 0
  private var lost = 0
  private var isWriting = false
  /// Where the lines go. Its number stays the same when the file is opened again, so that no line is between two files.
  private var file = STDERR_FILENO
  private var path: String?

  /// How many bytes wait at most.
  private static let mostBytes = 1 << 20

  /// The log of the process; what is written is there when it ends, however it ends.
  static let shared = LogWriter()

  private init() {
    atexit { LogWriter.shared.drain() }
    let thread = Thread { [self] in
      while true { writeNext() }
    }
    thread.name = "log"
    thread.start()
  }

  /// Writes to the end of a file from now on, which only its owner can read; false where it cannot be opened.
  func write(to path: String) -> Bool {
    let new = Self.opened(path)
    guard new >= 0 else { return false }
    condition.withLock { (file, self.path) = (new, path) }
    return true
  }

  /// Opens the file again, which was moved meanwhile; where that cannot be done, lines go where they went.
  func reopen() {
    condition.withLock {
      guard let path else { return }
      let new = Self.opened(path)
      guard new >= 0 else { return }
      dup2(new, file)
      // The flag is not copied.
      _ = fcntl(file, F_SETFD, FD_CLOEXEC)
      close(new)
    }
  }

  private static func opened(_ path: String) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
  }

  func write(_ line: String) {
    condition.withLock {
      guard bytes + line.utf8.count <= Self.mostBytes else {
        lost += 1
        return
      }
      lines.append(line)
      bytes += line.utf8.count
      condition.broadcast()
    }
  }

  /// Waits until everything is written, or for a second.
  func drain() {
    let deadline = Date(timeIntervalSinceNow: 1)
    condition.withLock {
      while isWriting || !lines.isEmpty { guard condition.wait(until: deadline) else { return } }
    }
  }

  private func writeNext() {
    let (text, target) = condition.withLock {
      while lines.isEmpty { condition.wait() }
      var text = lines.joined()
      if lost > 0 { text += "\(lost) lines of the log were lost because they were not read in time\n" }
      (lines, bytes, lost, isWriting) = ([], 0, 0, true)
      return (text, file)
    }
    writeAll(Array(text.utf8), to: target)
    condition.withLock {
      isWriting = false
      condition.broadcast()
    }
  }
}
