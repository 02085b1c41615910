/// What a single request over HTTP is for, which says who pays for it.
package enum VisitKind: CaseIterable, Hashable, Sendable {
  /// A log-in, a log-out or a change of the password. It pays for itself, so that an attacker who used up the user's allowance
  /// cannot keep the user from changing the password.
  case account
  /// A command like those over a WebSocket. It is paid for by the user, and speaks in a room without being in it.
  case command
  /// A message of a webhook, whose secret the host takes for nothing else. It is a command in all other respects.
  case webhook
}
