/// A code with which people can register where not everybody may.
package struct Invitation: Hashable, Sendable {
  /// The digest of the code, which itself is nowhere.
  package let code: Digest
  package let made: Instant
  package internal(set) var expires: Instant
  /// How many may still register with it.
  package internal(set) var uses: Int

  /// How many there may be at a time.
  static let most = 1000
  /// How many may register with one.
  package static let uses = 1...10_000
  /// For how many seconds one may be good.
  package static let seconds = 1...366 * 86_400
}
