import Foundation
import Glibc

/// A program that the runner has started, by its process id.
final class ChildProcess {
  /// Why a program did not start.
  struct StartFailure: Error {
    let message: String
  }

  private let process: pid_t
  private let leadsGroup: Bool
  private var known: ProcessEnding?
  private var isGroupGone = false

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - leadsGroup: Whether it gets a process group of its own, so that all that it starts ends with it. One that has none
  ///     is ended by what interrupts the runner at a terminal.
  ///   - firstFree: The first file descriptor that the program does not get.
  ///   - connect: Says what the program's file descriptors are; its input is empty.
  init(
    program: String, arguments: [String], environment: [String: String], leadsGroup: Bool = false,
    firstFree: Int32 = 3,
    connect: (inout posix_spawn_file_actions_t) -> Void
  ) throws(StartFailure) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    connect(&actions)
    // Sockets of the runner would stay open in the program when the runner closes them. Some may be opened meanwhile.
    for file in firstFree..<max(firstFree, Self.highestOpenFile + 64) {
      posix_spawn_file_actions_addclose(&actions, file)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that the runner ignores or holds back would not end the program either.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let group = leadsGroup ? POSIX_SPAWN_SETPGROUP : 0
    posix_spawnattr_setflags(&attributes, Int16(group | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var pid: pid_t = 0
    let result = Self.withCStrings([program] + arguments) { arguments in
      Self.withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
        posix_spawn(&pid, program, &actions, &attributes, arguments, environment)
      }
    }
    guard result == 0 else {
      throw StartFailure(message: "\(program) cannot be started: \(String(cString: strerror(result)))")
    }
    process = pid
    self.leadsGroup = leadsGroup
  }

  /// How the process ended, or nil while it runs.
  var ending: ProcessEnding? {
    var raw: Int32 = 0
    if known == nil, waitpid(process, &raw, WNOHANG) == process { known = ProcessEnding(raw) }
    return known
  }

  /// Waits until the process has ended by itself, and tells how; nil where it has not in time.
  func awaitEnding(deadlineMilliseconds: Int) -> ProcessEnding? {
    let deadline = ContinuousClock.now + .milliseconds(deadlineMilliseconds)
    while ending == nil, ContinuousClock.now < deadline { usleep(1000) }
    return known
  }

  /// Asks the process to stop in order, and ends it where it does not in time.
  func stop(deadlineMilliseconds: Int) {
    if ending == nil {
      Glibc.kill(leadsGroup ? -process : process, SIGTERM)
      _ = awaitEnding(deadlineMilliseconds: deadlineMilliseconds)
    }
    kill()
  }

  /// Ends the process at once, with what it has started where it leads a group, and returns when it is gone.
  func kill() {
    if leadsGroup && !isGroupGone { Glibc.kill(-process, SIGKILL) }
    isGroupGone = true
    guard ending == nil else { return }
    Glibc.kill(process, SIGKILL)
    var raw: Int32 = 0
    waitpid(process, &raw, 0)
    known = ProcessEnding(raw)
  }

  private static var highestOpenFile: Int32 {
    let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return open.compactMap { Int32($0) }.max() ?? 1023
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
