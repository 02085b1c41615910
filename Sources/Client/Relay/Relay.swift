import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Stands between clients and a server, and tells what passes on the WebSockets at `/ws`.
///
/// Everything else on the same port passes as well, unseen. A cut stays a cut, pings and close codes are the peers' own.
package final class Relay: Sendable {
  private let channel: any Channel
  /// The clients that are connected.
  private let clients: NIOLockedValueBox<[ObjectIdentifier: any Channel]>

  /// The port of 127.0.0.1 that clients connect to.
  package var port: Int { channel.localAddress?.port ?? 0 }

  /// Listens.
  ///
  /// - Parameters:
  ///   - port: A port of 127.0.0.1; 0 takes a free one.
  ///   - upstream: The server.
  ///   - observe: Is told everything in order, on one event loop.
  /// - Throws: `unreachable` where the port cannot be had.
  package init(
    port: Int, upstream: Endpoint, observe: @escaping @Sendable (RelayEvent) -> Void
  ) async throws(WebSocketError) {
    // One loop for all connections keeps what they do in one order.
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let start = NIODeadline.now()
    let connections = NIOLockedValueBox(0)
    let clients = NIOLockedValueBox<[ObjectIdentifier: any Channel]>([:])
    self.clients = clients
    do {
      channel = try await ServerBootstrap(group: loop, childGroup: loop)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
          clients.withLockedValue { $0[ObjectIdentifier(channel)] = channel }
          channel.closeFuture.whenComplete { _ in
            clients.withLockedValue { $0[ObjectIdentifier(channel)] = nil }
          }
          return channel.eventLoop.makeCompletedFuture {
            let number = connections.withLockedValue { count in
              count += 1
              return count
            }
            let line = RelayLine(number: number, client: channel, upstream: upstream) { number, kind in
              let elapsed = (NIODeadline.now() - start).nanoseconds / 1_000_000
              observe(RelayEvent(connection: number, milliseconds: elapsed, kind: kind))
            }
            try channel.pipeline.syncOperations.addHandler(RelayHandler(line: line, isClient: true))
          }
        }
        .bind(host: "127.0.0.1", port: port).get()
    } catch {
      throw .unreachable(reason: "\(error)")
    }
  }

  /// Breaks all connections that are there, without a goodbye. New ones are welcome.
  package func cut() {
    for channel in clients.withLockedValue({ $0.values }) { channel.close(promise: nil) }
  }

  /// Listens no more. Connections that are there go on.
  package func stop() async { try? await channel.close().get() }
}
