import Client
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOWebSocket
import TestSupport
import Testing

/// The client against a peer that keeps to RFC 6455, and against some that do not.
@Suite("A WebSocket connection", .hangGuard) struct WebSocketConnectionTests {
  /// All of these share event loops, and one of them sends a flood: under a sanitizer others have to wait for that.
  private static let patient = WebSocketConnection.Options(connectTimeoutMilliseconds: 60_000)

  private func connection(
    options: WebSocketConnection.Options = Self.patient,
    greeting: [WebSocketFrame] = [],
    reaction: @escaping WebSocketPeer.Reaction = { WebSocketPeer.echo($0, $1) },
    _ body: (WebSocketConnection) async throws -> Void
  ) async throws {
    let peer = try await WebSocketPeer(greeting: greeting, reaction: reaction)
    defer { peer.stop() }
    let connection = try await WebSocketConnection.connect(
      to: peer.endpoint, options: options, group: WebSocketPeer.group)
    defer { connection.abort() }
    try await body(connection)
  }

  private func text(_ string: String) -> WebSocketConnection.Inbound { .text(Array(string.utf8)) }

  // MARK: - Sending and receiving

  @Test func `texts come back as they were sent`() async throws {
    try await connection { connection in
      for line in ["hello", "", "grüße", String(repeating: "x", count: 10_000)] {
        try await connection.send(line)
        #expect(await connection.next() == text(line))
      }
    }
  }

  @Test func `the frame that comes with the answer to the upgrade is not lost`() async throws {
    for _ in 0..<20 {
      try await connection(greeting: [WebSocketPeer.text("hello")]) { connection in
        #expect(await connection.next() == text("hello"))
      }
    }
  }

  @Test func `a text in fragments is one text, also with a ping between them`() async throws {
    let parts: [WebSocketFrame] = [
      .init(fin: false, opcode: .text, data: ByteBuffer(string: "one ")),
      .init(fin: true, opcode: .ping, data: ByteBuffer(string: "?")),
      .init(fin: false, opcode: .continuation, data: ByteBuffer(string: "two ")),
      .init(fin: true, opcode: .continuation, data: ByteBuffer(string: "three")),
    ]
    try await connection(greeting: parts) { connection in
      #expect(await connection.next() == text("one two three"))
    }
  }

  @Test func `a ping of the server is answered with what was in it`() async throws {
    let pong = NIOLockedValueBox<[UInt8]>([])
    let keepPong: WebSocketPeer.Reaction = { frame, channel in
      if frame.opcode == .pong { pong.withLockedValue { $0 = Array(frame.unmaskedData.readableBytesView) } }
      WebSocketPeer.echo(frame, channel)
    }
    try await connection(
      greeting: [.init(fin: true, opcode: .ping, data: ByteBuffer(string: "are you there?"))],
      reaction: keepPong
    ) { connection in
      try await connection.ping()
      #expect(pong.withLockedValue { $0 } == Array("are you there?".utf8))
    }
  }

  @Test func `what was sent before the answer to a ping is there when the ping returns`() async throws {
    try await connection { connection in
      for number in 1...100 { try await connection.send("\(number)") }
      try await connection.ping()
      for number in 1...100 { #expect(await connection.next() == text("\(number)")) }
    }
  }

  @Test func `the frames can be iterated, and end`() async throws {
    try await connection { connection in
      try await connection.send("one")
      try await connection.send("two")
      try await connection.ping()
      await connection.close(code: 4000)
      var seen: [WebSocketConnection.Inbound] = []
      for await inbound in connection.inbound { seen.append(inbound) }
      #expect(seen == [text("one"), text("two"), .closed(code: 4000)])
      #expect(await connection.next() == nil)
    }
  }

  @Test func `a task that is cancelled waits no longer`() async throws {
    try await connection { connection in
      let task = Task { await connection.next() }
      task.cancel()
      #expect(await task.value == nil)
    }
  }

  // MARK: - Ends

  @Test func `the server's close frame is told with its code, and answered`() async throws {
    let answer = NIOLockedValueBox<UInt16?>(nil)
    let code = ByteBuffer(integer: UInt16(4003))
    let keepAnswer: WebSocketPeer.Reaction = { frame, channel in
      let data = frame.unmaskedData
      answer.withLockedValue { $0 = data.getInteger(at: data.readerIndex) }
      channel.close(promise: nil)
    }
    try await connection(
      greeting: [.init(fin: true, opcode: .connectionClose, data: code)], reaction: keepAnswer
    ) { connection in
      #expect(await connection.next() == .closed(code: 4003))
      #expect(await connection.next() == nil)
      await #expect(throws: WebSocketError.closed) { try await connection.send("late") }
      await #expect(throws: WebSocketError.closed) { try await connection.ping() }
      await connection.close()
      // This side may be done before the peer has read the answer.
      try await eventually { answer.withLockedValue { $0 } != nil }
      #expect(answer.withLockedValue { $0 } == 4003)
    }
  }

  @Test func `a goodbye that is never answered ends all the same`() async throws {
    let options = WebSocketConnection.Options(connectTimeoutMilliseconds: 60_000, goodbyeMilliseconds: 50)
    let silence: WebSocketPeer.Reaction = { _, _ in }
    try await connection(options: options, reaction: silence) { connection in
      await connection.close()
      #expect(await connection.next() == .lost)
    }
  }

  @Test func `a connection that breaks is lost, and a ping that waits fails`() async throws {
    let hangUp: WebSocketPeer.Reaction = { _, channel in channel.close(promise: nil) }
    try await connection(reaction: hangUp) { connection in
      await #expect(throws: WebSocketError.closed) { try await connection.ping() }
      #expect(await connection.next() == .lost)
    }
  }

  @Test func `an aborted connection is lost on both sides`() async throws {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    let peer = try await WebSocketPeer { _, channel in
      channel.closeFuture.whenComplete { _ in end.yield() }
    }
    defer { peer.stop() }
    let connection = try await WebSocketConnection.connect(
      to: peer.endpoint, options: Self.patient, group: WebSocketPeer.group)
    try await connection.send("hello")
    connection.abort()
    #expect(await connection.next() == .lost)
    var iterator = ends.makeAsyncIterator()
    await iterator.next()
  }

  @Test(arguments: [
    WebSocketFrame(fin: true, opcode: .binary, data: ByteBuffer(string: "x")),
    WebSocketFrame(fin: true, opcode: .continuation, data: ByteBuffer(string: "x")),
    WebSocketFrame(fin: true, opcode: .text, maskKey: [1, 2, 3, 4], data: ByteBuffer(string: "x")),
    WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(repeating: 0x20, count: 101)),
  ]) func `a peer that breaks the rules is left`(frame: WebSocketFrame) async throws {
    try await connection(
      options: .init(maximumFrameBytes: 100, connectTimeoutMilliseconds: 60_000), greeting: [frame]
    ) { connection in
      #expect(await connection.next() == .lost)
    }
  }

  // MARK: - Slow readers

  @Test func `who takes nothing holds up the server, and then gets everything`() async throws {
    let frame = WebSocketPeer.text(String(repeating: "x", count: 10_000))
    let written = NIOLockedValueBox(0)
    let flood: WebSocketPeer.Reaction = { _, channel in
      for _ in 0..<3000 {
        channel.writeAndFlush(frame).whenSuccess { written.withLockedValue { $0 += 1 } }
      }
    }
    try await connection(
      options: .init(readAheadBytes: 50_000, connectTimeoutMilliseconds: 60_000), reaction: flood
    ) { connection in
      try await connection.send("go")
      #expect(await connection.next() != nil)
      // 30 MB do not fit into the kernel's buffers.
      #expect(written.withLockedValue { $0 } < 3000)
      for _ in 1..<3000 { #expect(await connection.next() != .lost) }
    }
  }

  // MARK: - Connecting

  @Test func `the subprotocol that the server chose is known`() async throws {
    let peer = try await WebSocketPeer(subprotocol: "verbatim.v1") { _, _ in }
    defer { peer.stop() }
    let connection = try await WebSocketConnection.connect(
      to: peer.endpoint, options: Self.patient, group: WebSocketPeer.group)
    #expect(connection.subprotocol == "verbatim.v1")
    connection.abort()
    await #expect(throws: WebSocketError.self) {
      try await WebSocketConnection.connect(
        to: peer.endpoint, options: .init(subprotocol: nil, connectTimeoutMilliseconds: 60_000),
        group: WebSocketPeer.group)
    }
  }

  @Test func `an HTTP answer is a refusal with its status`() async throws {
    let peer = try await WebSocketPeer { _, _ in }
    defer { peer.stop() }
    var endpoint = peer.endpoint
    endpoint.path = "/elsewhere"
    await #expect(throws: WebSocketError.refused(status: 404)) {
      try await WebSocketConnection.connect(to: endpoint, options: Self.patient, group: WebSocketPeer.group)
    }
  }

  @Test func `a port that nobody listens on cannot be reached`() async throws {
    let peer = try await WebSocketPeer { _, _ in }
    let channel = try await ServerBootstrap(group: WebSocketPeer.group).bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(channel.localAddress?.port)
    try await channel.close()
    peer.stop()
    await #expect(throws: WebSocketError.unreachable(reason: "the connection was refused")) {
      try await WebSocketConnection.connect(
        to: Endpoint(host: "127.0.0.1", port: port), options: Self.patient, group: WebSocketPeer.group)
    }
  }

  @Test func `who never answers the upgrade is given up in time`() async throws {
    let channel = try await ServerBootstrap(group: WebSocketPeer.group).bind(host: "127.0.0.1", port: 0).get()
    defer { channel.close(promise: nil) }
    let endpoint = Endpoint(host: "127.0.0.1", port: try #require(channel.localAddress?.port))
    await #expect(throws: WebSocketError.timeout) {
      try await WebSocketConnection.connect(
        to: endpoint, options: .init(connectTimeoutMilliseconds: 50), group: WebSocketPeer.group)
    }
  }

  @Test func `a server without TLS is named as such`() async throws {
    let peer = try await WebSocketPeer { _, _ in }
    defer { peer.stop() }
    var endpoint = peer.endpoint
    endpoint.isSecure = true
    await #expect {
      try await WebSocketConnection.connect(to: endpoint, options: Self.patient, group: WebSocketPeer.group)
    } throws: { error in
      guard case WebSocketError.tls = error else { return false }
      return true
    }
  }
}
