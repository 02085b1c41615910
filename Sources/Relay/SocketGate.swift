package import Client
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A port of 127.0.0.1 with WebSockets at `/ws`, for a server that has no sockets of its own. It knows nothing of chat: what comes waits to
/// be taken, by a thread that likes.
package final class SocketGate: Sendable {
  /// What has happened on a connection, which are counted from 1.
  package enum Event: Sendable {
    /// A client has its WebSocket, and has brought a token where it has one.
    case opened(Int, token: String?)
    case received(Int, [UInt8])
    /// The client is gone, with a goodbye or without.
    case ended(Int, isOrderly: Bool)
  }

  private let listener: any Channel
  private let desk: Desk

  /// The port.
  package var port: Int { listener.localAddress?.port ?? 0 }

  /// Listens on a free port. For a plain thread that may block.
  ///
  /// - Throws: `unreachable` where there is none.
  package init() throws(WebSocketError) {
    let desk = Desk()
    self.desk = desk
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    do {
      listener = try ServerBootstrap(group: loop, childGroup: loop)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try SocketGate.prepare(channel, desk) }
        }
        .bind(host: "127.0.0.1", port: 0).wait()
    } catch {
      throw .unreachable(reason: "\(error)")
    }
  }

  /// Takes what has happened since the last time, in order.
  package func takeEvents() -> [Event] { desk.takeEvents() }

  /// Sends a text to a client. One that is gone gets none.
  package func send(_ text: [UInt8], to connection: Int) {
    desk.channel(connection)?.writeAndFlush(
      WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: text)), promise: nil)
  }

  /// Says goodbye to a client; nothing of it is told any more.
  package func close(_ connection: Int, code: UInt16) {
    guard let channel = desk.forget(connection) else { return }
    let reason = ByteBuffer(bytes: [UInt8(code >> 8), UInt8(code & 0xff)])
    channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: reason)).whenComplete {
      _ in
      channel.close(promise: nil)
    }
  }

  /// Ends a connection without a goodbye; nothing of it is told any more.
  package func cut(_ connection: Int) { desk.forget(connection)?.close(promise: nil) }

  /// Listens no more, and ends all connections. For a plain thread that may block.
  package func end() {
    for channel in desk.forgetAll() { channel.close(promise: nil) }
    try? listener.close().wait()
  }

  /// Gives a connection its handlers. It is called on the channel's event loop.
  private static func prepare(_ channel: any Channel, _ desk: Desk) throws {
    let upgrader = NIOTypedWebSocketServerUpgrader<Void>(
      maxFrameSize: 1 << 24,
      shouldUpgrade: { channel, head in
        var headers = HTTPHeaders()
        let asked = head.headers[canonicalForm: "sec-websocket-protocol"]
        if asked.contains("verbatim.v1") { headers.add(name: "Sec-WebSocket-Protocol", value: "verbatim.v1") }
        return channel.eventLoop.makeSucceededFuture(Optional(headers))
      },
      upgradePipelineHandler: { channel, head in
        channel.eventLoop.makeCompletedFuture {
          let token = head.headers.first(name: "authorization")?.split(separator: " ").last.map(String.init)
          try channel.pipeline.syncOperations.addHandler(GateHandler(desk, token: token))
        }
      })
    let configuration = NIOUpgradableHTTPServerPipelineConfiguration(
      upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration<Void>(upgraders: [upgrader]) { channel in
        channel.close()
      })
    _ = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
      configuration: configuration)
  }
}

extension SocketGate {
  /// The connections that are there, and what has happened.
  final class Desk: Sendable {
    private struct State {
      var newest = 0
      var channels: [Int: any Channel] = [:]
      var events: [Event] = []
    }

    private let state = NIOLockedValueBox(State())

    func open(_ channel: any Channel, token: String?) -> Int {
      state.withLockedValue { state in
        state.newest += 1
        state.channels[state.newest] = channel
        state.events.append(.opened(state.newest, token: token))
        return state.newest
      }
    }

    func receive(_ text: [UInt8], from connection: Int) {
      state.withLockedValue { $0.events.append(.received(connection, text)) }
    }

    /// The client is gone, where that is not known already.
    func end(_ connection: Int, isOrderly: Bool) {
      state.withLockedValue { state in
        guard state.channels.removeValue(forKey: connection) != nil else { return }
        state.events.append(.ended(connection, isOrderly: isOrderly))
      }
    }

    func takeEvents() -> [Event] {
      state.withLockedValue { state in
        defer { state.events = [] }
        return state.events
      }
    }

    func channel(_ connection: Int) -> (any Channel)? { state.withLockedValue { $0.channels[connection] } }

    func forget(_ connection: Int) -> (any Channel)? {
      state.withLockedValue { $0.channels.removeValue(forKey: connection) }
    }

    func forgetAll() -> [any Channel] {
      state.withLockedValue { state in
        defer { state.channels = [:] }
        return state.channels.sorted { $0.key < $1.key }.map(\.value)
      }
    }
  }
}

/// Reads what one client of a gate sends.
private final class GateHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let desk: SocketGate.Desk
  private let token: String?
  private var number = 0

  init(_ desk: SocketGate.Desk, token: String?) { (self.desk, self.token) = (desk, token) }

  func handlerAdded(context: ChannelHandlerContext) { number = desk.open(context.channel, token: token) }

  func channelInactive(context: ChannelHandlerContext) {
    desk.end(number, isOrderly: false)
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    // A relay that meddles has put texts together.
    case .text: desk.receive(Array(frame.unmaskedData.readableBytesView), from: number)
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    case .connectionClose:
      desk.end(number, isOrderly: true)
      let goodbye = WebSocketFrame(fin: true, opcode: .connectionClose, data: frame.unmaskedData)
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(goodbye)).whenComplete { _ in channel.close(promise: nil) }
    case .pong: break
    case _: context.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
