import Engine
import Host
import NIOCore
import NIOWebSocket
import Synchronization

/// One WebSocket: the last handler of its channel, and what the turn thread knows the client by.
///
/// Everything is confined to the channel's event loop, but for `id` and `lane`, which are the turn thread's, and `unhandled`.
final class Connection: ChannelInboundHandler, ChannelOutboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// How a connection ended, as the engine is told.
  enum Ending: Sendable {
    case closed, cut
  }

  let loop: any EventLoop
  let opening: Opening
  /// Whether the client proved to be the operator: it may advance a virtual clock and ask for administration.
  let isControl: Bool
  /// Counts the connections of the process, for its log.
  let number: Int
  /// The number that the host gave it; only the turn thread looks at it.
  var id: ConnectionID?
  /// The place of its event loop among the server's; the turn thread's too.
  var lane = 0

  private let turns: TurnThread
  private let bounds: Bounds
  /// Counts what is read; nil where anything may come.
  private let budget: (@Sendable (Int) -> TimeAmount?)?
  /// Called on the event loop when the channel is closed.
  private let onEnd: @Sendable (ConnectionEnd, _ messages: Int) -> Void
  /// How it ended, as far as that is known.
  private var ending = ConnectionEnd.cut
  private var messages = 0
  /// Messages that the turn thread has not handled yet.
  private let unhandled = Atomic<Int>(0)

  private var context: ChannelHandlerContext?
  private var reader: FrameReader
  private var assembler: MessageAssembler
  private var heartbeat: Heartbeat
  private var state = State.open
  /// Whether the turn that is being written has something for this connection.
  var isFlushWanted = false
  /// Whether what comes can still be told apart into frames.
  private var isReadable = true
  private var isPongWaiting = false
  private var isReadWanted = false
  private var isReadPaused = false
  /// Whether more came from its address than is read at once.
  private var isThrottled = false

  private enum State {
    case open
    /// A close frame was written; nothing else is, and the peer has until the deadline to answer.
    case closing(until: NIODeadline)
    case closed
  }

  /// What one connection may use.
  struct Bounds: Sendable {
    /// The longest message that is read at all, in bytes; the engine refuses shorter ones by name.
    var messageBytes: Int
    /// How many bytes may wait to be read by the client.
    var sendQueueBytes: Int
    /// How many messages may wait for the turn thread before nothing more is read.
    var unhandledMessages = 64
    var heartbeat: TimeAmount
    var partialMessage: TimeAmount
    /// How long the peer has to answer a close frame.
    var goodbye: TimeAmount
  }

  init(
    number: Int, loop: any EventLoop, opening: Opening, isControl: Bool, turns: TurnThread, bounds: Bounds,
    budget: (@Sendable (Int) -> TimeAmount?)? = nil,
    onEnd: @escaping @Sendable (ConnectionEnd, _ messages: Int) -> Void
  ) {
    self.number = number
    self.loop = loop
    self.opening = opening
    self.isControl = isControl
    self.turns = turns
    self.bounds = bounds
    self.budget = budget
    self.onEnd = onEnd
    reader = FrameReader(longest: bounds.messageBytes)
    assembler = MessageAssembler(longest: bounds.messageBytes)
    heartbeat = Heartbeat(interval: bounds.heartbeat, partialMessage: bounds.partialMessage, now: .now())
  }

  // MARK: - From the client

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    turns.submit(.opened(self))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard isReadable else { return }
    let bytes = unwrapInboundIn(data)
    throttle(costing: bytes.readableBytes)
    reader.append(bytes)
    var completes = false
    do throws(FrameViolation) {
      while let frame = try reader.next() {
        let wasWaiting = assembler.isWaiting
        take(frame, context: context)
        if !assembler.isWaiting, wasWaiting || frame.opcode == .text { completes = true }
      }
    } catch {
      // What follows such a frame cannot be told apart, so that the peer's goodbye is not waited for.
      isReadable = false
      reader.discard()
      sayGoodbye(error.code, reason: error.reason, telling: .cut)
      context.close(mode: .output, promise: nil)
    }
    heartbeat.bytesArrived(
      completing: completes, leavingPart: reader.isInsideFrame || assembler.isWaiting, at: .now())
  }

  private func take(_ frame: ClientFrame, context: ChannelHandlerContext) {
    do throws(FrameViolation) {
      take(try assembler.take(frame), context: context)
    } catch {
      sayGoodbye(error.code, reason: error.reason, telling: .cut)
    }
  }

  private func take(_ result: MessageAssembler.Result, context: ChannelHandlerContext) {
    switch state {
    case .closed: return
    case .closing:
      if case .close = result { end(.closed, closingChannel: true) }
      return
    case .open: break
    }
    switch result {
    case .incomplete, .pong: break
    case .message(let bytes):
      messages += 1
      throttle(costing: AddressBudget.overhead)
      let waiting = unhandled.add(1, ordering: .relaxed).newValue
      if waiting >= bounds.unhandledMessages { isReadPaused = true }
      turns.submit(.message(self, bytes))
    case .ping(let data):
      write(FrameBytes.pong(data))
      isPongWaiting = true
    case .close(let code):
      write(FrameBytes.close(code, reason: ""))
      context.flush()
      ending = ending.orElse(.client(code: UInt16(webSocketErrorCode: code)))
      end(.closed, closingChannel: true)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // Pongs are bounded as all else is: a client may ping as fast as it likes, but has to read the answers.
    if isPongWaiting {
      isPongWaiting = false
      flush()
    }
    context.fireChannelReadComplete()
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(.cut, closingChannel: false)
    self.context = nil
    onEnd(ending, messages)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed: context.close(promise: nil)
    case is ChannelShouldQuiesceEvent: turns.submit(.draining(self))
    case _: context.fireUserInboundEventTriggered(event)
    }
  }

  // MARK: - Backpressure

  func read(context: ChannelHandlerContext) {
    if isReadPaused || isThrottled { isReadWanted = true } else { context.read() }
  }

  /// Reads nothing more for a while where too much comes from the client's address.
  private func throttle(costing bytes: Int) {
    guard let wait = budget?(bytes), !isThrottled else { return }
    isThrottled = true
    loop.assumeIsolated().scheduleTask(in: wait) { [self] in
      isThrottled = false
      readAgain()
    }
  }

  private func readAgain() {
    guard !isReadPaused, !isThrottled, isReadWanted, let context else { return }
    isReadWanted = false
    context.read()
  }

  /// Called by the turn thread when it has handled a message.
  func messageHandled() {
    let waiting = unhandled.subtract(1, ordering: .relaxed).newValue
    guard waiting == bounds.unhandledMessages / 2 else { return }
    loop.execute { [self] in
      isReadPaused = false
      readAgain()
    }
  }

  // MARK: - To the client

  /// Writes without flushing, on the channel's event loop.
  func write(_ buffer: ByteBuffer) {
    guard case .open = state, let context else { return }
    context.write(wrapOutboundOut(buffer), promise: nil)
  }

  /// Flushes what a turn wrote; a client that does not read what waits for it is closed and may resume.
  func flush() {
    guard let context else { return }
    context.flush()
    guard case .open = state, !context.channel.isWritable,
      let waiting = try? context.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes),
      waiting > bounds.sendQueueBytes
    else { return }
    turns.submit(.slowReader(self))
    sayGoodbye(.slowReader, telling: .cut)
  }

  /// How much of what was written the client has not read yet.
  var bytesWaiting: Int {
    (try? context?.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)) ?? 0
  }

  /// Closes with a code of the protocol, after what was written before. The engine has forgotten the connection.
  func close(_ code: CloseCode) {
    sayGoodbye(code, telling: nil)
  }

  /// What has to be done by the clock; called about once a second.
  func tick(at now: NIODeadline) {
    switch state {
    case .closed: return
    case .closing(let until):
      if now >= until { context?.close(promise: nil) }
    case .open where isReadPaused || isThrottled: heartbeat.excuse(at: now)
    case .open:
      switch heartbeat.due(at: now) {
      case .nothing: return
      case .ping:
        write(FrameBytes.ping())
        context?.flush()
      case .silent: sayGoodbye(.noPong, telling: .cut)
      case .partial:
        sayGoodbye(.policyViolation, reason: "The rest of a message did not come in time.", telling: .cut)
      }
    }
  }

  private func sayGoodbye(_ code: CloseCode, telling ending: Ending?) {
    sayGoodbye(WebSocketErrorCode(codeNumber: Int(code.rawValue)), reason: code.meaning, telling: ending)
  }

  private func sayGoodbye(_ code: WebSocketErrorCode, reason: String, telling ending: Ending?) {
    guard case .open = state else { return }
    write(FrameBytes.close(code, reason: reason))
    self.ending = .server(code: UInt16(webSocketErrorCode: code))
    state = .closing(until: .now() + bounds.goodbye)
    context?.flush()
    if let ending { turns.submit(.gone(self, ending)) }
  }

  private func end(_ ending: Ending, closingChannel: Bool) {
    if case .open = state { turns.submit(.gone(self, ending)) }
    if case .closed = state { return }
    state = .closed
    if closingChannel { context?.close(promise: nil) }
  }
}
