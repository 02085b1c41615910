import Engine
import Wire

import struct Crypto.SHA256

/// The secrets that are under way: passwords until they are checked, fresh names and tokens until they are told.
///
/// They are kept here and nowhere else, so that neither the engine nor the journal ever has one.
struct SecretVault: SecretKeeper {
  private var passwords: [Secret: String] = [:]
  private var verifiers: [RequestID: [UInt8]] = [:]
  private var plain: [Digest: String] = [:]
  private var last: UInt64 = 0

  mutating func keep(password: String) -> Secret {
    last += 1
    passwords[Secret(last)] = password
    return Secret(last)
  }

  /// The digest of a secret that a client told; a session's name is told back to it in `ready`.
  mutating func digest(of secret: String) -> Digest {
    let digest = Self.digest(of: secret)
    plain[digest] = secret
    return digest
  }

  func password(_ secret: Secret) -> String? { passwords[secret] }

  func reveal(_ digest: Digest) -> String? { plain[digest] }

  mutating func keep(verifier: [UInt8], for request: RequestID) { verifiers[request] = verifier }

  func verifier(for request: RequestID?) -> [UInt8]? { request.flatMap { verifiers[$0] } }

  /// Forgets everything; nothing is under way any more.
  mutating func clear() {
    passwords.removeAll()
    verifiers.removeAll()
    plain.removeAll()
  }

  private static func digest(of secret: String) -> Digest {
    guard let digest = Digest(bytes: SHA256.hash(data: Array(secret.utf8))) else {
      preconditionFailure("SHA-256 has 32 bytes")
    }
    return digest
  }
}
