import Cryptography
import Engine

/// The secret that makes a connection the operator's.
package enum AdminToken {
  /// The shortest token that is accepted, in bytes.
  package static let shortest = 16

  /// What is kept of a token.
  package static func digest(of token: String) -> [UInt8] {
    SHA256.digest(of: token).bytes
  }
}
