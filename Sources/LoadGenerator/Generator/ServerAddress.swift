import CSockets
import Client

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An address at which a server was found to accept connections.
struct ServerAddress {
  /// The bytes of a `sockaddr`.
  let bytes: [UInt8]
  let family: Int32

  /// Looks a name up, and takes the first of its addresses that accepts a connection.
  static func find(_ endpoint: Endpoint) throws(LoadFailure) -> ServerAddress {
    var list: UnsafeMutablePointer<addrinfo>?
    var hints = addrinfo()
    hints.ai_protocol = 6  // TCP; otherwise each address comes three times.
    guard getaddrinfo(endpoint.host, "\(endpoint.port)", &hints, &list) == 0 else {
      throw .unreachable("The name \(endpoint.host) is not known.")
    }
    defer { freeaddrinfo(list) }
    var reason = "there is no address"
    var next = list
    while let info = next?.pointee {
      next = info.ai_next
      guard let start = info.ai_addr else { continue }
      let bytes = [UInt8](UnsafeRawBufferPointer(start: UnsafeRawPointer(start), count: Int(info.ai_addrlen)))
      let address = ServerAddress(bytes: bytes, family: info.ai_family)
      guard let problem = address.problem() else { return address }
      reason = problem
    }
    throw .unreachable("\(endpoint) cannot be reached: \(reason).")
  }

  /// Whether it is in 127.0.0.0/8, where one has other addresses to come from.
  var isLoopback: Bool { family == AF_INET && bytes.count > 4 && bytes[4] == 127 }

  /// Begins to connect a socket, and gives it, or a negative error number.
  ///
  /// - Parameter number: Which connection it is. Past 20,000, those to a loopback address come from further ones of these, because
  ///   each has no more than some 28,000 ports.
  func connect(number: Int) -> Int32 {
    let file = csockets_socket(family)
    guard file >= 0 else { return file }
    if isLoopback, number >= 20_000 {
      _ = csockets_bind_loopback(file, UInt8(truncatingIfNeeded: 2 + number / 20_000))
    }
    let result = bytes.withUnsafeBytes { csockets_connect(file, $0.baseAddress, UInt32($0.count)) }
    guard result == 0 else {
      close(file)
      return result
    }
    return file
  }

  /// Why no connection can be made, or nil where one was made, and ended again.
  private func problem() -> String? {
    let file = connect(number: 0)
    guard file >= 0 else { return Self.text(of: -file) }
    defer { close(file) }
    var poller = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
    guard poll(&poller, 1, 10_000) > 0 else { return "it does not answer within 10 seconds" }
    let error = csockets_error(file)
    return error == 0 ? nil : Self.text(of: error)
  }

  static func text(of error: Int32) -> String {
    error == ECONNREFUSED ? "the connection was refused" : String(cString: strerror(error))
  }
}
