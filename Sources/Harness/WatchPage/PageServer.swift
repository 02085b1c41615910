import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Reports
import Synchronization
package import Wire

/// Serves the page of a watch on 127.0.0.1: one page, and one WebSocket for each browser window that shows it.
package final class PageServer: Sendable {
  /// One window that shows the page.
  package struct Client: Hashable, Sendable {
    fileprivate let number: Int
  }

  /// Why there is no page.
  package struct Failure: Error, Hashable, Sendable {
    /// What is wrong and what helps, in one sentence.
    package let message: String
  }

  /// How much waits for a window at most, in bytes; one that is not awake is let go, and comes back by itself.
  private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 1 << 20, high: 64 << 20)

  private let group: MultiThreadedEventLoopGroup
  private let gate: PageGate
  private let windows: Windows

  /// The address, with the secret that lets nobody else in.
  package var url: String { gate.pageAddress }

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - port: The port, or 0 for a free one.
  ///   - onRequest: Is told what is done on the page, on a thread of the server's.
  package init(port: Int, onRequest: @escaping @Sendable (PageRequest, Client) -> Void) throws(Failure) {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let windows = Windows(onRequest)
    let secret = PageServer.newSecret()
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.writeBufferWaterMark, value: PageServer.waterMark)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try PageServer.prepare(channel, secret: secret, windows) }
      }
    let listener: any Channel
    do {
      listener = try bootstrap.bind(host: "127.0.0.1", port: port).wait()
    } catch {
      try? group.syncShutdownGracefully()
      throw Failure(message: "The page cannot be served on 127.0.0.1:\(port): \(error); name another --port.")
    }
    (self.group, self.windows) = (group, windows)
    gate = PageGate(secret: secret, port: listener.localAddress?.port ?? port)
  }

  /// Ends all connections.
  package func shutDown() { try? group.syncShutdownGracefully() }

  /// Sends a message to one window, or to all.
  package func send(_ message: JSON, to client: Client? = nil) { windows.send(message, to: client?.number) }

  /// 128 random bits, as a browser shows them.
  private static func newSecret() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Gives a connection its handlers. It is called on the channel's event loop.
  private static func prepare(_ channel: any Channel, secret: String, _ windows: Windows) throws {
    let gate = PageGate(secret: secret, port: channel.localAddress?.port ?? 0)
    let upgrader = NIOTypedWebSocketServerUpgrader<Void>(
      maxFrameSize: PageRequest.limits.bytes,
      shouldUpgrade: { channel, head in
        let isLive = (try? gate.place(of: head)) == .live
        // What no upgrader takes is never answered by NIO.
        if !isLive { PageServer.refuse(channel) }
        return channel.eventLoop.makeSucceededFuture(isLive ? HTTPHeaders() : nil)
      },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(WindowHandler(windows))
        }
      })
    let configuration = NIOUpgradableHTTPServerPipelineConfiguration(
      upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration<Void>(upgraders: [upgrader]) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(PageHandler(gate))
        }
      })
    _ = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
      configuration: configuration)
  }
}

extension PageServer {
  private static func refuse(_ channel: any Channel) {
    let head = HTTPResponseHead(
      version: .http1_1, status: .forbidden, headers: ["Content-Length": "0", "Connection": "close"])
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
    channel.writeAndFlush(HTTPServerResponsePart.end(nil)).whenComplete { _ in channel.close(promise: nil) }
  }
}

extension PageGate {
  /// Where a request leads.
  func place(of head: HTTPRequestHead) throws(Refusal) -> Place {
    try place(head.uri, hosts: head.headers["host"], origins: head.headers["origin"])
  }
}

/// The windows that are open.
final class Windows: Sendable {
  private struct State {
    var next = 0
    var channels: [Int: any Channel] = [:]
  }

  private let state = Mutex(State())
  let onRequest: @Sendable (PageRequest, PageServer.Client) -> Void

  init(_ onRequest: @escaping @Sendable (PageRequest, PageServer.Client) -> Void) {
    self.onRequest = onRequest
  }

  func open(_ channel: any Channel) -> PageServer.Client {
    let number = state.withLock { state in
      state.next += 1
      state.channels[state.next] = channel
      return state.next
    }
    let client = PageServer.Client(number: number)
    onRequest(.opened, client)
    return client
  }

  func close(_ client: PageServer.Client) {
    state.withLock { $0.channels[client.number] = nil }
    onRequest(.closed, client)
  }

  func send(_ message: JSON, to number: Int?) {
    let channels = state.withLock { state in
      number.map { [state.channels[$0]].compactMap(\.self) } ?? Array(state.channels.values)
    }
    guard !channels.isEmpty else { return }
    let bytes = ByteBuffer(bytes: message.bytes)
    for channel in channels {
      guard channel.isWritable else {
        channel.close(promise: nil)
        continue
      }
      channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .text, data: bytes), promise: nil)
    }
  }
}
