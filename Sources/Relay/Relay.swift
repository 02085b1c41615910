package import Client
import Dispatch
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Stands between clients and a server, and tells what passes on the WebSockets at `/ws`.
///
/// Everything else on the same port passes as well, unseen. A cut stays a cut, pings and close codes are the peers' own. One that
/// meddles may change what passes, and can itself send and cut.
package final class Relay: Sendable {
  private let channel: any Channel
  private let door: NIOLockedValueBox<Door>

  private struct Door: Sendable {
    var connections = 0
    /// The connections that are there, by their numbers.
    var lines: [Int: RelayLine] = [:]
    var isShut = false
    var turnedAway = 0

    /// The number of one more connection, or nil where it is turned away.
    mutating func nextNumber() -> Int? {
      guard !isShut else {
        turnedAway += 1
        return nil
      }
      connections += 1
      return connections
    }
  }

  /// The port of 127.0.0.1 that clients connect to.
  package var port: Int { channel.localAddress?.port ?? 0 }

  /// How many connections came to the shut door.
  package var turnedAway: Int { door.withLockedValue { $0.turnedAway } }

  /// Listens.
  ///
  /// - Parameters:
  ///   - port: A port of 127.0.0.1; 0 takes a free one.
  ///   - upstream: The server.
  ///   - observe: Is told everything in order, on one event loop.
  /// - Throws: `unreachable` where the port cannot be had.
  package convenience init(
    port: Int, upstream: Endpoint, observe: @escaping @Sendable (RelayEvent) -> Void
  ) async throws(WebSocketError) {
    let door = NIOLockedValueBox(Door())
    do {
      let listening = Self.listening(
        port: port, upstream: upstream, door: door, meddle: nil, observe: observe)
      self.init(channel: try await listening.get(), door: door)
    } catch {
      throw .unreachable(reason: "\(error)")
    }
  }

  /// Listens, and may decide what becomes of each text. For a plain thread that may block.
  ///
  /// - Parameters:
  ///   - port: A port of 127.0.0.1; 0 takes a free one.
  ///   - upstream: The server.
  ///   - meddle: Is asked about each text in order, on one event loop, after `observe` was told of it. Without it all passes.
  ///   - observe: Is told everything in order, on the same loop.
  /// - Throws: `unreachable` where the port cannot be had.
  package convenience init(
    port: Int, upstream: Endpoint, meddling meddle: (@Sendable (RelayEvent) -> RelayPassage)? = nil,
    observe: @escaping @Sendable (RelayEvent) -> Void
  ) throws(WebSocketError) {
    let door = NIOLockedValueBox(Door())
    do {
      let listening = Self.listening(
        port: port, upstream: upstream, door: door, meddle: meddle, observe: observe)
      self.init(channel: try listening.wait(), door: door)
    } catch {
      throw .unreachable(reason: "\(error)")
    }
  }

  private init(channel: any Channel, door: NIOLockedValueBox<Door>) {
    self.channel = channel
    self.door = door
  }

  private static func listening(
    port: Int, upstream: Endpoint, door: NIOLockedValueBox<Door>,
    meddle: (@Sendable (RelayEvent) -> RelayPassage)?, observe: @escaping @Sendable (RelayEvent) -> Void
  ) -> EventLoopFuture<any Channel> {
    // One loop for all connections keeps what they do in one order.
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let start = NIODeadline.now()
    @Sendable func serve(_ client: any Channel) -> EventLoopFuture<Void> {
      guard let number = door.withLockedValue({ $0.nextNumber() }) else { return client.close() }
      let line = RelayLine(
        number: number, since: start, client: client, upstream: upstream, meddle: meddle, observe: observe)
      door.withLockedValue { $0.lines[number] = line }
      client.closeFuture.whenComplete { _ in door.withLockedValue { $0.lines[number] = nil } }
      return client.eventLoop.makeCompletedFuture {
        try client.pipeline.syncOperations.addHandler(RelayHandler(of: line, isClient: true))
      }
    }
    return ServerBootstrap(group: loop, childGroup: loop)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { serve($0) }
      .bind(host: "127.0.0.1", port: port)
  }

  /// Sends a text to the client of each connection, as if the server had, before all that the server sends from now on.
  /// For a plain thread that may block.
  package func sendToClients(_ text: [UInt8]) {
    onLoop { $0.sendToClient(text) }
  }

  /// Breaks every connection, without a goodbye to either side. For a plain thread that may block.
  package func cut() {
    onLoop { $0.cut() }
  }

  /// Lets nothing pass to the clients of the connections that are there, or lets it pass again. For a plain thread that may block.
  package func setStalled(_ isStalled: Bool) {
    onLoop { $0.setStalled(isStalled) }
  }

  /// Waits until all has passed that the server had sent by now, and it has read all that had passed to it; false where that takes too
  /// long. It is for relays that meddle, and for a plain thread that may block.
  package func flush(milliseconds: Int) -> Bool {
    let lines = door.withLockedValue { $0.lines.sorted { $0.key < $1.key }.map(\.value) }
    let loop = channel.eventLoop
    let flushed = loop.flatSubmit { EventLoopFuture<Void>.andAllSucceed(lines.map { $0.flush() }, on: loop) }
    let semaphore = DispatchSemaphore(value: 0)
    flushed.whenComplete { _ in semaphore.signal() }
    return semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
  }

  /// Turns away who comes from now on: the connection is closed at once.
  package func shutDoor() { door.withLockedValue { $0.isShut = true } }

  /// Lets in who comes from now on.
  package func openDoor() { door.withLockedValue { $0.isShut = false } }

  private func onLoop(_ body: @escaping @Sendable (RelayLine) -> Void) {
    let lines = door.withLockedValue { $0.lines.sorted { $0.key < $1.key }.map(\.value) }
    // What is only handed to the loop is done after what the loop has to read by then.
    try? channel.eventLoop.submit { for line in lines { body(line) } }.wait()
  }

  /// Listens no more. Connections that are there go on.
  package func stop() async { try? await channel.close().get() }

  /// Listens no more, and breaks the connections that are there. For a plain thread that may block.
  package func end() {
    cut()
    try? channel.close().wait()
  }
}
