import CSockets
import Client

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension LoadRun {
  /// The longest message that is taken, in bytes.
  private static let mostPayload = 1 << 26
  /// The longest answer to an upgrade.
  private static let mostHead = 1 << 16
  /// RFC 6455 has this key and what a server makes of it as its example.
  private static let key = "dGhlIHNhbXBsZSBub25jZQ=="
  private static let acceptedKey = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

  /// Waits until something happens, or for so long, and does what it asks for.
  func turn(nanoseconds: UInt64) {
    let count = poller.wait(nanoseconds: nanoseconds)
    for index in 0..<count {
      let event = poller.event(index)
      let connection = connections[event.token]
      if connection.state == .connecting {
        finishConnecting(connection)
      } else if event.canWrite {
        flush(connection)
      }
      if event.canRead { read(connection) }
    }
  }

  // MARK: - Connecting

  func open(_ connection: LoadConnection) {
    let file = address.connect(number: connection.number)
    guard file >= 0 else {
      var reason = ServerAddress.text(of: -file)
      if -file == EMFILE { reason += "; raise the limit with `ulimit -n`" }
      fail(cannotConnect(connection, reason))
      return
    }
    connection.file = file
    connection.state = .connecting
    connection.waitsForWriting = true
    openConnections += 1
    guard poller.add(file, token: connection.number, writing: true) else {
      fail(cannotConnect(connection, "epoll does not take the socket"))
      return
    }
  }

  private func finishConnecting(_ connection: LoadConnection) {
    let error = csockets_error(connection.file)
    guard error == 0 else {
      end(connection, ServerAddress.text(of: error))
      return
    }
    connection.state = .upgrading
    let endpoint = plan.endpoint
    let lines = [
      "GET \(endpoint.path) HTTP/1.1", "Host: \(endpoint.bracketedHost):\(endpoint.port)",
      "Upgrade: websocket",
      "Connection: Upgrade", "Sec-WebSocket-Key: \(Self.key)", "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Protocol: verbatim.v1", "", "",
    ]
    connection.out += Array(lines.joined(separator: "\r\n").utf8)
    flush(connection)
  }

  private func cannotConnect(_ connection: LoadConnection, _ reason: String) -> LoadFailure {
    wasGreeted
      ? .refused("Connection \(connection.number + 1) of \(plan.connections) failed: \(reason).")
      : .unreachable("\(plan.endpoint) cannot be reached: \(reason).")
  }

  /// Notes that a connection has ended without being asked to.
  func end(_ connection: LoadConnection, _ reason: String) {
    guard connection.isOpen else { return }
    let state = connection.state
    close(connection.file)
    connection.file = -1
    connection.state = .closed
    openConnections -= 1
    if state == .closing { return }
    if isMeasuring {
      result.lostConnections += 1
      result.errors[reason, default: 0] += 1
      result.violations.note("connection \(connection.number) ended: \(reason)")
    } else {
      fail(cannotConnect(connection, reason))
    }
  }

  // MARK: - Writing

  /// Sends as much as the socket takes of what waits.
  func flush(_ connection: LoadConnection) {
    guard connection.isOpen, connection.state != .connecting else { return }
    let file = connection.file
    while connection.waiting > 0 {
      let from = connection.outStart
      let sent = connection.out.withUnsafeBytes { bytes -> Int64 in
        guard let base = bytes.baseAddress else { return 0 }
        return csockets_send(file, base + from, bytes.count - from)
      }
      if sent == -Int64(EAGAIN) { break }
      guard sent > 0 else {
        end(connection, ServerAddress.text(of: Int32(-sent)))
        return
      }
      connection.outStart += Int(sent)
    }
    if connection.waiting == 0 {
      connection.out.removeAll(keepingCapacity: true)
      connection.outStart = 0
    } else if connection.outStart > 1 << 16 {
      connection.out.removeFirst(connection.outStart)
      connection.outStart = 0
    }
    let waits = connection.waiting > 0
    guard waits != connection.waitsForWriting else { return }
    connection.waitsForWriting = waits
    poller.change(file, token: connection.number, writing: waits)
  }

  // MARK: - Reading

  private func read(_ connection: LoadConnection) {
    for _ in 0..<4 {
      guard connection.isOpen else { return }
      let kept = connection.partial.count
      reserve(kept + 1 << 17)
      guard let start = buffer.baseAddress else { return }
      let room = buffer.count - kept
      let count = csockets_receive(connection.file, start + kept, room)
      if count == -Int64(EAGAIN) { break }
      guard count > 0 else {
        end(connection, count == 0 ? "cut by the server" : ServerAddress.text(of: Int32(-count)))
        return
      }
      if kept > 0 {
        connection.partial.withUnsafeBytes { buffer.copyMemory(from: $0) }
        connection.partial.removeAll(keepingCapacity: true)
      }
      let bytes = UnsafeRawBufferPointer(start: start, count: kept + Int(count))
      let used = take(bytes, on: connection, at: MonotonicClock.now)
      guard connection.isOpen else { return }
      if used < bytes.count {
        connection.partial.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[used...]))
      }
      if Int(count) < room { break }
    }
    if connection.waiting > 0 { flush(connection) }
  }

  private func reserve(_ count: Int) {
    guard buffer.count < count else { return }
    buffer.deallocate()
    buffer = .allocate(byteCount: count * 2, alignment: 16)
  }

  /// Takes what is complete, and tells how many bytes that was.
  private func take(_ bytes: UnsafeRawBufferPointer, on connection: LoadConnection, at time: UInt64) -> Int {
    var used = 0
    if connection.state == .upgrading {
      guard let end = takeAnswer(bytes, on: connection) else { return 0 }
      used = end
    }
    while connection.isOpen, used < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[used...])
      switch FrameHead.read(rest) {
      case .incomplete: return used
      case .invalid:
        end(connection, "the server sent an invalid WebSocket frame")
      case .head(let head):
        guard head.payloadLength <= Self.mostPayload else {
          end(connection, "the server sent too long a frame")
          return used
        }
        let length = head.length + head.payloadLength
        guard rest.count >= length else { return used }
        take(head, UnsafeRawBufferPointer(rebasing: rest[head.length..<length]), on: connection, at: time)
        used += length
      }
    }
    return used
  }

  /// Takes the answer to the upgrade, and tells where it ends; nil where it is not complete or no upgrade.
  private func takeAnswer(_ bytes: UnsafeRawBufferPointer, on connection: LoadConnection) -> Int? {
    var end = 0
    for index in 3..<max(3, bytes.count) where bytes[index] == 10 {
      if bytes[index - 1] == 13, bytes[index - 2] == 10, bytes[index - 3] == 13 {
        end = index + 1
        break
      }
    }
    guard end > 0 else {
      if bytes.count > Self.mostHead { self.end(connection, "the head of the server's answer has no end") }
      return nil
    }
    let head = String(decoding: bytes[..<end], as: UTF8.self)
    let status = head.prefix { $0 != "\r" && $0 != "\r\n" && $0 != "\n" }
    guard status.hasPrefix("HTTP/1.1 101"), head.contains(Self.acceptedKey) else {
      let isLimit = status.contains(" 429") || status.contains(" 503")
      let advice = isLimit ? "; \(Self.advice)" : ""
      self.end(connection, "the server answered the upgrade with \(status)\(advice)")
      return nil
    }
    connection.state = .greeting
    return end
  }

  private func take(
    _ head: FrameHead, _ payload: UnsafeRawBufferPointer, on connection: LoadConnection, at time: UInt64
  ) {
    switch head.opcode {
    case FrameHead.text:
      if head.isFinal {
        take(payload, message: connection, at: time)
      } else {
        connection.fragments = Array(payload)
      }
    case FrameHead.continuation:
      connection.fragments.append(contentsOf: payload)
      guard head.isFinal else { return }
      let whole = connection.fragments
      connection.fragments = []
      whole.withUnsafeBytes { take($0, message: connection, at: time) }
    case FrameHead.ping:
      connection.out += ClientFrame.bytes(opcode: FrameHead.pong, payload: Array(payload), mask: mask)
    case FrameHead.close:
      let code = payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 1005
      end(connection, "close_\(code)")
    case _: break
    }
  }

  private func take(_ payload: UnsafeRawBufferPointer, message connection: LoadConnection, at time: UInt64) {
    switch connection.state {
    case .joined: takeTraffic(payload, on: connection, at: time)
    case .greeting, .idle, .loggingIn, .joining: takeSetUp(payload, on: connection, at: time)
    case .new, .connecting, .upgrading, .closing, .closed: break
    }
  }

  // MARK: - Goodbye

  /// Ends all sessions, so that the server does not keep them to be resumed.
  func sayGoodbye() {
    for connection in connections where connection.isOpen {
      let state = connection.state
      connection.state = .closing
      guard state != .connecting, state != .upgrading else {
        end(connection, "")
        continue
      }
      connection.out += ClientFrame.bytes(opcode: FrameHead.close, payload: [0x03, 0xe8], mask: mask)
      flush(connection)
    }
    let deadline = MonotonicClock.now + 3_000_000_000
    while openConnections > 0, MonotonicClock.now < deadline, Interruption.count < 2 {
      turn(nanoseconds: 50_000_000)
    }
    for connection in connections where connection.isOpen { end(connection, "") }
  }
}
