import Cryptography

/// What is stored instead of a password: its scrypt key (RFC 7914), with everything that it takes to make it again.
///
/// In bytes: 1 for scrypt, log₂ N, r, p, the salt's length, the salt, and 32 bytes of key. So the cost of new verifiers can
/// change, and those that are stored are still read.
package struct ScryptVerifier: Hashable, Sendable {
  /// What one key costs: 128 · 2^log₂N · r bytes of memory, and p times as much work.
  package struct Cost: Hashable, Sendable {
    /// The base-2 logarithm of N.
    package var log2N: UInt8
    package var r: UInt8
    package var p: UInt8

    package init(log2N: UInt8, r: UInt8, p: UInt8) {
      self.log2N = log2N
      self.r = r
      self.p = p
    }

    /// N = 2¹⁷, r = 8, p = 1: 128 MiB a key.
    package static let standard = Cost(log2N: 17, r: 8, p: 1)

    /// Whether a verifier may ask for this; beyond, a file that was tampered with would take all memory.
    var isBearable: Bool { (1...20).contains(log2N) && (1...32).contains(r) && (1...16).contains(p) }
  }

  static let saltBytes = 16
  static let keyBytes = 32
  /// The first byte of each verifier.
  private static let algorithm: UInt8 = 1

  let cost: Cost
  let salt: [UInt8]
  let key: [UInt8]

  init(cost: Cost, salt: [UInt8], key: [UInt8]) {
    self.cost = cost
    self.salt = salt
    self.key = key
  }

  /// The verifier of a new password.
  package init(password: String, salt: [UInt8], cost: Cost) {
    precondition(cost.isBearable, "scrypt at \(cost) is too much")
    precondition(salt.count <= UInt8.max, "a salt of \(salt.count) bytes is too long")
    guard let key = Self.key(of: password, salt: salt, cost: cost) else {
      preconditionFailure("scrypt failed at \(cost)")
    }
    self.init(cost: cost, salt: salt, key: key)
  }

  /// Reads a verifier; nil where the bytes are none.
  package init?(bytes: [UInt8]) {
    guard bytes.count >= 5, bytes[0] == Self.algorithm else { return nil }
    let cost = Cost(log2N: bytes[1], r: bytes[2], p: bytes[3])
    let saltEnd = 5 + Int(bytes[4])
    guard cost.isBearable, bytes.count == saltEnd + Self.keyBytes else { return nil }
    self.init(cost: cost, salt: Array(bytes[5..<saltEnd]), key: Array(bytes[saltEnd...]))
  }

  /// The verifier as it is stored.
  package var bytes: [UInt8] {
    [Self.algorithm, cost.log2N, cost.r, cost.p, UInt8(salt.count)] + salt + key
  }

  /// Whether this is the password; the keys are compared in constant time.
  package func matches(_ password: String) -> Bool {
    Self.key(of: password, salt: salt, cost: cost).map { areSameInConstantTime($0, key) } ?? false
  }

  private static func key(of password: String, salt: [UInt8], cost: Cost) -> [UInt8]? {
    scrypt(
      password, salt: salt, n: 1 << Int(cost.log2N), r: Int(cost.r), p: Int(cost.p), count: keyBytes)
  }
}
