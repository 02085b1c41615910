import NIOCore
import NIOPosix

/// One client of a relay and its connection to the server. Bytes pass unchanged, but for the head of the request.
///
/// Everything is confined to the relay's event loop.
final class RelayLine: @unchecked Sendable {
  private let number: Int
  private let client: any Channel
  private let upstream: Endpoint
  private let observe: @Sendable (Int, RelayEvent.Kind) -> Void
  private var server: (any Channel)?
  /// What came of the request's head, until it is complete.
  private var head: [UInt8]? = []
  private var secrets: [String] = []
  private var isOnWatchedPath = false
  /// What came of the answer's head, until it is complete.
  private var answer: [UInt8]? = []
  private var isWebSocket = false
  private var hasEnded = false
  private var fromClient = FrameSniffer()
  private var fromServer = FrameSniffer()
  private var lastWrite: [ObjectIdentifier: EventLoopFuture<Void>] = [:]

  init(
    number: Int, client: any Channel, upstream: Endpoint,
    observe: @escaping @Sendable (Int, RelayEvent.Kind) -> Void
  ) {
    self.number = number
    self.client = client
    self.upstream = upstream
    self.observe = observe
  }

  // MARK: - From the client

  func clientSent(_ buffer: ByteBuffer) {
    guard var head else {
      if isWebSocket { note(fromClient.take(buffer.readableBytesView), isClient: true) }
      return pass(buffer, to: server)
    }
    head += buffer.readableBytesView
    guard let end = Self.end(of: head) else {
      self.head = head
      if head.count > RequestHead.longest { client.close(promise: nil) }
      return
    }
    self.head = nil
    var request = RequestHead(head[..<end])
    secrets = request.secrets
    isOnWatchedPath = request.isUpgrade && request.path == "/ws"
    let local = client.localAddress
    request.redirect(to: upstream, from: "\(local?.ipAddress ?? ""):\(local?.port ?? 0)")
    let bytes = request.bytes + head[end...]
    connect { self.pass(ByteBuffer(bytes: bytes), to: self.server) }
  }

  private func connect(then: @escaping @Sendable () -> Void) {
    client.setOption(.autoRead, value: false).whenComplete { _ in }
    ClientBootstrap(group: client.eventLoop)
      .connectTimeout(.seconds(10))
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelInitializer { [upstream] channel in
        channel.eventLoop.makeCompletedFuture {
          if upstream.isSecure {
            try channel.pipeline.syncOperations.addHandler(try WebSocketConnection.tlsHandler(for: upstream))
          }
          try channel.pipeline.syncOperations.addHandler(RelayHandler(line: self, isClient: false))
        }
      }
      .connect(host: upstream.host, port: upstream.port)
      .whenComplete { result in
        switch result {
        case .success(let channel):
          guard self.client.isActive else { return channel.close(promise: nil) }
          self.server = channel
          then()
          self.client.setOption(.autoRead, value: true).whenComplete { _ in }
        case .failure:
          let text = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          self.pass(ByteBuffer(string: text), to: self.client)
          self.closeAfterWriting(self.client)
        }
      }
  }

  // MARK: - From the server

  func serverSent(_ buffer: ByteBuffer) {
    // What is seen is noted before it goes on: an answer to it cannot be noted earlier.
    if isWebSocket {
      note(fromServer.take(buffer.readableBytesView), isClient: false)
    } else if var answer, isOnWatchedPath {
      answer += buffer.readableBytesView
      let end = Self.end(of: answer)
      self.answer = end == nil && answer.count <= RequestHead.longest ? answer : nil
      if let end, String(decoding: answer.prefix(12), as: UTF8.self) == "HTTP/1.1 101" {
        isWebSocket = true
        observe(number, .opened(secrets: secrets))
        note(fromServer.take(answer[end...]), isClient: false)
      }
    }
    pass(buffer, to: client)
  }

  // MARK: - Both

  private func note(_ sniffed: [FrameSniffer.Sniffed], isClient: Bool) {
    for sniffed in sniffed where !hasEnded {
      switch sniffed {
      case .text(let bytes): observe(number, isClient ? .fromClient(bytes) : .fromServer(bytes))
      case .close(let code):
        hasEnded = true
        observe(number, isClient ? .closedByClient : .closedByServer(code: code))
      }
    }
  }

  /// One side is gone; the other goes when all that came before is written.
  func ended(isClient: Bool) {
    if isWebSocket {
      if !hasEnded { observe(number, .broken) }
      observe(number, .gone)
    }
    hasEnded = true
    isWebSocket = false
    closeAfterWriting(isClient ? server : client)
  }

  /// A side that reads slowly slows the other one down.
  func writabilityChanged(isClient: Bool) {
    let (full, other) = isClient ? (client, server) : (server ?? client, client)
    other?.setOption(.autoRead, value: full.isWritable).whenComplete { _ in }
  }

  private func pass(_ buffer: ByteBuffer, to channel: (any Channel)?) {
    guard let channel else { return }
    lastWrite[ObjectIdentifier(channel)] = channel.writeAndFlush(buffer)
  }

  private func closeAfterWriting(_ channel: (any Channel)?) {
    guard let channel else { return }
    guard let write = lastWrite[ObjectIdentifier(channel)] else { return channel.close(promise: nil) }
    write.whenComplete { _ in channel.close(promise: nil) }
  }

  private static func end(of head: [UInt8]) -> Int? {
    guard head.count >= 4 else { return nil }
    return (4...head.count).first { head[$0 - 4..<$0].elementsEqual([13, 10, 13, 10]) }
  }
}

/// Hands what happens on one of a line's channels to the line.
final class RelayHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let line: RelayLine
  private let isClient: Bool

  init(line: RelayLine, isClient: Bool) {
    self.line = line
    self.isClient = isClient
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    if isClient { line.clientSent(buffer) } else { line.serverSent(buffer) }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    line.writabilityChanged(isClient: isClient)
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    line.ended(isClient: isClient)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
