import NIOCore

/// An address of the Internet Protocol, without a port. One of IPv4 in the clothes of IPv6 (RFC 4291, section 2.5.5.2) is one of
/// IPv4.
struct IPAddress: Hashable, Sendable {
  /// Four bytes, or sixteen.
  let bytes: [UInt8]

  /// - Parameter bytes: Four bytes, or sixteen.
  init(bytes: [UInt8]) {
    precondition(bytes.count == 4 || bytes.count == 16, "an address has four bytes or sixteen")
    let isMapped =
      bytes.count == 16 && bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11] == [0xff, 0xff]
    self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
  }

  init?(_ address: SocketAddress?) {
    switch address {
    // The address is the third field of a `sockaddr_in`, after the family and the port, and the fourth of a `sockaddr_in6`.
    case .v4(let address):
      self.init(bytes: withUnsafeBytes(of: address.address) { Array($0[4..<8]) })
    case .v6(let address):
      self.init(bytes: withUnsafeBytes(of: address.address) { Array($0[8..<24]) })
    case .unixDomainSocket, nil: return nil
    }
  }

  /// Reads `192.0.2.1` or `2001:db8::1`.
  init?(_ text: some StringProtocol) {
    guard text.utf8.count <= 45, let address = try? SocketAddress(ipAddress: String(text), port: 0) else {
      return nil
    }
    self.init(address)
  }

  /// Reads an address as proxies write it: alone, or with a port as `192.0.2.1:80`, `[2001:db8::1]` and `[2001:db8::1]:80`.
  init?(withPort text: some StringProtocol) {
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { return nil }
      self.init(text[text.index(after: text.startIndex)..<end])
    } else if text.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1, let colon = text.firstIndex(of: ":") {
      self.init(text[..<colon])
    } else {
      self.init(text)
    }
  }
}

/// What an operator trusts as a proxy: addresses, or whatever connects to a socket in the file system.
package enum TrustedProxy: Hashable, Sendable {
  case range(IPRange)
  case unixSockets

  /// Reads an address, a range, or `unix`; nil where it is none of them.
  package init?(_ text: String) {
    guard text != "unix" else {
      self = .unixSockets
      return
    }
    guard let range = IPRange(text) else { return nil }
    self = .range(range)
  }
}

/// Addresses that begin alike: `10.0.0.0/8`, or one address.
package struct IPRange: Hashable, Sendable {
  private let first: IPAddress
  /// How many bits all have in common.
  private let bits: Int

  /// Reads an address, with or without `/` and a number of bits; nil where it is neither.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = IPAddress(parts[0]) else { return nil }
    let most = first.bytes.count * 8
    guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else { return nil }
    self.first = first
    self.bits = bits
  }

  func contains(_ address: IPAddress) -> Bool {
    guard address.bytes.count == first.bytes.count else { return false }
    return zip(address.bytes, first.bytes).enumerated().allSatisfy { index, pair in
      let common = max(0, min(8, bits - index * 8))
      return (pair.0 ^ pair.1) >> UInt8(8 - common) == 0
    }
  }
}
