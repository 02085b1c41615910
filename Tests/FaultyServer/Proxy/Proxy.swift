import NIOCore
import NIOPosix
import Relay
import Wire

/// Stands before the real server and does to what passes what the planted defect says.
///
/// Everything is confined to one event loop, so that what passes has one order.
final class Proxy: @unchecked Sendable {
  let world: World
  let adminToken: String?
  /// The longest message that the server takes before it closes the connection, in bytes.
  let longestMessage: Int
  private(set) var faults: Faults
  private let defect: Defect?
  private let upstreamPort: Int
  private let loop: any EventLoop
  private var lastID = 0

  init(to upstreamPort: Int, defect: Defect?, faults: Faults, adminToken: String?, longestMessage: Int) {
    (self.upstreamPort, self.defect, self.faults) = (upstreamPort, defect, faults)
    (self.adminToken, self.longestMessage) = (adminToken, longestMessage)
    world = faults.world
    loop = MultiThreadedEventLoopGroup.singleton.next()
  }

  /// Listens, and gives the port.
  func listen(host: String, port: Int) async throws -> Int {
    let channel = try await ServerBootstrap(group: loop, childGroup: loop)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.backlog, value: 1024)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { [self] in accept($0) }
      .bind(host: host, port: port).get()
    return channel.localAddress?.port ?? 0
  }

  private func accept(_ client: any Channel) -> EventLoopFuture<Void> {
    let line = Line(client: client, proxy: self)
    return ClientBootstrap(group: loop)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      // What waits for a client that does not read waits in the server.
      .channelOption(.socketOption(.so_rcvbuf), value: 65_536)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(RelayHandler(of: line, isClient: false))
        }
      }
      .connect(host: "127.0.0.1", port: upstreamPort)
      .flatMap { server in
        line.server = server
        return client.eventLoop.makeCompletedFuture {
          try client.pipeline.syncOperations.addHandler(RelayHandler(of: line, isClient: true))
        }
      }
      .flatMap { client.setOption(.autoRead, value: true) }
  }

  func forget(_ line: Line) {
    world.lines.removeAll { $0 === line }
    line.releasePongs()
  }

  func nextID() -> String {
    lastID += 1
    return "faulty-\(lastID)"
  }

  /// Calls the body when all that the server had sent to anybody has passed.
  func afterAllPongs(_ body: @escaping () -> Void) {
    var waiting = 1
    func release() {
      waiting -= 1
      if waiting == 0 { body() }
    }
    for line in world.clients
    where line.client.isWritable && line.server?.isActive == true && !line.isGoodbyeSaid {
      let id = nextID()
      waiting += 1
      line.awaitedPongs[id] = release
      line.write(RawFrame(RawFrame.ping, Array(id.utf8), isMasked: true).bytes, toClient: false)
    }
    release()
  }

  /// The server forgets everything, and so does the defect.
  func reset(told limits: JSON?) {
    world.toldLimits = [:]
    if case .object(let members)? = limits {
      for member in members { world.toldLimits[member.name] = member.value.number.map(Int.init) }
    }
    world.owners = [:]
    faults = defect?.planted(in: world) ?? Faults(world)
  }

  /// Tells the limits that were asked for, and not those that the defect keeps.
  func tellLimits(in hello: inout Frame) {
    guard var limits = hello["limits"] else { return }
    for (name, _) in faults.limits { limits.set(name, .integer(Int64(world.toldLimit(name)))) }
    hello["limits"] = limits
  }
}
