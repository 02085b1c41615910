import Foundation

/// Addresses of the Internet Protocol that begin alike, as an operator bans them: `192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32`.
///
/// Of an IPv6 address only the first 64 bits count, as everywhere where clients are counted: they tell one customer of a provider from
/// another.
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
  /// Four bytes, or the first eight of an IPv6 address. Those bits are 0 that not all have in common.
  private let bytes: [UInt8]
  /// How many bits all have in common.
  private let bits: Int

  /// Reads an address, with or without `/` and a number of bits; nil where it is neither.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, text.utf8.count <= 64, var all = Self.bytes(of: String(parts[0])) else {
      return nil
    }
    guard var bits = parts.count == 2 ? Int(parts[1]) : all.count * 8, (0...all.count * 8).contains(bits)
    else {
      return nil
    }
    // One of IPv4 in the clothes of IPv6 (RFC 4291, section 2.5.5.2) is one of IPv4.
    if all.count == 16, bits >= 96, all.prefix(10).allSatisfy({ $0 == 0 }), all[10...11] == [0xff, 0xff] {
      (all, bits) = (Array(all.suffix(4)), bits - 96)
    }
    let counted = all.count == 4 ? 4 : 8
    let common = min(bits, counted * 8)
    self.bits = common
    bytes = all.prefix(counted).enumerated().map { index, byte in
      let own: UInt8 = 0xff >> UInt8(max(0, min(8, common - index * 8)))
      return byte & ~own
    }
  }

  /// The range as it is stored and listed.
  package var description: String {
    if bytes.count == 4 {
      let address = bytes.map { "\($0)" }.joined(separator: ".")
      return bits == 32 ? address : "\(address)/\(bits)"
    }
    let groups = stride(from: 0, to: 8, by: 2).map {
      String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
    }
    return groups.joined(separator: ":") + "::/\(bits)"
  }

  /// Whether it has no other addresses than the server's own machine has for itself.
  package var isThisMachine: Bool {
    bytes == [127, 0, 0, 1] && bits == 32 || bytes.count == 8 && bits == 64 && bytes.allSatisfy { $0 == 0 }
  }

  /// Whether all addresses of another range are in this one.
  package func covers(_ other: AddressRange) -> Bool {
    guard bytes.count == other.bytes.count, bits <= other.bits else { return false }
    return zip(bytes, other.bytes).enumerated().allSatisfy { index, pair in
      let others = UInt8(8 - max(0, min(8, bits - index * 8)))
      return (pair.0 ^ pair.1) >> others == 0
    }
  }

  private static func bytes(of text: String) -> [UInt8]? {
    guard !text.utf8.contains(0) else { return nil }
    var short = in_addr()
    if inet_pton(AF_INET, text, &short) == 1 { return withUnsafeBytes(of: short) { Array($0) } }
    var long = in6_addr()
    guard inet_pton(AF_INET6, text, &long) == 1 else { return nil }
    return withUnsafeBytes(of: long) { Array($0) }
  }
}
