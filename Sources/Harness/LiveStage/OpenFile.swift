import Glibc

/// A file descriptor, which closes with its last owner.
package final class OpenFile: Sendable {
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Both ends of a pipe, of which no program that is started gets one unasked.
  static func pipe() throws(CommandProcess.StartFailure) -> (reading: OpenFile, writing: OpenFile) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw CommandProcess.StartFailure(message: "no pipe can be made") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (OpenFile(ends[0]), OpenFile(ends[1]))
  }
}
