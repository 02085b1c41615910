import DequeModule
import NIOConcurrencyHelpers

/// What has arrived on a connection and was not taken yet; the event loop puts, one consumer takes.
///
/// It is bounded by asking the event loop to read no more while too much waits here.
final class Inbox: Sendable {
  private struct State {
    var waiting: Deque<WebSocketConnection.Inbound> = []
    var bytes = 0
    var hasEnded = false
    /// What the peer did that RFC 6455 forbids, where that ended the connection.
    var fault: String?
    /// Called once when something has been put.
    var wake: (@Sendable () -> Void)?
    /// Called once when there is room again.
    var readAgain: (@Sendable () -> Void)?
  }

  /// How many bytes may wait before no more is read from the socket.
  private let maximumBytes: Int
  private let state = NIOLockedValueBox(State())

  init(maximumBytes: Int) {
    self.maximumBytes = maximumBytes
  }

  /// What something takes while it waits, in bytes; texts without a byte would otherwise be free.
  static func weight(of inbound: WebSocketConnection.Inbound) -> Int {
    switch inbound {
    case .text(let bytes): bytes.count + 64
    case .closed, .lost: 0
    }
  }

  /// Whether so much waits that no more is read.
  var isFull: Bool { state.withLockedValue { $0.bytes >= maximumBytes } }

  /// What the peer did that RFC 6455 forbids, where that ended the connection.
  var fault: String? { state.withLockedValue { $0.fault } }

  /// Notes why the connection is about to end.
  func blame(_ fault: String) { state.withLockedValue { $0.fault = $0.fault ?? fault } }

  /// Whether there is room for more. Where there is none, `readAgain` is called once when there is.
  func hasRoom(orElse readAgain: @escaping @Sendable () -> Void) -> Bool {
    state.withLockedValue { state in
      if state.bytes < maximumBytes { return true }
      state.readAgain = readAgain
      return false
    }
  }

  func put(_ inbound: WebSocketConnection.Inbound) {
    let wake = state.withLockedValue { state -> (@Sendable () -> Void)? in
      guard !state.hasEnded else { return nil }
      state.waiting.append(inbound)
      state.bytes += Self.weight(of: inbound)
      switch inbound {
      case .text: break
      case .closed, .lost: state.hasEnded = true
      }
      defer { state.wake = nil }
      return state.wake
    }
    wake?()
  }

  /// The oldest that waits. After the end of the connection there is never anything.
  func take() -> WebSocketConnection.Inbound? {
    let (taken, readAgain) = state.withLockedValue {
      state -> (WebSocketConnection.Inbound?, (@Sendable () -> Void)?) in
      guard let inbound = state.waiting.popFirst() else { return (nil, nil) }
      state.bytes -= Self.weight(of: inbound)
      guard state.bytes <= maximumBytes / 2, let readAgain = state.readAgain else { return (inbound, nil) }
      state.readAgain = nil
      return (inbound, readAgain)
    }
    readAgain?()
    return taken
  }

  /// Whether all has been taken and nothing will come any more.
  var isOver: Bool {
    state.withLockedValue { $0.hasEnded && $0.waiting.isEmpty }
  }

  /// Calls the closure once something can be taken or the connection is over; at once where that is so already.
  ///
  /// A closure that was given before and not called yet is forgotten.
  func wakeWhenSomethingWaits(_ wake: @escaping @Sendable () -> Void) {
    let isNow = state.withLockedValue { state in
      if state.waiting.isEmpty && !state.hasEnded {
        state.wake = wake
        return false
      }
      return true
    }
    if isNow { wake() }
  }

  /// Wakes who waits although nothing has come; it has been cancelled.
  func wakeNow() {
    let wake = state.withLockedValue { state in
      defer { state.wake = nil }
      return state.wake
    }
    wake?()
  }
}
