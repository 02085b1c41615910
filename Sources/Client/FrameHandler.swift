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
  /// Whether a ping fails at once where so much waits to be taken that its answer is not read.
  private let givesUpWhenFull: Bool
  private var phase = Phase.open
  private var context: ChannelHandlerContext?
  /// The parts of a text that came so far, where it comes in parts.
  private var fragments: [UInt8]?
  private var pings: Deque<(number: UInt64, promise: EventLoopPromise<Void>)> = []
  private var lastPing: UInt64 = 0
  /// The latest ping of the peer, where the peer does not read what is written to it.
  private var owedPong: ByteBuffer?
  /// Whether the owner wants nothing to be read.
  private var isStalled = false
  /// Whether the next that comes is thrown away, because this side has cut the connection.
  private var discards = false

  init(inbox: Inbox, maximumFrameBytes: Int, givesUpWhenFull: Bool) {
    self.inbox = inbox
    self.maximumFrameBytes = maximumFrameBytes
    self.givesUpWhenFull = givesUpWhenFull
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
    if inbox.hasRoom(orElse: { loop.execute { again.value.readMore() } }) { return context.read() }
    if givesUpWhenFull { failPings(.exhausted(reason: Self.full)) }
  }

  private static let full = "it sends faster than its frames can be read"

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
    guard frame.maskKey == nil else { return fail(.protocolError, "it masked a frame", context) }
    guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
      return fail(.protocolError, "it set a reserved bit", context)
    }
    switch frame.opcode {
    case .text:
      guard fragments == nil else {
        return fail(.protocolError, "it began a message in the middle of another", context)
      }
      append(&frame, context)
    case .continuation:
      guard fragments != nil else {
        return fail(.protocolError, "it continued a message that was not begun", context)
      }
      append(&frame, context)
    case .binary:
      fail(.unacceptableData, "it sent a binary frame", context)
    case .ping:
      answerPing(frame.data, context)
    case .pong:
      settle(frame.data)
    case .connectionClose:
      answerClose(frame.data, context)
    case _:
      fail(.protocolError, "it sent a frame with a reserved opcode", context)
    }
  }

  private func append(_ frame: inout WebSocketFrame, _ context: ChannelHandlerContext) {
    var text = fragments.take() ?? []
    guard text.count + frame.data.readableBytes <= maximumFrameBytes else { return failAsTooLong(context) }
    text.append(contentsOf: frame.data.readableBytesView)
    if frame.fin { inbox.put(.text(text)) } else { fragments = text }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error as? NIOWebSocketError {
    case .invalidFrameLength?: failAsTooLong(context)
    case .fragmentedControlFrame?, .multiByteControlFrameLength?:
      fail(.protocolError, "it sent a control frame in parts, or one of more than 125 bytes", context)
    case nil: context.close(promise: nil)
    }
  }

  private func failAsTooLong(_ context: ChannelHandlerContext) {
    fail(.messageTooLarge, "it sent a message of more than \(maximumFrameBytes) bytes", context)
  }

  // MARK: - Pings

  /// Sends a ping; the promise is kept when the server has answered it and all that came before is in the inbox.
  func ping(_ promise: EventLoopPromise<Void>) {
    guard let context, phase == .open else { return promise.fail(WebSocketError.closed) }
    if givesUpWhenFull, inbox.isFull {
      return promise.fail(WebSocketError.exhausted(reason: Self.full))
    }
    lastPing += 1
    pings.append((lastPing, promise))
    write(.ping, ByteBuffer(integer: lastPing), context)
  }

  /// A peer that sends pings and reads no answers gets the last one only (RFC 6455, section 5.5.3), so that they do not pile up.
  private func answerPing(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
    if context.channel.isWritable { write(.pong, payload, context) } else { owedPong = payload }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable, phase == .open, let payload = owedPong.take() {
      write(.pong, payload, context)
    }
    context.fireChannelWritabilityChanged()
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

  /// Ends a connection whose peer does not keep RFC 6455, or this side's bounds.
  private func fail(_ code: WebSocketErrorCode, _ fault: String, _ context: ChannelHandlerContext) {
    inbox.blame(fault)
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
    failPings(.closed)
  }

  private func failPings(_ error: WebSocketError) {
    while let ping = pings.popFirst() { ping.promise.fail(error) }
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
