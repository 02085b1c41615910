import Glibc

/// A port of 127.0.0.1 that nobody has.
enum FreePort {
  /// Finds one; nil where there is none. It may be taken by somebody else before it is used.
  static func find() -> Int? {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard number >= 0 else { return nil }
    let file = OpenFile(number)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(file.number, address, length) == 0 else { return Int32(-1) }
        return getsockname(file.number, address, &length)
      }
    }
    return status == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
  }
}
