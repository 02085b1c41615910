import NIOCore
import NIOPosix

/// A TCP connection that says exactly what a test wants to say.
final class RawConnection {
  private let channel: any Channel
  private var incoming: AsyncStream<[UInt8]>.Iterator
  private(set) var buffer: [UInt8] = []

  init(port: Int) async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(60))
      .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Collector(continuation))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    // A test that waits for what never comes fails instead of hanging.
    let channel = channel
    let deadline = channel.eventLoop.scheduleTask(in: .seconds(120)) { channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in deadline.cancel() }
    incoming = stream.makeAsyncIterator()
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  /// Waits for more bytes; false where the server has hung up.
  func readMore(isolation: isolated (any Actor)? = #isolation) async -> Bool {
    guard let bytes = await incoming.next(isolation: isolation) else { return false }
    buffer += bytes
    return true
  }

  /// Everything until the server hangs up.
  func readToEnd(isolation: isolated (any Actor)? = #isolation) async -> String {
    while await readMore(isolation: isolation) {}
    return String(decoding: buffer, as: UTF8.self)
  }

  /// Takes bytes out of what has come.
  func take(_ count: Int) -> [UInt8] {
    defer { buffer.removeFirst(count) }
    return Array(buffer.prefix(count))
  }

  func close() async throws { try await channel.close() }

  private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let continuation: AsyncStream<[UInt8]>.Continuation

    init(_ continuation: AsyncStream<[UInt8]>.Continuation) { self.continuation = continuation }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      continuation.yield(Array(unwrapInboundIn(data).readableBytesView))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case ChannelEvent.inputClosed = event { continuation.finish() }
    }

    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
