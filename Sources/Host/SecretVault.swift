import Cryptography
import Engine
import Wire

/// The secrets of one frame, or of one outcome: passwords that it brought, and names and tokens that are told back.
///
/// They are kept here and in the work on them, and nowhere else, so that neither the engine nor the journal ever has one.
struct SecretVault: SecretKeeper {
  private var passwords: [Secret: String] = [:]
  private var verifiers: [RequestID: [UInt8]] = [:]
  private(set) var plain: [Digest: String] = [:]
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

  /// Takes up again what a frame brought whose log-in had to wait.
  mutating func keep(plain: [Digest: String]) { self.plain = plain }

  mutating func keep(verifier: [UInt8], for request: RequestID) { verifiers[request] = verifier }

  func verifier(for request: RequestID?) -> [UInt8]? { request.flatMap { verifiers[$0] } }

  /// Forgets everything: the frame or the outcome is done with.
  mutating func clear() {
    passwords.removeAll()
    verifiers.removeAll()
    plain.removeAll()
  }

  static func digest(of secret: String) -> Digest {
    SHA256.digest(of: secret)
  }
}
