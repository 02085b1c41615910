import DequeModule
import NIOCore
import NIOWebSocket

/// The client's side of RFC 6455 above the framing: fragments, pings, the closing handshake, and reading no faster than
/// the frames are taken.
final class FrameHandler: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private enum Phase {
    case open
    /// This side has sent its close frame and waits for the other's.
    case closing
    case over
  }

  private let inbox: Inbox
  private let maximumFrameBytes: Int
  private var phase = Phase.open
  private var context: ChannelHandlerContext?
  /// The parts of a text that came so far, where it comes in parts.
  private var fragments: [UInt8]?
  private var pings: Deque<(number: UInt64, promise: EventLoopPromise<Void>)> = []
  private var lastPing: UInt64 = 0
  /// Whether the owner wants nothing to be read.
  private var isStalled = false
  /// Whether the next that comes is thrown away, because this side has cut the connection.
  private var discards = false

  init(inbox: Inbox, maximumFrameBytes: Int) {
    self.inbox = inbox
    self.maximumFrameBytes = maximumFrameBytes
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if context.channel.isActive { context.read() }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    end(with: .lost)
    self.context = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(with: .lost)
    context.fireChannelInactive()
  }

  // MARK: - Reading

  func channelReadComplete(context: ChannelHandlerContext) {
    readMore()
    context.fireChannelReadComplete()
  }

  private func readMore() {
    guard let context, !isStalled else { return }
    if discards { return context.read() }
    let again = NIOLoopBound(self, eventLoop: context.eventLoop)
    let loop = context.eventLoop
    if inbox.hasRoom(orElse: { loop.execute { again.value.readMore() } }) { context.read() }
  }

  /// Reads nothing until `flow`. What is under way stays in the network.
  func stall() { isStalled = true }

  func flow() {
    guard isStalled else { return }
    isStalled = false
    readMore()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !discards, phase != .over else { return }
    var frame = unwrapInboundIn(data)
    guard frame.maskKey == nil else { return fail(.protocolError, context) }
    switch frame.opcode {
    case .text:
      guard fragments == nil else { return fail(.protocolError, context) }
      append(&frame, to: [], context)
    case .continuation:
      guard let fragments else { return fail(.protocolError, context) }
      append(&frame, to: fragments, context)
    case .binary:
      fail(.unacceptableData, context)
    case .ping:
      write(.pong, frame.data, context)
    case .pong:
      settle(frame.data)
    case .connectionClose:
      answerClose(frame.data, context)
    case _:
      fail(.protocolError, context)
    }
  }

  private func append(_ frame: inout WebSocketFrame, to before: [UInt8], _ context: ChannelHandlerContext) {
    let text = before + frame.data.readableBytesView
    guard text.count <= maximumFrameBytes else { return fail(.messageTooLarge, context) }
    fragments = frame.fin ? nil : text
    if frame.fin { inbox.put(.text(text)) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error as? NIOWebSocketError {
    case .invalidFrameLength?: fail(.messageTooLarge, context)
    case .fragmentedControlFrame?, .multiByteControlFrameLength?: fail(.protocolError, context)
    case nil: context.close(promise: nil)
    }
  }

  // MARK: - Pings

  /// Sends a ping; the promise is kept when the server has answered it and all that came before is in the inbox.
  func ping(_ promise: EventLoopPromise<Void>) {
    guard let context, phase == .open else { return promise.fail(WebSocketError.closed) }
    lastPing += 1
    pings.append((lastPing, promise))
    write(.ping, ByteBuffer(integer: lastPing), context)
  }

  private func settle(_ payload: ByteBuffer) {
    guard let number = payload.getInteger(at: payload.readerIndex, as: UInt64.self),
      pings.contains(where: { $0.number == number })
    else { return }
    // A peer may answer the latest ping only (RFC 6455, section 5.5.3).
    while let first = pings.first, first.number <= number {
      pings.removeFirst().promise.succeed()
    }
  }

  // MARK: - Closing

  /// Says goodbye with a close frame; the connection ends when the server has answered it.
  func close(code: UInt16) {
    guard let context, phase == .open else { return }
    phase = .closing
    write(.connectionClose, ByteBuffer(integer: code), context)
    flow()
  }

  /// The sending side ends without a close frame, and all that still comes is thrown away.
  func cut() {
    guard let context else { return }
    discards = true
    isStalled = false
    context.close(mode: .output, promise: nil)
    context.read()
  }

  private func answerClose(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
    let code = payload.getInteger(at: payload.readerIndex, as: UInt16.self)
    if phase == .open { write(.connectionClose, payload, context) }
    end(with: .closed(code: code))
    context.close(promise: nil)
  }

  private func fail(_ code: WebSocketErrorCode, _ context: ChannelHandlerContext) {
    var payload = ByteBuffer()
    payload.write(webSocketErrorCode: code)
    if phase == .open { write(.connectionClose, payload, context) }
    end(with: .lost)
    context.close(promise: nil)
  }

  private func end(with last: WebSocketConnection.Inbound) {
    guard phase != .over else { return }
    phase = .over
    inbox.put(last)
    while let ping = pings.popFirst() { ping.promise.fail(WebSocketError.closed) }
  }

  // MARK: - Writing

  private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
  }

  /// Sends a text.
  func send(_ bytes: [UInt8], _ promise: EventLoopPromise<Void>) {
    guard let context, phase == .open else { return promise.fail(WebSocketError.closed) }
    let frame = WebSocketFrame(
      fin: true, opcode: .text, maskKey: .random(), data: context.channel.allocator.buffer(bytes: bytes))
    context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
  }
}
