import NIOCore
import NIOHTTP1
import Wire

/// Stands below HTTP until the first request of a channel is understood, and answers where there will never be one.
final class FirstRequestPatience: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let deadline: TimeAmount
  private var context: ChannelHandlerContext?
  private var timer: Scheduled<Void>?

  /// - Parameter deadline: How long the head of the request may take.
  init(deadline: TimeAmount) {
    self.deadline = deadline
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: deadline) { [self] in
      answer(
        "408 Request Timeout", code: "too_slow", message: "The head of the request did not come in time.")
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    self.context = nil
  }

  /// Answers what is no request, and closes.
  func answer(_ status: String, code: String, message: String) {
    guard let context else { return }
    timer?.cancel()
    self.context = nil
    let body = JSONWriter().write(
      .object([.init("code", .string(code)), .init("message", .string(message))]))
    var response = ByteBuffer(
      string: "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        + "Connection: close\r\n\r\n")
    response.writeBytes(body)
    context.writeAndFlush(wrapOutboundOut(response), promise: nil)
    context.close(promise: nil)
  }
}

/// Stands above HTTP until the first request of a channel is understood, and has bytes that are none answered.
final class FirstRequestProblems: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Any

  private let patience: FirstRequestPatience

  init(_ patience: FirstRequestPatience) {
    self.patience = patience
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error as? HTTPParserError {
    case .headerOverflow?:
      patience.answer(
        "431 Request Header Fields Too Large", code: "too_large",
        message: "The head of the request is too long.")
    case .some:
      patience.answer("400 Bad Request", code: "bad_request", message: "This is not HTTP/1.1.")
    case nil: context.close(promise: nil)
    }
  }
}
