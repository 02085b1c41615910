import NIOCore

/// Where a connection comes from, as far as connections are counted: an IPv4 address, or the half of an IPv6 address that tells
/// one customer of a provider from another.
struct ClientAddress: Hashable, Sendable, CustomStringConvertible {
  let description: String

  init(_ address: SocketAddress?) {
    switch address {
    case .v4: description = address?.ipAddress ?? "unknown"
    case .v6(let address):
      // The address is the third field of a `sockaddr_in6`, after the family, the port and the flow's label.
      description = withUnsafeBytes(of: address.address) { Self.text(ofIPv6: Array($0[8..<24])) }
    case .unixDomainSocket, nil: description = "local"
    }
  }

  private static func text(ofIPv6 bytes: [UInt8]) -> String {
    // An IPv4 address in the clothes of IPv6 (RFC 4291, section 2.5.5.2).
    if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xff, bytes[11] == 0xff {
      return bytes.suffix(4).map { "\($0)" }.joined(separator: ".")
    }
    let groups = stride(from: 0, to: 8, by: 2).map {
      String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
    }
    return groups.joined(separator: ":") + "::/64"
  }
}
