import Foundation
import Glibc

/// A program that the runner has started, by its process id.
///
/// It leads a process group of its own, so that all that it starts ends with it, and what interrupts the runner at a
/// terminal does not reach it. Where the runner ends, however that happens, a watchdog in the group ends the group: it
/// waits for the end of a pipe that the runner holds.
final class ChildProcess {
  /// The program's process id, which is that of its group too.
  let group: pid_t
  /// The watchdog ends the group when this closes.
  private let lifeline: OpenFile
  private var known: ProcessEnding?
  private var isGroupGone = false

  /// Starts a program. One that is not there has ended with code 127, see `ending`.
  ///
  /// - Parameters:
  ///   - folder: What the watchdog removes where the runner does not come to it.
  ///   - connect: Says what the program's file descriptors 0 to 2 are; its input is empty.
  init(
    program: String, arguments: [String], environment: [String: String], folder: String? = nil,
    connect: (inout posix_spawn_file_actions_t) -> Void
  ) throws(CommandProcess.StartFailure) {
    let life = try OpenFile.pipe()
    defer { withExtendedLifetime(life.reading) {} }
    lifeline = life.writing
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    connect(&actions)
    posix_spawn_file_actions_adddup2(&actions, life.reading.number, Self.lifelineNumber)
    // Sockets of the runner would stay open in the program when the runner closes them. Some may be opened meanwhile.
    for file in (Self.lifelineNumber + 1)..<max(Self.lifelineNumber + 2, Self.highestOpenFile + 64) {
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
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var pid: pid_t = 0
    let words = ["/bin/sh", "-c", Self.script, folder ?? "", program] + arguments
    let result = Self.withCStrings(words) { words in
      Self.withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
        posix_spawn(&pid, "/bin/sh", &actions, &attributes, words, environment)
      }
    }
    guard result == 0 else {
      throw CommandProcess.StartFailure(
        message: "\(program) cannot be started: \(String(cString: strerror(result)))")
    }
    group = pid
  }

  /// The file descriptor of the watchdog's end of the pipe.
  private static let lifelineNumber: Int32 = 3

  /// Leaves the watchdog behind in the group, and becomes the program.
  ///
  /// The folder is `$0`, since a variable could be one of the program's environment. Whoever asks the group to stop does not
  /// mean the watchdog.
  private static let script = """
    ((trap '' TERM; read -r _ <&3; kill -KILL $$; [ -z "$0" ] || rm -rf -- "$0"; kill -KILL 0) >/dev/null 2>&1 &)
    exec "$@" 3<&-
    """

  /// How the process ended, or nil while it runs.
  var ending: ProcessEnding? {
    var raw: Int32 = 0
    if known == nil, waitpid(group, &raw, WNOHANG) == group { known = ProcessEnding(raw) }
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
      Glibc.kill(-group, SIGTERM)
      _ = awaitEnding(deadlineMilliseconds: deadlineMilliseconds)
    }
    kill()
  }

  /// Ends the process at once, with all that it has started, and returns when it is gone.
  func kill() {
    if !isGroupGone { Glibc.kill(-group, SIGKILL) }
    isGroupGone = true
    guard ending == nil else { return }
    var raw: Int32 = 0
    waitpid(group, &raw, 0)
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
