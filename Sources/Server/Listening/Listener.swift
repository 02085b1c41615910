import Foundation
import NIOCore
import NIOExtras
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// Listens at an address, and gives each channel its handlers.
struct Listener: Sendable {
  let address: ListenAddress
  let service: any HTTPService
  var encryption: Encryption?
  /// The proxies whose connections begin with a header that says for whom they are.
  var proxiesWithHeader = TrustedProxies()
  let group: any EventLoopGroup

  /// Sockets that are listened to.
  struct Bound {
    /// With the port that was taken, where any was wanted.
    let address: ListenAddress
    fileprivate let channel: any Channel
    fileprivate let quiescing: ServerQuiescingHelper
  }

  /// Begins to listen. Errors: what the system says, such as an `IOError`.
  func bind() async throws -> Bound {
    let quiescing = ServerQuiescingHelper(group: group)
    let bootstrap = ServerBootstrap(group: group)
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
    var bound = address
    let channel: any Channel
    switch address {
    case .tcp(let host, let port):
      channel = try await bootstrap.bind(host: host, port: port).get()
      bound = .tcp(host: host, port: channel.localAddress?.port ?? port)
    case .unix(let path):
      // The file of a server that has crashed is in the way, and that of one that runs is not ours.
      try await checkUnused(path)
      channel = try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    case .passed(let descriptor): channel = try await bootstrap.withBoundSocket(descriptor).get()
    }
    return Bound(address: bound, channel: channel, quiescing: quiescing)
  }

  /// Makes sure that nobody listens at a socket in the file system. Errors: somebody does, or this user is not allowed to know.
  private func checkUnused(_ path: String) async throws {
    do {
      let channel = try await ClientBootstrap(group: group).connect(unixDomainSocketPath: path).get()
      _ = try? await channel.close().get()
    } catch let error as IOError {
      switch error.errnoCode {
      // Whoever listens has no time, or speaks in another way.
      case EAGAIN, EPROTOTYPE: break
      case EACCES: throw error
      case _: return
      }
    }
    throw IOError(errnoCode: EADDRINUSE, reason: "bind")
  }

  /// Serves until the task's graceful shutdown, and then until the last channel is closed.
  static func serve(_ sockets: [Bound]) async throws {
    // Where the task is cancelled, it ends in the same order.
    try? await gracefulShutdown()
    try await close(sockets)
  }

  /// Listens no longer, and waits until the last channel is closed.
  static func close(_ sockets: [Bound]) async throws {
    let ends = sockets.map { socket in
      let closed = socket.channel.eventLoop.makePromise(of: Void.self)
      socket.quiescing.initiateShutdown(promise: closed)
      return closed.futureResult
    }
    for end in ends { try await end.get() }
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
    if let encryption { try pipeline.addHandler(NIOSSLServerHandler(context: encryption.context)) }
    let codec = HTTPCodec()
    try codec.add(to: channel.pipeline)
    try pipeline.addHandler(
      RequestHandler(service, peer: peer, refusal: refusal, codec: codec))
  }
}
