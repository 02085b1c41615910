/// A part of the protocol that a server can have or not have, and that can be checked by itself.
package enum Profile: String, CaseIterable, Hashable, Sendable {
  /// Connections, frames, accounts, rooms and what is said there: what every server has.
  case core
  /// Messages between two people.
  case `private`
  case history
  case search
  /// Editing one's messages.
  case editing
  /// Replies, data and mentions in messages.
  case threads
  case resume
  case bots
  /// Bounds and rates.
  case limits
  /// The clients of the tutorials.
  case tutorials
  case moderation
  case timers
  /// What an operator does while the server runs.
  case administration

  /// What `hello` says in `capabilities` where the server has it; nil for what every server has.
  package var capability: String? {
    switch self {
    case .core, .private, .limits, .bots, .administration: nil
    case .history, .search, .editing, .threads, .resume, .tutorials, .moderation, .timers: rawValue
    }
  }
}
