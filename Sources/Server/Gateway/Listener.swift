import NIOCore
import NIOExtras
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// Listens on a port, and gives each channel its handlers.
struct Listener: Sendable {
  let service: any HTTPService
  var encryption: NIOSSLContext?
  /// The proxies whose connections begin with a header that says for whom they are.
  var proxiesWithHeader = TrustedProxies()
  let group: any EventLoopGroup

  /// Serves until the task's graceful shutdown, and then until the last channel is closed.
  func run(host: String, port: Int, onListening: (Int) async -> Void) async throws {
    let quiescing = ServerQuiescingHelper(group: group)
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(quiescing.makeServerChannelHandler(channel: channel))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try prepare(channel) }
      }
      .bind(host: host, port: port).get()
    await onListening(channel.localAddress?.port ?? 0)
    // Where the task is cancelled, it ends in the same order.
    try? await gracefulShutdown()
    let closed = channel.eventLoop.makePromise(of: Void.self)
    quiescing.initiateShutdown(promise: closed)
    try await closed.futureResult.get()
  }

  private func prepare(_ channel: any Channel) throws {
    let peer = IPAddress(channel.remoteAddress)
    let refusal: PlainResponse?
    switch service.admission(of: channel, from: peer) {
    case .admit: refusal = nil
    case .refuse(let response): refusal = response
    case .close: return channel.close(promise: nil)
    }
    let pipeline = channel.pipeline.syncOperations
    if proxiesWithHeader.contains(peer) {
      try pipeline.addHandler(ProxyHeaderHandler(deadline: service.deadlines.header))
    }
    if let encryption { try pipeline.addHandler(NIOSSLServerHandler(context: encryption)) }
    let codec = HTTPCodec()
    try codec.add(to: channel.pipeline)
    try pipeline.addHandler(
      RequestHandler(service, peer: peer, refusal: refusal, codec: codec))
  }
}
