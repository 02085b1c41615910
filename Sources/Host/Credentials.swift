import Cryptography
import Engine

/// How passwords become verifiers and where fresh secrets come from: what differs between a simulation and a server.
package struct Credentials: Sendable {
  /// Makes what is stored instead of a password.
  package var verifier: @Sendable (_ password: String) -> [UInt8]
  /// Whether a password is the one that a verifier was made of. Bytes that are no verifier match nothing, and take as long.
  package var matches: @Sendable (_ password: String, _ verifier: [UInt8]) -> Bool
  /// A text that nobody can guess. `entry` is the journal entry that it belongs to, `purpose` what it is for.
  package var freshSecret: @Sendable (_ purpose: Purpose, _ entry: UInt64) -> String
  /// Whether passwords are worked on at once, in the turn that asks for it. It is otherwise left to `Host.takeWork`.
  package var areInstant: Bool

  /// What a fresh secret is for.
  package enum Purpose: String, Sendable {
    /// The name of a session, which resumes it.
    case session
    case token
    /// The code of an invitation.
    case invitation
  }

  /// Credentials that are the same in every run and cost nothing: for simulations, which hold no real secrets.
  package static var simulated: Credentials {
    @Sendable func verifier(_ password: String) -> [UInt8] {
      SHA256.digest(of: "simulated \(password)").bytes
    }
    return Credentials(
      verifier: verifier, matches: { verifier($0) == $1 },
      freshSecret: { "\($0.rawValue)-\($1)" }, areInstant: true)
  }
}
