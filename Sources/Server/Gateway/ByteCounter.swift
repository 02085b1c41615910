import NIOCore
import NIOWebSocket

/// Stands on both sides of the frame decoder and knows whether the decoder holds a part of a frame.
///
/// The decoder itself does not tell; without this, a client could open a frame and never finish it.
final class ByteCounter {
  private var held = 0

  /// Before the decoder: counts bytes in.
  final class Front: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    private let counter: ByteCounter
    private unowned let connection: Connection

    init(_ counter: ByteCounter, connection: Connection) {
      self.counter = counter
      self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      counter.held += unwrapInboundIn(data).readableBytes
      context.fireChannelRead(data)
      connection.bytesArrived(partOfFrame: counter.held > 0)
    }
  }

  /// After the decoder: counts the bytes of whole frames out.
  final class Back: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame
    private let counter: ByteCounter

    init(_ counter: ByteCounter) {
      self.counter = counter
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let frame = unwrapInboundIn(data)
      let extended = frame.length > 0xffff ? 8 : frame.length > 125 ? 2 : 0
      counter.held -= 2 + extended + (frame.maskKey == nil ? 0 : 4) + frame.length
      context.fireChannelRead(data)
    }
  }
}
