import Cryptography
import Engine
import Host
import Wire

/// Where a connection comes from, as far as connections are counted: an IPv4 address, or the half of an IPv6 address that tells
/// one customer of a provider from another.
struct ClientAddress: Hashable, Sendable, CustomStringConvertible {
  let description: String

  /// - Parameter address: nil for a client on this machine that has no address, such as one of a socket in the file system.
  init(_ address: IPAddress?) {
    switch address?.bytes {
    case let bytes? where bytes.count == 4: description = bytes.map { "\($0)" }.joined(separator: ".")
    case let bytes?:
      let groups = stride(from: 0, to: 8, by: 2).map {
        String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
      }
      description = groups.joined(separator: ":") + "::/64"
    case nil: description = "local"
    }
  }

  /// The number that the engine knows the address by. It is the same after a restart, so that limits go on.
  var peer: Peer { Self.peer(of: description) }

  /// The number at a listener of operators. What strangers guess elsewhere, perhaps from the same address behind a proxy, does not count there.
  var peerAmongOperators: Peer { Self.peer(of: "operators' \(description)") }

  private static func peer(of text: String) -> Peer {
    Peer(SHA256.digest(of: text).words.0)
  }
}

extension Opening {
  /// How a client opened its connection from an address.
  init(token: String?, from address: ClientAddress, dialect: Dialect = .verbatim) {
    self.init(token: token, peer: address.peer, address: address.description, dialect: dialect)
  }
}
