import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A TCP connection to the server that sends exactly the bytes that it is given, right or wrong.
///
/// It blocks, so that a test that uses it runs on a thread of its own (`onThread`).
final class RawSocket {
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  private var descriptor: Int32
  private var unread: [UInt8] = []
  /// Whether something could not be sent; what follows would only wait for nothing again.
  private var isBroken = false
  /// No test takes this long, also where a server goes on and on sending.
  private let deadline = ContinuousClock.now + .seconds(120)

  /// Connects to a port of this machine; nothing is waited for longer than a minute.
  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Problem(description: "no socket: \(errno)") }
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw Problem(description: "cannot connect to port \(port): \(errno)") }
  }

  deinit { close() }

  /// Sends the bytes; where the server has closed already, the rest is lost.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, !isBroken {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else {
        isBroken = true
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  /// Says that nothing more will be sent, as `shutdown` does.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Breaks the connection with an RST.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  func close() {
    guard descriptor >= 0 else { return }
    Glibc.close(descriptor)
    descriptor = -1
  }

  /// Exactly so many bytes, or nil where the connection ends before.
  func read(_ count: Int) throws -> [UInt8]? {
    while unread.count < count {
      guard try fill() else { return nil }
    }
    defer { unread.removeFirst(count) }
    return Array(unread.prefix(count))
  }

  /// All that comes until the server ends the connection.
  func readToEnd() throws -> String {
    while try fill() {}
    defer { unread = [] }
    return String(decoding: unread, as: UTF8.self)
  }

  /// What comes until the empty line that ends the head of a response.
  func readHead() throws -> String {
    while true {
      if let end = unread.firstRange(of: Array("\r\n\r\n".utf8)) {
        defer { unread.removeFirst(end.upperBound) }
        return String(decoding: unread[..<end.lowerBound], as: UTF8.self)
      }
      guard try fill() else { throw Problem(description: "the connection ended inside of a response") }
    }
  }

  private func fill() throws -> Bool {
    guard ContinuousClock.now < deadline else {
      throw Problem(description: "the server sends, but not what is waited for")
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count < 0, errno == EAGAIN { throw Problem(description: "the server neither answers nor closes") }
    guard count > 0 else { return false }
    unread += buffer.prefix(count)
    return true
  }
}

/// Runs blocking work on a thread of its own, so that it holds up none of those that the server's tasks run on.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Swift.Result(catching: body)) }.start()
  }
}
