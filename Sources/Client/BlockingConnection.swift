package import Dispatch
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A WebSocket connection for a plain thread that may block: the scenario runner's.
///
/// Nothing waits for ever: each call ends by the deadline with `timeout`. All connections share one event loop.
/// It must not be used from a task or an event loop.
package final class BlockingConnection: Sendable {
  private let connection: WebSocketConnection
  private let deadlineMilliseconds: Int
  private let budget: PeerBudget?

  /// Connects, or says why that is not possible.
  ///
  /// - Parameter budget: What the peer may use up, where it is bounded.
  package init(
    to endpoint: Endpoint, options: WebSocketConnection.Options, deadlineMilliseconds: Int,
    budget: PeerBudget? = nil
  ) throws(WebSocketError) {
    self.deadlineMilliseconds = deadlineMilliseconds
    self.budget = budget
    try budget?.check()
    var options = options
    options.connectTimeoutMilliseconds = deadlineMilliseconds
    options.goodbyeMilliseconds = deadlineMilliseconds
    options.givesUpWhenFull = true
    connection = try Self.wait(
      WebSocketConnection.connecting(to: endpoint, options: options, on: Self.loop),
      // The timer of the connection itself has to come first.
      milliseconds: deadlineMilliseconds * 2 + 1000)
  }

  private static let loop = MultiThreadedEventLoopGroup.singleton.next()

  /// Sends bytes as a text frame, even where they are no UTF-8.
  package func send(_ bytes: [UInt8]) throws(WebSocketError) {
    try budget?.check()
    try Self.wait(connection.sending(bytes), milliseconds: deadlineMilliseconds)
  }

  /// Sends bytes as a text frame and waits for nothing: for who waits for an answer to it. Where the connection is over
  /// nothing is sent, which `next` tells.
  package func post(_ bytes: [UInt8]) { connection.post(bytes) }

  /// Sends a ping and waits for its answer. All that the server sent before can then be taken.
  package func ping() throws(WebSocketError) {
    try budget?.check()
    try Self.wait(connection.pinging(), milliseconds: deadlineMilliseconds)
  }

  /// Sends bytes as a text frame with a ping after it, and waits for the answer, by which the server has read the frame.
  package func sendAndPing(_ bytes: [UInt8]) throws(WebSocketError) {
    try budget?.check()
    // What keeps the frame from being sent keeps the ping from it too.
    connection.post(bytes)
    try Self.wait(connection.pinging(), milliseconds: deadlineMilliseconds)
  }

  /// Sends a ping on each of several connections and waits for all the answers, which takes no longer than the slowest.
  ///
  /// - Returns: For each connection why its ping was not answered, nil where it was.
  /// - Throws: `timeout` where an answer is still missing at the deadline.
  package static func ping(
    _ connections: [BlockingConnection]
  ) throws(WebSocketError) -> [WebSocketError?] {
    guard let deadlineMilliseconds = connections.map(\.deadlineMilliseconds).max() else { return [] }
    for connection in connections { try connection.budget?.check() }
    let answers = connections.map { $0.connection.pinging() }
    let results = try wait(
      EventLoopFuture<Void>.whenAllComplete(answers, on: loop), milliseconds: deadlineMilliseconds)
    return results.map { result -> WebSocketError? in
      switch result {
      case .success: nil
      case .failure(let error): WebSocketError(error)
      }
    }
  }

  /// The oldest that has arrived and was not taken yet, or nil where nothing waits.
  package func take() throws(WebSocketError) -> WebSocketConnection.Inbound? {
    let inbound = connection.inbox.take()
    if let inbound { try budget?.take(inbound) }
    return inbound
  }

  /// Why the connection ended, where the peer did what RFC 6455 forbids or sent too long a message, as a sentence without its end.
  package var fault: String? { connection.inbox.fault }

  /// When an answer that is asked for now has to have come.
  package var deadline: DispatchTime { .now() + .milliseconds(deadlineMilliseconds) }

  /// Waits for the next that arrives. There is nothing, nil, after the end of the connection.
  ///
  /// - Parameter deadline: When it has to have come; who waits for one thing among others keeps to one deadline for all of them.
  package func next(before deadline: DispatchTime? = nil) throws(WebSocketError) -> WebSocketConnection
    .Inbound?
  {
    let deadline = deadline ?? self.deadline
    while true {
      if let inbound = try take() {
        guard DispatchTime.now() < deadline else {
          throw .exhausted(reason: "it keeps sending and does not answer in time")
        }
        return inbound
      }
      if connection.inbox.isOver { return nil }
      let semaphore = DispatchSemaphore(value: 0)
      connection.inbox.wakeWhenSomethingWaits { semaphore.signal() }
      guard semaphore.wait(timeout: deadline) == .success else { throw .timeout }
    }
  }

  /// Says goodbye with a close frame and waits until the connection has ended.
  ///
  /// - Parameter milliseconds: How long the server has to answer the goodbye, where that is less than for other answers.
  package func close(code: UInt16, milliseconds: Int? = nil) throws(WebSocketError) {
    let milliseconds = min(milliseconds ?? deadlineMilliseconds, deadlineMilliseconds)
    try Self.wait(connection.closing(code: code), milliseconds: milliseconds)
  }

  /// Ends the connection without a close frame and waits until the server has noticed.
  package func cut() throws(WebSocketError) {
    try Self.wait(connection.cutting(), milliseconds: deadlineMilliseconds)
  }

  /// Breaks the connection at once and waits for nothing.
  package func abort() { connection.abort() }

  /// Reads nothing from the socket until `flow`.
  package func stall() { connection.setStalled(true) }

  /// Reads again.
  package func flow() { connection.setStalled(false) }

  private static func wait<Value: Sendable>(
    _ future: EventLoopFuture<Value>, milliseconds: Int
  ) throws(WebSocketError) -> Value {
    let semaphore = DispatchSemaphore(value: 0)
    let box = NIOLockedValueBox<Result<Value, any Error>?>(nil)
    future.whenComplete { result in
      box.withLockedValue { $0 = result }
      semaphore.signal()
    }
    guard semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .success,
      let result = box.withLockedValue({ $0 })
    else { throw .timeout }
    switch result {
    case .success(let value): return value
    case .failure(let error): throw WebSocketError(error)
    }
  }
}
