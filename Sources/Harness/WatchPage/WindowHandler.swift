import NIOCore
import NIOWebSocket

/// Reads what one window of the page sends.
final class WindowHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let windows: Windows
  private var client: PageServer.Client?

  init(_ windows: Windows) { self.windows = windows }

  func handlerAdded(context: ChannelHandlerContext) { client = windows.open(context.channel) }

  func channelInactive(context: ChannelHandlerContext) {
    if let client = client.take() { windows.close(client) }
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .text:
      // The page sends short messages, each in one frame; what is none of them is not from the page.
      guard frame.fin, let client, let request = PageRequest(Array(frame.unmaskedData.readableBytesView))
      else { return context.close(promise: nil) }
      windows.onRequest(request, client)
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    case .connectionClose:
      let goodbye = WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer())
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(goodbye)).whenComplete { _ in channel.close(promise: nil) }
    case .pong: break
    case _: context.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
