import NIOCore
import NIOHTTP1
import Reports

/// Answers a request over HTTP with the page, or says why not; then the connection ends.
final class PageHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let gate: PageGate
  private var head: HTTPRequestHead?

  init(_ gate: PageGate) { self.gate = gate }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end: if let head = head.take() { answer(head, context) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    do throws(PageGate.Refusal) {
      let place = try gate.place(of: head)
      guard head.method == .GET, place == .page else {
        return send(.badRequest, "text/plain", "This is for a WebSocket.\n", context)
      }
      send(.ok, "text/html", LivePage.text(address: gate.liveAddress), context)
    } catch {
      switch error {
      case .unknownPlace:
        send(.notFound, "text/plain", "Open the address that verbatim watch has shown.\n", context)
      case .foreignHost, .foreignOrigin:
        send(.forbidden, "text/plain", "Only the address that verbatim watch has shown is served.\n", context)
      }
    }
  }

  private func send(
    _ status: HTTPResponseStatus, _ type: String, _ text: String, _ context: ChannelHandlerContext
  ) {
    let body = ByteBuffer(string: text)
    let headers = HTTPHeaders([
      ("Content-Type", "\(type); charset=utf-8"), ("Content-Length", "\(body.readableBytes)"),
      ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
      ("Referrer-Policy", "no-referrer"), ("Connection", "close"),
    ])
    context.write(
      wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
      promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
  }
}
