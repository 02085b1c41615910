import Glibc
import NIOCore

/// One WebSocket connection, from the client's side.
///
///     let connection = try await WebSocketConnection.connect(to: endpoint, group: group)
///     try await connection.send(#"{"type":"join","room":"lobby"}"#)
///     for await inbound in connection.inbound {
///       switch inbound {
///       case .text(let bytes): …
///       case .closed(let code): …
///       case .lost: …
///       }
///     }
///
/// Pings of the server are answered by themselves. Where frames are not taken, no more than a bounded number of bytes is
/// read: the server notices a slow reader as it would any other.
public final class WebSocketConnection: Sendable {
  /// What comes from the server, in order. After `closed` and `lost` nothing follows.
  public enum Inbound: Hashable, Sendable {
    /// A text frame, or one put together from its fragments. The bytes are as they came.
    case text([UInt8])
    /// The server said goodbye, or answered a goodbye; the code is nil where it gave none.
    case closed(code: UInt16?)
    /// The connection broke without a goodbye, or because the server broke the rules of RFC 6455.
    case lost
  }

  let channel: any Channel
  let inbox: Inbox
  /// The subprotocol that the server chose.
  public let subprotocol: String?
  private let handler: NIOLoopBound<FrameHandler>
  /// How long the server has to answer a goodbye.
  private let goodbye: TimeAmount

  init(
    channel: any Channel, inbox: Inbox, handler: NIOLoopBound<FrameHandler>, subprotocol: String?,
    goodbye: TimeAmount
  ) {
    self.channel = channel
    self.inbox = inbox
    self.handler = handler
    self.subprotocol = subprotocol
    self.goodbye = goodbye
  }

  // MARK: - Sending

  /// Sends a text frame and returns when it has been given to the network, so that who sends a lot is slowed down.
  public func send(_ text: String) async throws(WebSocketError) {
    try await send(bytes: Array(text.utf8))
  }

  /// Sends bytes as a text frame, even where they are no UTF-8.
  public func send(bytes: [UInt8]) async throws(WebSocketError) {
    try await Self.typed { try await self.sending(bytes).get() }
  }

  /// Sends a text frame without waiting for the network: for who sends little at a time. Where the connection is over nothing
  /// is sent, which `inbound` tells.
  package func post(_ bytes: [UInt8]) { _ = sending(bytes) }

  /// Sends a ping and waits for its answer; all frames that the server had sent before it are then in `inbound`.
  ///
  /// It never returns while more frames wait to be taken than the connection reads ahead.
  public func ping() async throws(WebSocketError) {
    try await Self.typed { try await self.pinging().get() }
  }

  /// Says goodbye with a close frame and waits until the connection has ended, for `Options.goodbyeMilliseconds` at most.
  ///
  /// - Parameter code: 1000, or 3000 to 4999 (RFC 6455, section 7.4).
  public func close(code: UInt16 = 1000) async {
    try? await closing(code: code).get()
  }

  /// Breaks the connection at once, without a close frame; what is under way is lost.
  public func abort() {
    guard let socket = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
    // Without lingering the kernel resets the connection instead of ending it in order.
    socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
      self.channel.close(promise: nil)
    }
  }

  // MARK: - Receiving

  /// What comes from the server. It can be iterated by one task at a time.
  public var inbound: InboundSequence { InboundSequence(connection: self) }

  /// The next that comes from the server; nil when the connection is over, or the task is cancelled.
  public func next() async -> Inbound? {
    while true {
      if let inbound = inbox.take() { return inbound }
      if inbox.isOver || Task.isCancelled { return nil }
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          inbox.wakeWhenSomethingWaits { continuation.resume() }
          if Task.isCancelled { inbox.wakeNow() }
        }
      } onCancel: {
        inbox.wakeNow()
      }
    }
  }

  /// The frames of a connection as an asynchronous sequence.
  public struct InboundSequence: AsyncSequence, AsyncIteratorProtocol, Sendable {
    public typealias Element = Inbound
    public typealias Failure = Never
    fileprivate let connection: WebSocketConnection

    public func makeAsyncIterator() -> InboundSequence { self }

    public mutating func next() async -> Inbound? { await connection.next() }

    public mutating func next(isolation actor: isolated (any Actor)?) async -> Inbound? {
      await connection.next()
    }
  }

  // MARK: - On the event loop

  func sending(_ bytes: [UInt8]) -> EventLoopFuture<Void> {
    let promise = channel.eventLoop.makePromise(of: Void.self)
    onLoop { $0.send(bytes, promise) }
    return promise.futureResult
  }

  func pinging() -> EventLoopFuture<Void> {
    let promise = channel.eventLoop.makePromise(of: Void.self)
    onLoop { $0.ping(promise) }
    return promise.futureResult
  }

  func closing(code: UInt16) -> EventLoopFuture<Void> {
    onLoop { $0.close(code: code) }
    // The answer may never come, or never be read because what came before it is not taken.
    let channel = channel
    let deadline = channel.eventLoop.scheduleTask(in: goodbye) { channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in deadline.cancel() }
    return channel.closeFuture
  }

  /// Ends the sending side without a close frame; the future is kept when the server has noticed and ended its side.
  func cutting() -> EventLoopFuture<Void> {
    onLoop { $0.cut() }
    return channel.closeFuture
  }

  func setStalled(_ isStalled: Bool) {
    onLoop { isStalled ? $0.stall() : $0.flow() }
  }

  private func onLoop(_ body: @escaping @Sendable (FrameHandler) -> Void) {
    let handler = handler
    channel.eventLoop.execute { body(handler.value) }
  }

  /// Runs a body whose only errors are those of this type or of NIO.
  static func typed<Value>(_ body: () async throws -> Value) async throws(WebSocketError) -> Value {
    do {
      return try await body()
    } catch {
      throw WebSocketError(error)
    }
  }
}

extension WebSocketError {
  /// The error that something in NIO means for the connection.
  init(_ error: any Error) {
    self = error as? WebSocketError ?? .closed
  }
}
