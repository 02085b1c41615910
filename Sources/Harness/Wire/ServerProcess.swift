import Foundation
import Glibc

/// A server that runs as a process of its own, started by the runner.
///
/// It belongs to the runner's process group, so that what interrupts the runner at a terminal ends it too.
final class ServerProcess {
  /// Why a server did not start.
  struct StartFailure: Error {
    let message: String
  }

  private let process: pid_t
  private var status: Int32?
  private let errorFile: String
  /// The line in which the server says where it listens.
  let announcement: String

  /// Starts a program and waits for the first line of its output.
  ///
  /// - Parameter errorFile: Where its standard error goes.
  init(
    program: String, arguments: [String], errorFile: String, deadlineMilliseconds: Int
  ) throws(StartFailure) {
    self.errorFile = errorFile
    var pipe: [Int32] = [-1, -1]
    guard Glibc.pipe(&pipe) == 0 else { throw StartFailure(message: "no pipe can be made") }
    for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, errorFile, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // What the environment says of a server is not meant for this one.
    let environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("VERBATIM_") }
    var pid: pid_t = 0
    let result = Self.withCStrings([program] + arguments) { arguments in
      Self.withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
        posix_spawn(&pid, program, &actions, nil, arguments, environment)
      }
    }
    Glibc.close(pipe[1])
    defer { Glibc.close(pipe[0]) }
    guard result == 0 else {
      throw StartFailure(message: "\(program) cannot be started: \(String(cString: strerror(result)))")
    }
    process = pid
    guard let line = Self.line(from: pipe[0], deadlineMilliseconds: deadlineMilliseconds) else {
      announcement = ""
      kill()
      throw StartFailure(message: "the server did not start: \(lastWords)")
    }
    announcement = line
  }

  /// How the process ended, or nil while it runs.
  var end: String? {
    var raw: Int32 = 0
    if status == nil, waitpid(process, &raw, WNOHANG) == process { status = raw }
    guard let status else { return nil }
    let signal = status & 0x7f
    let how = signal == 0 ? "it ended with code \(status >> 8 & 0xff)" : "signal \(signal) ended it"
    return "\(how); \(lastWords)"
  }

  /// Ends the process at once, and returns when it is gone.
  func kill() {
    guard status == nil else { return }
    Glibc.kill(process, SIGKILL)
    var raw: Int32 = 0
    waitpid(process, &raw, 0)
    status = raw
  }

  /// Asks the process to stop in order; returns whether it did so in time, and with code 0. It is gone in any case.
  func stop(deadlineMilliseconds: Int) -> Bool {
    guard status == nil else { return status == 0 }
    Glibc.kill(process, SIGTERM)
    let deadline = ContinuousClock.now + .milliseconds(deadlineMilliseconds)
    while end == nil {
      guard ContinuousClock.now < deadline else {
        kill()
        return false
      }
      usleep(1000)
    }
    return status == 0
  }

  /// The end of what the server wrote to its standard error.
  private var lastWords: String {
    let text =
      FileManager.default.contents(atPath: errorFile).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let lines = text.split(separator: "\n").suffix(5)
    return lines.isEmpty ? "it said nothing" : "its last words: " + lines.joined(separator: " | ")
  }

  /// The first line that comes out of a pipe, or nil where none comes in time.
  private static func line(from pipe: Int32, deadlineMilliseconds: Int) -> String? {
    let deadline = ContinuousClock.now + .milliseconds(deadlineMilliseconds)
    var bytes: [UInt8] = []
    while bytes.count < 4096 {
      let left = (deadline - ContinuousClock.now).components
      var poller = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
      let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
      guard milliseconds > 0, poll(&poller, 1, Int32(clamping: milliseconds)) > 0 else { return nil }
      var byte: UInt8 = 0
      guard read(pipe, &byte, 1) == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return nil
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
