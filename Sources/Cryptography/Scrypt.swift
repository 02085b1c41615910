import COpenSSL

/// Has libcrypto keep its tables when the process exits: a key may still be made on another thread.
private let isSetUp = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1

/// A key of a password by scrypt (RFC 7914), or nil where the parameters are none or memory is short.
///
/// - Parameters:
///   - n: The cost, a power of two; it takes 128 · n · r bytes of memory.
///   - r: The size of a block.
///   - p: How often it is done.
///   - count: The length of the key, in bytes.
package func scrypt(_ password: String, salt: [UInt8], n: Int, r: Int, p: Int, count: Int) -> [UInt8]? {
  guard isSetUp else { return nil }
  var key = [UInt8](repeating: 0, count: count)
  let isMade = EVP_PBE_scrypt(
    password, password.utf8.count, salt, salt.count, UInt64(n), UInt64(r), UInt64(p), UInt64(Int.max), &key,
    count)
  return isMade == 1 ? key : nil
}

/// Whether two secrets are the same, in a time that does not depend on where they differ.
package func areSameInConstantTime(_ one: [UInt8], _ other: [UInt8]) -> Bool {
  one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
}
