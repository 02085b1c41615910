import Client
import Glibc
import LiveStage

/// A TCP connection that sends exactly the bytes that it is given, right or wrong.
///
/// Nothing waits past its deadline, and from a server that never stops sending no more is taken than `mostBytes`.
final class ProbeSocket {
  /// How much a server may send on one connection, in bytes.
  static let mostBytes = 1 << 24

  /// How long the head of an answer may be, in bytes.
  private static let mostHeadBytes = 1 << 17

  private var file: OpenFile?
  private var unread: [UInt8] = []
  private var taken = 0
  private var hasEnded = false
  private let deadlineMilliseconds: Int
  private let receiveBuffer: Int32?

  /// - Parameter receiveBuffer: How much the kernel keeps of what was not read, in bytes; it decides where there is nothing.
  init(
    to endpoint: Endpoint, deadlineMilliseconds: Int, receiveBuffer: Int32? = nil
  ) throws(WebSocketError) {
    self.deadlineMilliseconds = deadlineMilliseconds
    self.receiveBuffer = receiveBuffer
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(endpoint.host, "\(endpoint.port)", &hints, &list) == 0 else {
      throw .unreachable(reason: "the name \(endpoint.host) leads nowhere")
    }
    defer { freeaddrinfo(list) }
    var next = list
    while let address = next?.pointee {
      if try connect(to: address) { return }
      next = address.ai_next
    }
    throw .unreachable(reason: "no connection to \(endpoint) can be made")
  }

  private func connect(to address: addrinfo) throws(WebSocketError) -> Bool {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let number = Glibc.socket(address.ai_family, kind, address.ai_protocol)
    guard number >= 0 else { return false }
    file = OpenFile(number)
    if var bytes = receiveBuffer {
      setsockopt(number, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }
    guard Glibc.connect(number, address.ai_addr, address.ai_addrlen) == 0 || errno == EINPROGRESS else {
      return false
    }
    guard poll(POLLOUT, until: deadline) != nil else { throw .timeout }
    var status: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(number, SOL_SOCKET, SO_ERROR, &status, &length) == 0 && status == 0
  }

  /// When something that is begun now has taken too long.
  var deadline: ContinuousClock.Instant { .now + .milliseconds(deadlineMilliseconds) }

  // MARK: - Sending

  /// Sends the bytes. Where the server does not take them the rest is lost, and what it says to that can be read.
  ///
  /// - Parameter untilAnswered: Whether a server that says anything need not read the rest.
  func send(_ bytes: [UInt8], untilAnswered: Bool = false) throws(WebSocketError) {
    let deadline = deadline
    var rest = bytes[...]
    while !rest.isEmpty, !hasEnded, let file, let events = poll(POLLIN | POLLOUT, until: deadline) {
      if events & Int16(POLLIN) != 0 {
        guard try fill() else { return }
        if untilAnswered { return }
      }
      guard events & Int16(POLLOUT) != 0 else { continue }
      let count = rest.withUnsafeBytes {
        Glibc.send(file.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EAGAIN { return }
    }
  }

  /// Says that nothing more will be sent, as `shutdown` does.
  func finishSending() {
    if let file { shutdown(file.number, Int32(SHUT_WR)) }
  }

  /// Breaks the connection with an RST.
  func reset() {
    guard let file else { return }
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(file.number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    self.file = nil
  }

  // MARK: - Receiving

  /// Exactly so many bytes, or nil where the connection ends before.
  ///
  /// - Throws: `timeout` where they do not come before the deadline; what has come waits then.
  func read(_ count: Int, until deadline: ContinuousClock.Instant) throws(WebSocketError) -> [UInt8]? {
    while unread.count < count {
      guard try fill(until: deadline) else { return nil }
    }
    defer { unread.removeFirst(count) }
    return Array(unread.prefix(count))
  }

  /// What comes before a mark, which is taken away; nil where the connection ends before.
  func read(to mark: String, until deadline: ContinuousClock.Instant) throws(WebSocketError) -> String? {
    while true {
      if let end = unread.firstRange(of: Array(mark.utf8)) {
        defer { unread.removeFirst(end.upperBound) }
        return String(decoding: unread[..<end.lowerBound], as: UTF8.self)
      }
      guard unread.count <= Self.mostHeadBytes else {
        throw .protocolViolation(reason: "its answer has no end in \(Self.mostHeadBytes) bytes")
      }
      guard try fill(until: deadline) else { return nil }
    }
  }

  /// The next chunk of an answer's body; nil at its end.
  func readChunk(until deadline: ContinuousClock.Instant) throws(WebSocketError) -> [UInt8]? {
    guard let line = try read(to: "\r\n", until: deadline),
      let length = Int(line.prefix { $0.isHexDigit }, radix: 16), length > 0, length <= Self.mostBytes,
      let chunk = try read(length, until: deadline)
    else { return nil }
    _ = try read(2, until: deadline)
    return chunk
  }

  /// All that comes until the server ends the connection.
  func readToEnd(until deadline: ContinuousClock.Instant) throws(WebSocketError) -> [UInt8] {
    while try fill(until: deadline) {}
    defer { unread = [] }
    return unread
  }

  private func fill(until deadline: ContinuousClock.Instant) throws(WebSocketError) -> Bool {
    guard !hasEnded else { return false }
    guard poll(POLLIN, until: deadline) != nil else { throw .timeout }
    return try fill()
  }

  /// Takes what is there, or false at the end of the connection.
  private func fill() throws(WebSocketError) -> Bool {
    guard let file else { return false }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = buffer.withUnsafeMutableBytes { recv(file.number, $0.baseAddress, $0.count, 0) }
    if count < 0, errno == EAGAIN { return true }
    guard count > 0 else {
      hasEnded = true
      return false
    }
    taken += count
    guard taken <= Self.mostBytes else {
      throw .protocolViolation(reason: "it sends more than \(Self.mostBytes) bytes that nobody asked for")
    }
    unread += buffer.prefix(count)
    return true
  }

  /// Waits until one of these can be done, and tells which; nil where none can before the deadline.
  private func poll(_ events: Int32, until deadline: ContinuousClock.Instant) -> Int16? {
    guard let file else { return nil }
    var poller = pollfd(fd: file.number, events: Int16(events), revents: 0)
    while true {
      let left = (deadline - .now).components
      let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
      guard milliseconds > 0 else { return nil }
      let count = Glibc.poll(&poller, 1, Int32(clamping: milliseconds))
      // An end of the connection is found by reading.
      if count > 0 {
        return poller.revents & Int16(events)
          | (poller.revents & Int16(POLLERR | POLLHUP) == 0 ? 0 : Int16(POLLIN))
      }
      guard count == 0 || errno == EINTR else { return nil }
    }
  }
}
