/// Addresses from which an operator lets nobody connect. The engine keeps them; who knows addresses looks whether one is among them.
package struct AddressBan: Hashable, Sendable {
  /// The address or the network, in the one way in which it is written.
  package let range: String
  package let made: Instant
  /// When it is over; nil for never.
  package internal(set) var until: Instant?

  /// How many there may be at a time.
  static let most = 1000
  /// For how many seconds one may last.
  package static let seconds = 1...3660 * 86_400
}
