extension Credentials {
  /// Credentials of a server: passwords through scrypt, off the host's thread, and secrets of 256 random bits.
  ///
  /// What the verifiers in a store cost was decided when they were made; `cost` is that of new ones, and what it takes to
  /// find out that somebody is unknown.
  package static func live(cost: ScryptVerifier.Cost = .standard) -> Credentials {
    // Nobody knows a password for it. It has the cost of new verifiers.
    let nobody = ScryptVerifier(
      cost: cost, salt: randomBytes(ScryptVerifier.saltBytes), key: randomBytes(ScryptVerifier.keyBytes))
    return Credentials(
      verifier: { password in
        ScryptVerifier(password: password, salt: randomBytes(ScryptVerifier.saltBytes), cost: cost).bytes
      },
      matches: { password, bytes in
        guard let verifier = ScryptVerifier(bytes: bytes) else {
          _ = nobody.matches(password)
          return false
        }
        return verifier.matches(password)
      },
      freshSecret: { purpose, _ in prefix(of: purpose) + base64URL(randomBytes(32)) },
      areInstant: false)
  }

  /// The prefix of a secret, by which leak scanners recognize it.
  private static func prefix(of purpose: Purpose) -> String {
    switch purpose {
    case .session: "vbs_"
    case .token: "vbt_"
    case .invitation: "vbi_"
    }
  }

  /// Bytes of the system's random numbers, which are fit for secrets.
  private static func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// Base64 with the alphabet that is safe in addresses and file names (RFC 4648, section 5), without padding.
  private static func base64URL(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var text = ""
    var bits = 0
    var count = 0
    for byte in bytes {
      bits = (bits << 8 | Int(byte)) & 0xffff
      count += 8
      while count >= 6 {
        count -= 6
        text.append(alphabet[bits >> count & 0x3f])
      }
    }
    if count > 0 { text.append(alphabet[bits << (6 - count) & 0x3f]) }
    return text
  }
}
