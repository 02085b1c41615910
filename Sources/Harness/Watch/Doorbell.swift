import Glibc
import Synchronization

/// Messages from other threads for one that waits with `poll`.
package final class Doorbell<Message: Sendable>: Sendable {
  /// Can be read from while messages wait; for `poll`.
  package let descriptor: Int32
  private let writing: Int32
  private let messages = Mutex<[Message]>([])

  /// A doorbell, or nil where the process may open no more files.
  package init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (descriptor, writing) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(writing)
  }

  /// Leaves a message, and wakes the other thread.
  package func put(_ message: Message) {
    messages.withLock { $0.append(message) }
    // Where the pipe is full, the other thread is woken anyway.
    var byte: UInt8 = 1
    _ = write(writing, &byte, 1)
  }

  /// Takes all messages, in the order in which they came.
  package func take() -> [Message] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while read(descriptor, &bytes, bytes.count) > 0 {}
    return messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
