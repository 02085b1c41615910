package import Engine

/// What a host has done, for those who watch a server.
package struct Tally: Sendable {
  /// What came into the journal.
  package internal(set) var inputs = 0
  /// How many commands and frames were refused, by the code that they were answered with.
  package internal(set) var refused: [ErrorCode: Int] = [:]
  /// How many log-ins began a session.
  package internal(set) var loggedIn = 0
  /// How many log-ins took a session up again.
  package internal(set) var resumed = 0
  /// How many log-ins failed because a password or token was wrong: the account's name, or nil where there is no such account.
  package internal(set) var rejected: [String?] = []

  /// Counts what a client is told.
  mutating func note(_ event: Event) {
    switch event {
    case .error(let refusal): refused[refusal.code, default: 0] += 1
    case .ready(let ready): if ready.resumed { resumed += 1 } else { loggedIn += 1 }
    case _: break
    }
  }
}
