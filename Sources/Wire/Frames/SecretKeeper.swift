package import Engine

/// Takes the secrets out of frames, so that commands carry none.
package protocol SecretKeeper {
  /// Keeps a password for as long as the engine decides what to do with it, and gives the number that stands for it.
  mutating func keep(password: String) -> Secret
  /// The digest of a token or of a session's name.
  mutating func digest(of secret: String) -> Digest
}
