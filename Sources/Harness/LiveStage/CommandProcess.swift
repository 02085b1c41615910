import Client
import Foundation
import Glibc
import Synchronization

/// A program of somebody else, in any language, that a shell starts: a bot, or a server.
///
/// All that it starts ends with it, and it with the runner; see `ChildProcess`.
package final class CommandProcess {
  /// Why a program cannot be started at all.
  package struct StartFailure: Error {
    /// What is wrong, in one sentence.
    package let message: String
  }

  /// The most that is kept of what the program writes, in bytes.
  private static let tailBytes = 4096

  /// What the author wrote, for messages.
  package let command: String
  private let process: ChildProcess
  private let tail = Tail()

  /// Starts a command in the current directory, as a shell reads it. What it writes to its outputs is read all the time,
  /// so that it never waits for a reader.
  ///
  /// - Parameters:
  ///   - variables: What is added to the environment, in place of all that begins with `VERBATIM_`.
  ///   - folder: What goes with the program where the runner does not come to remove it.
  /// - Throws: `StartFailure` where there is no shell or nothing left of processes or files. A program that the shell does
  ///   not find has ended with code 127, see `ending`.
  package init(
    command: String, variables: [String: String] = [:], folder: String? = nil
  ) throws(StartFailure) {
    self.command = command
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("VERBATIM_") }
    environment.merge(variables) { $1 }
    let output = try OpenFile.pipe()
    process = try ChildProcess(
      program: "/bin/sh", arguments: ["-c", command], environment: environment, folder: folder
    ) { actions in
      posix_spawn_file_actions_adddup2(&actions, output.writing.number, 1)
      posix_spawn_file_actions_adddup2(&actions, output.writing.number, 2)
    }
    let (tail, reading) = (tail, output.reading)
    Thread.detachNewThread { tail.read(reading) }
  }

  deinit { kill() }

  /// The group that all its processes are in.
  var group: pid_t { process.group }

  /// How the command ended, or nil while it runs. The shell ends with code 127 for a program that it does not find, and with
  /// 126 for one that it may not run.
  package var ending: ProcessEnding? { process.ending }

  /// Waits until the command has ended by itself, and tells how; nil where it has not in time.
  package func awaitEnding(deadlineMilliseconds: Int) -> ProcessEnding? {
    process.awaitEnding(deadlineMilliseconds: deadlineMilliseconds)
  }

  /// The end of what the program wrote, its last five lines at most. Of a program that has ended it is all there.
  package var lastWords: String {
    // Nobody else may hold the output once the group is gone; the reader is then through in no time.
    if ending != nil {
      process.kill()
      tail.awaitEnd()
    }
    let lines = tail.text.split(whereSeparator: \.isNewline).suffix(5)
    return lines.isEmpty
      ? "it said nothing"
      : "its last words: " + lines.map { VisibleText.of(String($0)) }.joined(separator: " | ")
  }

  /// Asks the group to stop (SIGTERM) and ends what is left of it after the deadline.
  package func terminate(deadlineMilliseconds: Int) {
    process.stop(deadlineMilliseconds: deadlineMilliseconds)
  }

  /// Lets the program, with all that it has started, stand still, or go on.
  package func setPaused(_ isPaused: Bool) { Glibc.kill(-process.group, isPaused ? SIGSTOP : SIGCONT) }

  /// Ends the program and all that it has started at once, and returns when it is gone.
  package func kill() { process.kill() }
}

extension CommandProcess {
  /// What a program wrote last, read by a thread of its own.
  private final class Tail: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    private let end = DispatchSemaphore(value: 0)

    /// Reads until nobody can write any more.
    func read(_ file: OpenFile) {
      var buffer = [UInt8](repeating: 0, count: tailBytes)
      while case let count = Glibc.read(file.number, &buffer, buffer.count), count > 0 || errno == EINTR {
        guard count > 0 else { continue }
        bytes.withLock { $0 = ($0 + buffer.prefix(count)).suffix(tailBytes) }
      }
      end.signal()
    }

    /// Waits until everything is read, but not for what has left the group and holds the output.
    func awaitEnd() {
      if end.wait(timeout: .now() + .seconds(1)) == .success { end.signal() }
    }

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
  }
}
