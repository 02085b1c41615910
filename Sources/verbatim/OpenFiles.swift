import Foundation

/// How many files, and so how many sockets, the process may have open.
enum OpenFiles {
  /// Opens the standard files that are closed, so that what is meant for them goes into no other file that takes their number.
  static func openStandard() {
    for file in STDIN_FILENO...STDERR_FILENO where fcntl(file, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
  }

  /// Takes all that the system gives: the soft limit of most shells is meant for programs that wait with select(2).
  @discardableResult static func allowAll() -> Int {
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0 else { return .max }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(files, &limit)
    guard getrlimit(files, &limit) == 0 else { return .max }
    return Int(clamping: limit.rlim_cur)
  }
}
