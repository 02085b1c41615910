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
  /// Reactions to messages.
  case reactions
  /// Lists of private conversations, and marks of what was read.
  case conversations
  case resume
  /// Lists of a user's tokens.
  case tokens
  case bots
  /// Bounds and rates.
  case limits
  /// The clients of the tutorials.
  case tutorials
  case moderation
  case timers
  /// Who is typing.
  case typing
  /// Commands that bots register in rooms.
  case botCommands = "bot_commands"
  /// What users say of themselves.
  case status
  /// Whom users do not want to hear from.
  case blocking
  /// What an operator does while the server runs.
  case administration
  /// Commands and events without a WebSocket.
  case http

  /// What `hello` says in `capabilities` where the server has it; nil for what every server has.
  package var capability: String? {
    switch self {
    case .core, .private, .limits, .bots, .administration: nil
    case .history, .search, .editing, .threads, .reactions, .conversations, .resume, .tokens, .tutorials,
      .moderation, .timers, .typing, .botCommands, .status, .blocking, .http:
      rawValue
    }
  }
}
