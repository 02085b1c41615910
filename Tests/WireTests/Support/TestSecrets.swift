import Engine
import Wire

/// Keeps passwords in a list, and makes digests that tell their text's length and bytes, so that tests can compare them.
struct TestSecrets: SecretKeeper {
  var passwords: [String] = []
  var digested: [String] = []

  mutating func keep(password: String) -> Secret {
    passwords.append(password)
    return Secret(UInt64(passwords.count))
  }

  mutating func digest(of secret: String) -> Digest {
    digested.append(secret)
    return Self.digest(of: secret)
  }

  static func digest(of secret: String) -> Digest {
    var fingerprint = Fingerprint()
    fingerprint.combine(secret)
    return Digest(fingerprint.value, UInt64(secret.utf8.count), 0, 0)
  }
}
