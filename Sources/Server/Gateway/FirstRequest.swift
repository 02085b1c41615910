import Engine
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Stands below HTTP until the first request of a channel is understood, and answers where there will never be one.
final class FirstRequestPatience: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let deadline: TimeAmount
  private var context: ChannelHandlerContext?
  private var timer: Scheduled<Void>?
  private var hasAnswered = false

  /// - Parameter deadline: How long the head of the request may take.
  init(deadline: TimeAmount) {
    self.deadline = deadline
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: deadline) { [self] in answer(.late) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    self.context = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // What follows an answer is read all the same: the answer would be lost if the socket were closed before.
    if !hasAnswered { context.fireChannelRead(data) }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed where hasAnswered: context.close(promise: nil)
    // The server goes away, and would otherwise wait for a request that may never come.
    case is ChannelShouldQuiesceEvent: context.close(promise: nil)
    case _: context.fireUserInboundEventTriggered(event)
    }
  }

  /// Answers what is no request, and hangs up.
  func answer(_ response: PlainResponse) {
    guard !hasAnswered, let context else { return }
    hasAnswered = true
    timer?.cancel()
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: response.http11)), promise: nil)
    context.close(mode: .output, promise: nil)
    context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
  }
}

/// Stands between HTTP and NIO's upgrade until the first request of a channel is understood, and has those answered that
/// become no WebSocket though they ask for it, and bytes that are no request.
///
/// NIO loses the head of a request whose upgrade is refused, so that nothing behind it could answer.
final class FirstRequestProblems: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  private let patience: FirstRequestPatience
  private let gateway: Gateway
  private var hasSeenHead = false
  private var isRefused = false

  init(_ patience: FirstRequestPatience, gateway: Gateway) {
    self.patience = patience
    self.gateway = gateway
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // What belongs to a refused request is not for NIO, which did not see its head.
    guard !isRefused else { return }
    guard !hasSeenHead, case .head(var head) = unwrapInboundIn(data) else {
      return context.fireChannelRead(data)
    }
    hasSeenHead = true
    guard head.headers[canonicalForm: "upgrade"].map({ $0.lowercasedWord }) == ["websocket"] else {
      // An upgrade to anything else may be ignored (RFC 9110, section 7.8).
      head.headers.remove(name: "upgrade")
      return context.fireChannelRead(wrapInboundOut(.head(head)))
    }
    switch gateway.judge(head) {
    case .accept: context.fireChannelRead(data)
    case .refuse(let reason, let status, let code, let message):
      isRefused = true
      gateway.noteRefusedUpgrade(reason, from: ClientAddress(context.channel.remoteAddress))
      patience.answer(.refusedUpgrade(status, code: code, message: message))
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error as? HTTPParserError {
    case .headerOverflow?: patience.answer(.headTooLarge)
    case .some: patience.answer(.noRequest)
    case nil: context.fireErrorCaught(error)
    }
  }
}

extension PlainResponse {
  fileprivate static let headTooLarge = PlainResponse(
    .requestHeaderFieldsTooLarge, code: "too_large", message: "The head of the request is too long.")

  fileprivate static let noRequest = PlainResponse(
    .badRequest, code: "bad_request", message: "This is no request of HTTP/1.1.")
}
