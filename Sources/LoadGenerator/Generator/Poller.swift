import CSockets

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Tells which of many sockets can be read from or written to.
final class Poller {
  private let file: Int32
  private let events: UnsafeMutablePointer<csockets_event>

  /// A poller, or nil where the system gives none.
  init?() {
    let file = csockets_poller()
    guard file >= 0 else { return nil }
    self.file = file
    events = .allocate(capacity: Int(csockets_most_events))
    events.initialize(repeating: csockets_event(), count: Int(csockets_most_events))
  }

  deinit {
    close(file)
    events.deallocate()
  }

  /// Watches a new socket, whose events have this token.
  func add(_ socket: Int32, token: Int, writing: Bool) -> Bool {
    csockets_watch(file, socket, UInt32(token), 1, writing ? 1 : 0) == 0
  }

  /// Says whether one waits for being able to write to a socket.
  func change(_ socket: Int32, token: Int, writing: Bool) {
    _ = csockets_watch(file, socket, UInt32(token), 0, writing ? 1 : 0)
  }

  /// Waits until something happens, or for so long, and gives the number of events.
  func wait(nanoseconds: UInt64) -> Int {
    max(0, Int(csockets_wait(file, events, Int64(clamping: nanoseconds))))
  }

  /// One of the events of the latest wait.
  func event(_ index: Int) -> (token: Int, canRead: Bool, canWrite: Bool) {
    let event = events[index]
    return (Int(event.token), event.can_read != 0, event.can_write != 0)
  }
}
