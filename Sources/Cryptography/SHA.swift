import COpenSSL
package import Engine

/// SHA-256 (FIPS 180-4) over bytes that come piece by piece.
package struct SHA256: Sendable {
  private var state = SHA256_CTX()

  /// The hash of no bytes yet.
  package init() {
    SHA256_Init(&state)
  }

  /// Takes in more bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    SHA256_Update(&state, bytes.baseAddress, bytes.count)
  }

  /// The digest of the bytes so far.
  package var digest: Digest {
    var last = state
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { bytes in
      _ = SHA256_Final(bytes.bindMemory(to: UInt8.self).baseAddress, &last)
    }
    return Digest(words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
  }

  /// The digest of these bytes.
  package static func digest(of bytes: [UInt8]) -> Digest {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.digest
  }

  /// The digest of a text's UTF-8.
  package static func digest(of text: String) -> Digest { digest(of: Array(text.utf8)) }
}

/// The 20 bytes of SHA-1 (FIPS 180-4), for protocols that ask for it. It protects nothing.
package func sha1(_ bytes: [UInt8]) -> [UInt8] {
  // Not by `SHA1`, which looks the algorithm up by its name and may not find it.
  var state = SHA_CTX()
  SHA1_Init(&state)
  SHA1_Update(&state, bytes, bytes.count)
  var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
  SHA1_Final(&digest, &state)
  return digest
}
