import NIOCore

/// Answers whatever is asked on a socket with one refusal and hangs up.
///
/// It waits for the first bytes, because a client that has not asked yet does not understand an answer, and hangs up only when
/// the client does or time is up, because an answer is lost where a socket is closed while bytes of it are unread.
final class RefusalHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let reason: Doorkeeper.Reason
  private let deadline: TimeAmount
  private var hasAnswered = false

  init(_ reason: Doorkeeper.Reason, deadline: TimeAmount) {
    self.reason = reason
    self.deadline = deadline
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    let timer = context.eventLoop.scheduleTask(in: deadline) { channel.close(promise: nil) }
    context.channel.closeFuture.whenComplete { _ in timer.cancel() }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !hasAnswered else { return }
    hasAnswered = true
    let bytes = PlainResponse.tooMany(reason).http11
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))).whenComplete { _ in
      channel.close(mode: .output, promise: nil)
    }
    context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
