import Client
import NIOCore
import NIOPosix

/// One client of a relay and its connection to the server. Bytes pass unchanged, but for the head of the request and what a meddler changes.
///
/// Everything is confined to the relay's event loop.
final class RelayLine: RelayedConnection, @unchecked Sendable {
  private let number: Int
  private let client: any Channel
  private let upstream: Endpoint
  /// When the relay began.
  private let start: NIODeadline
  private let meddle: (@Sendable (RelayEvent) -> RelayPassage)?
  private let observer: @Sendable (RelayEvent) -> Void
  private var server: (any Channel)?
  /// What came of the request's head, until it is complete.
  private var head: [UInt8]? = []
  private var secrets: [String] = []
  private var isOnWatchedPath = false
  /// What came of the answer's head, until it is complete.
  private var answer: [UInt8]? = []
  private var isWebSocket = false
  private var hasEnded = false
  private var isCut = false
  private var fromClient = FrameSniffer()
  private var fromServer = FrameSniffer()
  private let writes = OrderedWrites()
  /// The pings of the relay's own whose answers are awaited, by what they hold.
  private var pings: [[UInt8]: EventLoopPromise<Void>] = [:]
  private var lastPing = 0
  private var isStalled = false
  /// What the server has sent since nothing passes to the client: what it says last is read even from a channel that is not to be read.
  private var held: [ByteBuffer] = []
  private var hasServerLeft = false

  init(
    number: Int, since start: NIODeadline, client: any Channel, upstream: Endpoint,
    meddle: (@Sendable (RelayEvent) -> RelayPassage)?, observe: @escaping @Sendable (RelayEvent) -> Void
  ) {
    self.number = number
    self.client = client
    self.upstream = upstream
    self.meddle = meddle
    observer = observe
    self.start = start
  }

  private func event(_ kind: RelayEvent.Kind) -> RelayEvent {
    let elapsed = (NIODeadline.now() - start).nanoseconds / 1_000_000
    return RelayEvent(connection: number, milliseconds: elapsed, kind: kind)
  }

  private func observe(_ kind: RelayEvent.Kind) { observer(event(kind)) }

  // MARK: - From the client

  func clientSent(_ buffer: ByteBuffer) {
    guard var head else {
      return isWebSocket ? passFrames(buffer, isClient: true) : pass(buffer, to: server)
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
          try channel.pipeline.syncOperations.addHandler(RelayHandler(of: self, isClient: false))
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
    if isStalled { return held.append(buffer) }
    // What is seen is noted before it goes on: an answer to it cannot be noted earlier.
    if isWebSocket { return passFrames(buffer, isClient: false) }
    if var answer, isOnWatchedPath {
      answer += buffer.readableBytesView
      let end = Self.end(of: answer)
      self.answer = end == nil && answer.count <= RequestHead.longest ? answer : nil
      if let end, String(decoding: answer.prefix(12), as: UTF8.self) == "HTTP/1.1 101" {
        isWebSocket = true
        observe(.opened(secrets: secrets))
        pass(ByteBuffer(bytes: answer[..<end].dropFirst(answer.count - buffer.readableBytes)), to: client)
        return passFrames(ByteBuffer(bytes: answer[end...]), isClient: false)
      }
    }
    pass(buffer, to: client)
  }

  // MARK: - Both

  /// Notes what passes on a WebSocket, and passes it on: the bytes as they came, or what the meddler makes of each frame.
  private func passFrames(_ buffer: ByteBuffer, isClient: Bool) {
    let other = isClient ? server : client
    let frames =
      isClient
      ? fromClient.frames(in: buffer.readableBytesView) : fromServer.frames(in: buffer.readableBytesView)
    if meddle == nil {
      for frame in frames { note(frame.completes, isClient: isClient) }
      return pass(buffer, to: other)
    }
    for frame in frames where !isCut {
      note(frame.completes, isClient: isClient)
      if !isClient, let pong = frame.pong, let answered = pings.removeValue(forKey: pong) {
        answered.succeed()
        continue
      }
      // A text goes on as a whole.
      if frame.isPartOfText { continue }
      guard let meddle, case .text(let text)? = frame.completes else {
        pass(ByteBuffer(bytes: frame.bytes), to: other)
        continue
      }
      let passage = meddle(event(isClient ? .fromClient(text) : .fromServer(text)))
      for text in passage.texts {
        pass(ByteBuffer(bytes: RawFrame(RawFrame.text, text, isMasked: isClient).bytes), to: other)
      }
      if passage.cuts { cut() }
    }
  }

  private func note(_ sniffed: FrameSniffer.Sniffed?, isClient: Bool) {
    guard let sniffed, !hasEnded else { return }
    switch sniffed {
    case .text(let bytes): observe(isClient ? .fromClient(bytes) : .fromServer(bytes))
    case .close(let code):
      hasEnded = true
      observe(isClient ? .closedByClient : .closedByServer(code: code))
    }
  }

  func sendToClient(_ text: [UInt8]) {
    guard isWebSocket, !isCut, !hasEnded else { return }
    pass(ByteBuffer(bytes: RawFrame(RawFrame.text, text, isMasked: false).bytes), to: client)
  }

  /// Completes when all has passed that the server had sent by now, and it has read all that had passed to it. It is for relays that
  /// meddle, which look at each frame.
  func flush() -> EventLoopFuture<Void> {
    guard meddle != nil, isWebSocket, !isCut, !hasEnded, !isStalled, server != nil else {
      return client.eventLoop.makeSucceededVoidFuture()
    }
    lastPing += 1
    let payload = Array("relay-\(number)-\(lastPing)".utf8)
    let promise = client.eventLoop.makePromise(of: Void.self)
    pings[payload] = promise
    pass(ByteBuffer(bytes: RawFrame(RawFrame.ping, payload, isMasked: true).bytes), to: server)
    return promise.futureResult
  }

  /// Nothing passes to the client any more, which sees no end of the connection either; or it does again.
  func setStalled(_ isStalled: Bool) {
    self.isStalled = isStalled
    server?.setOption(.autoRead, value: !isStalled && client.isWritable).whenComplete { _ in }
    if isStalled { return forgetPings() }
    let buffers = held
    held = []
    for buffer in buffers { serverSent(buffer) }
    if hasServerLeft { ended(isClient: false) }
  }

  private func forgetPings() {
    for (_, promise) in pings { promise.succeed() }
    pings = [:]
  }

  /// Both sides see the connection end without a goodbye, after what was passed on to them.
  func cut() {
    isCut = true
    forgetPings()
    closeAfterWriting(client)
    closeAfterWriting(server)
  }

  /// The channels do not allow it: one side that ends is gone.
  func inputEnded(ofClient isClient: Bool) {}

  /// One side is gone; the other goes when all that came before is written.
  func ended(isClient: Bool) {
    if isStalled, !isClient {
      hasServerLeft = true
      return forgetPings()
    }
    if isWebSocket {
      if !hasEnded { observe(.broken) }
      observe(.gone)
    }
    hasEnded = true
    isWebSocket = false
    forgetPings()
    closeAfterWriting(isClient ? server : client)
  }

  /// A side that reads slowly slows the other one down.
  func writabilityChanged(isClient: Bool) {
    let (full, other) = isClient ? (client, server) : (server ?? client, client)
    let mayRead = full.isWritable && !(isStalled && isClient)
    other?.setOption(.autoRead, value: mayRead).whenComplete { _ in }
  }

  private func pass(_ buffer: ByteBuffer, to channel: (any Channel)?) {
    if let channel { writes.write(buffer, to: channel) }
  }

  private func closeAfterWriting(_ channel: (any Channel)?) {
    if let channel { writes.close(channel) }
  }

  private static func end(of head: [UInt8]) -> Int? {
    guard head.count >= 4 else { return nil }
    return (4...head.count).first { head[$0 - 4..<$0].elementsEqual([13, 10, 13, 10]) }
  }
}
