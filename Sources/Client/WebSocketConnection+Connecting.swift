public import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
import NIOWebSocket

extension WebSocketConnection {
  /// How a connection is made and what it may use.
  public struct Options: Sendable {
    /// Further headers of the upgrade, such as `Authorization`.
    public var headers: [(name: String, value: String)]
    /// The subprotocol to ask for.
    public var subprotocol: String?
    /// The longest text that is taken, in bytes; a longer one ends the connection with code 1009.
    public var maximumFrameBytes: Int
    /// How many bytes are read ahead of who takes the frames.
    public var readAheadBytes: Int
    /// How long making the connection may take, in milliseconds.
    public var connectTimeoutMilliseconds: Int
    /// How long the server has to answer a goodbye, in milliseconds; then the connection is ended without its answer.
    public var goodbyeMilliseconds: Int
    /// Whether a ping fails where `readAheadBytes` wait, because nobody takes them before it is answered.
    package var givesUpWhenFull = false

    public init(
      headers: [(name: String, value: String)] = [], subprotocol: String? = "verbatim.v1",
      maximumFrameBytes: Int = 1 << 24, readAheadBytes: Int = 1 << 20,
      connectTimeoutMilliseconds: Int = 10_000, goodbyeMilliseconds: Int = 10_000
    ) {
      self.headers = headers
      self.subprotocol = subprotocol
      self.maximumFrameBytes = maximumFrameBytes
      self.readAheadBytes = readAheadBytes
      self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
      self.goodbyeMilliseconds = goodbyeMilliseconds
    }
  }

  /// Connects to a server.
  ///
  /// - Parameters:
  ///   - endpoint: Where the server is.
  ///   - options: Headers, subprotocol and bounds.
  ///   - group: The event loops to use; one of them serves this connection.
  /// - Throws: `unreachable`, `refused`, `tls`, `protocolViolation` or `timeout`.
  public static func connect(
    to endpoint: Endpoint, options: Options = Options(), group: any EventLoopGroup
  ) async throws(WebSocketError) -> WebSocketConnection {
    try await typed { try await connecting(to: endpoint, options: options, on: group.next()).get() }
  }

  static func connecting(
    to endpoint: Endpoint, options: Options, on loop: any EventLoop
  ) -> EventLoopFuture<WebSocketConnection> {
    let promise = loop.makePromise(of: WebSocketConnection.self)
    let limit = TimeAmount.milliseconds(Int64(options.connectTimeoutMilliseconds))
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(limit)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard endpoint.isSecure else { return }
          try channel.pipeline.syncOperations.addHandler(try tlsHandler(for: endpoint))
        }
      }
    let connected = bootstrap.connect(host: endpoint.host, port: endpoint.port)
    connected.whenFailure { promise.fail(failure(toReach: $0)) }
    connected.whenSuccess { channel in
      let deadline = channel.eventLoop.scheduleTask(in: limit) {
        promise.fail(WebSocketError.timeout)
        channel.close(promise: nil)
      }
      let shaken = upgrade(channel, to: endpoint, options)
      shaken.whenComplete { _ in deadline.cancel() }
      shaken.whenFailure { error in
        channel.close(promise: nil)
        promise.fail(failure(ofHandshake: error))
      }
      shaken.whenSuccess { promise.succeed($0) }
    }
    return promise.futureResult
  }

  // MARK: - The handshake

  private enum Outcome: Sendable {
    case connected(WebSocketConnection)
    case refused(EventLoopFuture<Int>)
  }

  /// Asks for the upgrade. It is called on the channel's event loop.
  private static func upgrade(
    _ channel: any Channel, to endpoint: Endpoint, _ options: Options
  ) -> EventLoopFuture<WebSocketConnection> {
    let upgrader = NIOTypedWebSocketClientUpgrader<Outcome>(
      maxFrameSize: options.maximumFrameBytes, enableAutomaticErrorHandling: false
    ) { channel, response in
      channel.setOption(.autoRead, value: false).flatMapThrowing {
        let chosen = response.headers["Sec-WebSocket-Protocol"].first
        guard chosen == nil || chosen == options.subprotocol else {
          throw WebSocketError.protocolViolation(reason: "it chose a subprotocol that was not asked for")
        }
        let inbox = Inbox(maximumBytes: options.readAheadBytes)
        let handler = FrameHandler(
          inbox: inbox, maximumFrameBytes: options.maximumFrameBytes, givesUpWhenFull: options.givesUpWhenFull
        )
        try channel.pipeline.syncOperations.addHandler(handler)
        return .connected(
          WebSocketConnection(
            channel: channel, inbox: inbox, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop),
            subprotocol: chosen, goodbye: .milliseconds(Int64(options.goodbyeMilliseconds))))
      }
    }
    var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
      upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
        upgradeRequestHead: request(to: endpoint, options), upgraders: [upgrader]
      ) { channel in
        channel.eventLoop.makeCompletedFuture {
          let status = channel.eventLoop.makePromise(of: Int.self)
          try channel.pipeline.syncOperations.addHandler(StatusReader(status))
          return Outcome.refused(status.futureResult)
        }
      })
    // A server that speaks first may do so in the packet of its answer.
    configuration.leftOverBytesStrategy = .forwardBytes
    do {
      return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
        configuration: configuration
      ).flatMap { outcome in
        switch outcome {
        case .connected(let connection): channel.eventLoop.makeSucceededFuture(connection)
        case .refused(let status): status.flatMapThrowing { throw WebSocketError.refused(status: $0) }
        }
      }
    } catch {
      return channel.eventLoop.makeFailedFuture(error)
    }
  }

  private static func request(to endpoint: Endpoint, _ options: Options) -> HTTPRequestHead {
    var headers = HTTPHeaders([("Host", endpoint.authority)])
    if let subprotocol = options.subprotocol {
      headers.add(name: "Sec-WebSocket-Protocol", value: subprotocol)
    }
    for header in options.headers { headers.add(name: header.name, value: header.value) }
    return HTTPRequestHead(version: .http1_1, method: .GET, uri: endpoint.path, headers: headers)
  }

  package static func tlsHandler(for endpoint: Endpoint) throws -> NIOSSLClientHandler {
    let context = try NIOSSLContext(configuration: .makeClientConfiguration())
    let isNumeric = (try? SocketAddress(ipAddress: endpoint.host, port: 0)) != nil
    return try NIOSSLClientHandler(context: context, serverHostname: isNumeric ? nil : endpoint.host)
  }

  // MARK: - Errors

  private static func failure(toReach error: any Error) -> WebSocketError {
    if let error = error as? ChannelError, case .connectTimeout = error { return .timeout }
    guard let attempts = error as? NIOConnectionError else { return .unreachable(reason: "\(error)") }
    if let attempt = attempts.connectionErrors.first {
      if let error = attempt.error as? ChannelError, case .connectTimeout = error { return .timeout }
      if let error = attempt.error as? IOError, error.errnoCode == ECONNREFUSED {
        return .unreachable(reason: "the connection was refused")
      }
      return .unreachable(reason: "\(attempt.error)")
    }
    return .unreachable(reason: "the name \(attempts.host) is not known")
  }

  private static func failure(ofHandshake error: any Error) -> WebSocketError {
    switch error {
    case let error as WebSocketError: error
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: .tls(reason: "\(error)")
    case let error as NIOHTTPClientUpgradeError where error == .upgraderDeniedUpgrade:
      .protocolViolation(reason: "its Sec-WebSocket-Accept is wrong")
    case let error as NIOHTTPClientUpgradeError where error == .responseProtocolNotFound:
      .protocolViolation(reason: "it switched to a protocol other than WebSocket")
    case is ChannelError, is IOError:
      .protocolViolation(reason: "it closed the connection instead of answering")
    default: .protocolViolation(reason: "\(error)")
    }
  }
}

/// Keeps the status of an answer that is no upgrade.
private final class StatusReader: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart

  private var status: EventLoopPromise<Int>?

  init(_ status: EventLoopPromise<Int>) {
    self.status = status
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    status?.succeed(Int(head.status.code))
    status = nil
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    status?.fail(WebSocketError.protocolViolation(reason: "it closed the connection instead of answering"))
    status = nil
  }
}
