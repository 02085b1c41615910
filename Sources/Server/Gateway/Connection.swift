import Engine
import Host
import NIOCore
import NIOWebSocket

/// One WebSocket: the last handler of its channel, and what the turn thread knows the client by.
///
/// A stream of events over HTTP is one, too, whose client says nothing: what a WebSocket's client would say is in the stream's steps,
/// and the frames for it are written as events.
///
/// What becomes of it is decided by `ConnectionState`; this carries it out. Everything is confined to the channel's event
/// loop, but for `id`, which is the turn thread's, and `unhandled`.
final class Connection: ChannelInboundHandler, ChannelOutboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let loop: any EventLoop
  let opening: Opening
  /// Whether the client has the operator's token.
  let isControl: Bool
  /// Whether it is taken for the operator: it may advance a virtual clock and ask for administration. Only the turn thread looks at it.
  var isOperators = false
  /// Counts the connections of the process, for its log.
  let number: Int
  /// The number that the host gave it; only the turn thread looks at it.
  var id: ConnectionID?
  /// Whether the turn that is being written has something for this connection.
  var isFlushWanted = false

  private let turns: TurnThread
  /// Counts what is read; nil where anything may come.
  private let budget: (@Sendable (Int) -> TimeAmount?)?
  /// Called on the event loop when the channel is closed.
  private let onEnd: @Sendable (ConnectionEnd, _ messages: Int) -> Void
  private let unhandled: UnhandledMessages

  private var context: ChannelHandlerContext?
  private var state: ConnectionState
  private var reader: FrameReader
  private var assembler: MessageAssembler
  private var gate = ReadGate()
  /// What the client reads in place of frames, where it reads events.
  private var stream: EventStream?
  private let isStream: Bool

  /// What one connection may use.
  struct Bounds: Sendable {
    /// The longest message that is read at all, in bytes; the engine refuses shorter ones by name.
    var messageBytes: Int
    /// How many messages may wait for the turn thread before nothing more is read.
    var unhandledMessages = 64
    /// What its life is bounded by.
    var life: ConnectionState.Bounds
  }

  init(
    number: Int, loop: any EventLoop, opening: Opening, isControl: Bool, stream: EventStream? = nil,
    turns: TurnThread, bounds: Bounds,
    budget: (@Sendable (Int) -> TimeAmount?)? = nil,
    onEnd: @escaping @Sendable (ConnectionEnd, _ messages: Int) -> Void
  ) {
    self.number = number
    self.loop = loop
    self.opening = opening
    self.isControl = isControl
    self.stream = stream
    isStream = stream != nil
    self.turns = turns
    self.budget = budget
    self.onEnd = onEnd
    unhandled = UnhandledMessages(most: bounds.unhandledMessages)
    state = ConnectionState(bounds.life, at: .uptime)
    reader = FrameReader(longest: bounds.messageBytes)
    assembler = MessageAssembler(longest: bounds.messageBytes)
  }

  // MARK: - From the client

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    carryOut(state.opened())
    if let stream { submit(stream.join) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard state.isListening else { return }
    let bytes = unwrapInboundIn(data)
    throttle(costing: bytes.readableBytes)
    reader.append(bytes)
    var completes = false
    do throws(FrameViolation) {
      while state.isListening, let frame = try reader.next() {
        let wasWaiting = assembler.isWaiting
        take(frame)
        if !assembler.isWaiting, wasWaiting || frame.opcode == .text { completes = true }
      }
    } catch {
      reader.discard()
      carryOut(state.lostTrack(UInt16(webSocketErrorCode: error.code), reason: error.reason, at: .uptime))
    }
    state.bytesArrived(
      completing: completes, leavingPart: reader.isInsideFrame || assembler.isWaiting, at: .uptime)
  }

  private func take(_ frame: ClientFrame) {
    do throws(FrameViolation) {
      let result = try assembler.take(frame)
      carryOut(state.received(result))
    } catch {
      carryOut(state.brokeRule(UInt16(webSocketErrorCode: error.code), reason: error.reason, at: .uptime))
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    carryOut(state.readCompleted())
    context.fireChannelReadComplete()
  }

  func channelInactive(context: ChannelHandlerContext) {
    self.context = nil
    carryOut(state.inactive())
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    carryOut(state.broke())
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed: carryOut(state.broke())
    case is ChannelShouldQuiesceEvent: carryOut(state.drains())
    case _: context.fireUserInboundEventTriggered(event)
    }
  }

  // MARK: - To the client

  /// Writes without flushing, on the channel's event loop.
  func write(_ buffer: ByteBuffer) {
    guard state.isOpen else { return }
    state.wrote()
    if isStream { writeEvents(of: buffer) } else { context?.write(wrapOutboundOut(buffer), promise: nil) }
  }

  /// Flushes what a turn wrote; a client that does not read what waits for it is closed and may resume.
  func flush() {
    guard let context else { return }
    context.flush()
    // How much waits is asked only where it may be too much.
    guard state.isOpen, !context.channel.isWritable else { return }
    carryOut(state.flushed(leaving: bytesWaiting, at: .uptime))
  }

  /// How much of what was written the client has not read yet.
  var bytesWaiting: Int {
    (try? context?.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)) ?? 0
  }

  /// Closes with a code of the protocol, after what was written before. The engine has forgotten the connection.
  func close(_ code: CloseCode) {
    carryOut(state.askedToClose(code, at: .uptime))
  }

  /// What has to be done by the clock; called about once a second.
  func tick(at now: Duration) {
    // Nothing is read of a stream's client, who is not to blame for it.
    carryOut(state.tick(isReading: gate.isOpen && !isStream, at: now))
    guard state.isOpen, stream?.isBeatDue(at: now) == true else { return }
    carryOut(.write(.ping))
    flush()
  }

  // MARK: - Backpressure

  func read(context: ChannelHandlerContext) {
    if gate.wantsRead() { context.read() }
  }

  /// Reads nothing more for a while where too much comes from the client's address.
  private func throttle(costing bytes: Int) {
    guard let wait = budget?(bytes), gate.throttle() else { return }
    loop.assumeIsolated().scheduleTask(in: wait) { [self] in
      guard gate.unthrottle() else { return }
      context?.read()
    }
  }

  /// Called by the turn thread when it has handled a message.
  func messageHandled() {
    guard unhandled.remove() else { return }
    loop.execute { [self] in
      guard gate.drained() else { return }
      context?.read()
    }
  }

  /// Gives a message to the turn thread, and reads no more where enough of them wait.
  private func submit(_ message: [UInt8]) {
    throttle(costing: AddressBudget.overhead)
    if unhandled.add() { gate.filled() }
    turns.submit(.report(self, .message(message)), on: loop)
  }
}

// MARK: - Actions

extension Connection {
  /// Does what an event led to. The event has to be over, since what is done here may lead to the next one at once.
  private func carryOut(_ actions: [ConnectionState.Action]) {
    for action in actions { carryOut(action) }
  }

  private func carryOut(_ action: ConnectionState.Action) {
    switch action {
    case .tell(.message(let bytes)): submit(bytes)
    case .tell(let report): turns.submit(.report(self, report), on: loop)
    case .write(let frame):
      let bytes = isStream ? EventStream.control(frame) : FrameBytes.control(frame)
      context?.write(wrapOutboundOut(bytes), promise: nil)
    case .flush:
      context?.flush()
      // The client of a stream has nothing to answer to a goodbye.
      if isStream, !state.isOpen { context?.close(mode: .output, promise: nil) }
    case .flushAndMeasure: flush()
    case .closeOutput: context?.close(mode: .output, promise: nil)
    case .closeChannel: context?.close(promise: nil)
    case .finish(let end, let messages): onEnd(end, messages)
    }
  }
}

// MARK: - Events

extension Connection {
  private func writeEvents(of frames: ByteBuffer) {
    for frame in FrameBytes.messages(in: frames) {
      for step in stream?.take(frame) ?? [] { carryOut(step) }
    }
  }

  private func carryOut(_ step: EventStream.Step) {
    switch step {
    case .write(let event): context?.write(wrapOutboundOut(ByteBuffer(bytes: event)), promise: nil)
    case .say(let command): submit(command)
    case .sayLater(let command, let wait):
      loop.assumeIsolated().scheduleTask(in: wait) { [self] in
        if state.isOpen { submit(command) }
      }
    case .end: carryOut(state.finished(at: .uptime))
    }
  }
}

extension Duration {
  /// How long the machine has been up, by the clock that event loops go by.
  static var uptime: Duration { .nanoseconds(NIODeadline.now().uptimeNanoseconds) }
}
