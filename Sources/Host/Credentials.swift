import struct Crypto.SHA256

/// How passwords become verifiers and where fresh secrets come from: what differs between a simulation and a server.
package struct Credentials {
  /// Makes what is stored instead of a password.
  package var verifier: (_ password: String) -> [UInt8]
  /// Whether a password is the one that a verifier was made of.
  package var matches: (_ password: String, _ verifier: [UInt8]) -> Bool
  /// A text that nobody can guess. `entry` is the journal entry that it belongs to, `purpose` what it is for.
  package var freshSecret: (_ purpose: String, _ entry: UInt64) -> String

  package init(
    verifier: @escaping (String) -> [UInt8], matches: @escaping (String, [UInt8]) -> Bool,
    freshSecret: @escaping (String, UInt64) -> String
  ) {
    self.verifier = verifier
    self.matches = matches
    self.freshSecret = freshSecret
  }

  /// Credentials that are the same in every run and cost nothing: for simulations, which hold no real secrets.
  package static var simulated: Credentials {
    func verifier(_ password: String) -> [UInt8] {
      Array(SHA256.hash(data: Array("simulated \(password)".utf8)))
    }
    return Credentials(
      verifier: verifier, matches: { verifier($0) == $1 }, freshSecret: { "\($0)-\($1)" })
  }
}
