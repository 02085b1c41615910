import Client
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A small WebSocket server that does what a test wants with each frame.
final class WebSocketPeer: Sendable {
  /// What the peer does with a frame: it may write, or close the channel.
  typealias Reaction = @Sendable (WebSocketFrame, any Channel) -> Void

  private let channel: any Channel
  let endpoint: Endpoint

  static let group = MultiThreadedEventLoopGroup.singleton

  /// Listens on a free port.
  ///
  /// - Parameters:
  ///   - greeting: What is sent to each client at once.
  ///   - reaction: What is done with each frame that comes, pings and close frames included.
  init(
    subprotocol: String? = nil, greeting: [WebSocketFrame] = [], reaction: @escaping Reaction
  ) async throws {
    let upgrader = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, head in
        let headers = HTTPHeaders(subprotocol.map { [("Sec-WebSocket-Protocol", $0)] } ?? [])
        return channel.eventLoop.makeSucceededFuture(head.uri == "/ws" ? headers : nil)
      },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Reacting(reaction))
          for frame in greeting { channel.writeAndFlush(frame, promise: nil) }
        }
      })
    channel = try await ServerBootstrap(group: Self.group)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let refusing = NIOLoopBound(Refusing(), eventLoop: channel.eventLoop)
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
              upgraders: [upgrader],
              completionHandler: { context in
                context.pipeline.syncOperations.removeHandler(refusing.value, promise: nil)
              }
            ))
          try channel.pipeline.syncOperations.addHandler(refusing.value)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    endpoint = Endpoint(host: "127.0.0.1", port: channel.localAddress?.port ?? 0)
  }

  /// Answers pings and close frames, and sends every text back.
  static func echo(_ frame: WebSocketFrame, _ channel: any Channel) {
    var data = frame.unmaskedData
    switch frame.opcode {
    case .ping: channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .pong, data: data), promise: nil)
    case .connectionClose:
      channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
        .whenComplete { _ in channel.close(promise: nil) }
    case .text:
      let text = data.readString(length: data.readableBytes) ?? ""
      channel.writeAndFlush(Self.text(text), promise: nil)
    case _: break
    }
  }

  static func text(_ text: String) -> WebSocketFrame {
    WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text))
  }

  func stop() { channel.close(promise: nil) }
}

private final class Reacting: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  private let reaction: WebSocketPeer.Reaction

  init(_ reaction: @escaping WebSocketPeer.Reaction) { self.reaction = reaction }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    reaction(unwrapInboundIn(data), context.channel)
  }
}

/// Answers what is no upgrade.
private final class Refusing: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = unwrapInboundIn(data) else { return }
    let head = HTTPResponseHead(version: .http1_1, status: .notFound, headers: ["Content-Length": "0"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}
