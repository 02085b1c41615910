import Foundation
import Glibc

/// A server as a process, whatever started it.
protocol RunningServer: AnyObject {
  /// How the process ended, with its last words, or nil while it runs.
  var end: String? { get }
  /// The group that all its processes are in.
  var group: pid_t { get }
  /// Ends the process at once, and returns when it is gone.
  func kill()
  /// Asks the process to stop in order; returns whether it did so in time, and with code 0. It is gone in any case.
  func stop(deadlineMilliseconds: Int) -> Bool
}

extension RunningServer {
  /// The same for one whose connections have just broken: these end a moment before the process.
  var endWithinAMoment: String? {
    let deadline = ContinuousClock.now + .milliseconds(200)
    while end == nil, ContinuousClock.now < deadline { usleep(1000) }
    return end
  }
}

extension CommandProcess: RunningServer {
  var end: String? { ending.map { "\($0); \(lastWords)" } }

  func stop(deadlineMilliseconds: Int) -> Bool {
    terminate(deadlineMilliseconds: deadlineMilliseconds)
    // A server that does nothing about the signal has stopped as it was asked to, too.
    return ending == .exited(code: 0) || ending == .killed(signal: SIGTERM)
  }
}

/// A server of our own that runs as a process, started by the runner, and ends with it; see `ChildProcess`.
final class ServerProcess: RunningServer {
  private let process: ChildProcess
  private let errorFile: String
  /// The line in which the server says where it listens.
  let announcement: String

  /// Starts a program and waits for the first line of its output.
  ///
  /// - Parameter folder: The server's own, which its standard error goes to.
  init(
    program: String, arguments: [String], folder: URL, deadlineMilliseconds: Int
  ) throws(CommandProcess.StartFailure) {
    errorFile = folder.appendingPathComponent("stderr").path
    let output: OpenFile
    (process, output) = try Self.start(
      program: program, arguments: arguments, folder: folder.path, errorFile: errorFile)
    guard let line = Self.line(from: output.number, deadlineMilliseconds: deadlineMilliseconds) else {
      announcement = ""
      kill()
      throw CommandProcess.StartFailure(message: "the server did not start: \(lastWords)")
    }
    announcement = line
  }

  /// Starts the program; the other end of its output is nobody's but its own.
  private static func start(
    program: String, arguments: [String], folder: String, errorFile: String
  ) throws(CommandProcess.StartFailure) -> (ChildProcess, output: OpenFile) {
    let output = try OpenFile.pipe()
    let process = try ChildProcess(
      program: program, arguments: arguments,
      // What the environment says of a server is not meant for this one, but for the log of everything in a run of tests.
      environment: ProcessInfo.processInfo.environment.filter {
        !$0.key.hasPrefix("VERBATIM_") || $0.key == "VERBATIM_FRAME_LOG"
      },
      folder: folder
    ) { actions in
      posix_spawn_file_actions_adddup2(&actions, output.writing.number, 1)
      posix_spawn_file_actions_addopen(&actions, 2, errorFile, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    return (process, output.reading)
  }

  var end: String? { process.ending.map { "\($0); \(lastWords)" } }

  var group: pid_t { process.group }

  func kill() { process.kill() }

  func stop(deadlineMilliseconds: Int) -> Bool {
    process.stop(deadlineMilliseconds: deadlineMilliseconds)
    return process.ending == .exited(code: 0)
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
      guard milliseconds > 0 else { return nil }
      let ready = poll(&poller, 1, Int32(clamping: milliseconds))
      // A signal that interrupts the run says nothing of the server.
      if ready < 0, errno == EINTR { continue }
      var byte: UInt8 = 0
      guard ready > 0, read(pipe, &byte, 1) == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return nil
  }
}
