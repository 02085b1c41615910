package import ProtocolRegistry
package import Wire

extension Clause {
  /// The profile that the clause belongs to.
  package var profile: Profile {
    switch area {
    case .connections: [4, 5, 6, 9, 11].contains(number) ? .limits : .core
    case .webSockets, .frames, .errors, .accounts, .names, .rooms, .presence, .messages, .keys,
      .lines:
      .core
    case .passwords: number == 4 ? .limits : .core
    case .privateMessages: .private
    case .editing: .editing
    case .threads: .threads
    case .reactions: .reactions
    case .conversations: .conversations
    case .history: .history
    case .search: .search
    case .resuming: .resume
    case .tokens: .tokens
    case .rates: .limits
    case .timers: .timers
    case .typing: .typing
    case .botCommands: .botCommands
    case .status: .status
    case .blocking: .blocking
    case .bots: .bots
    case .tutorials: .tutorials
    case .administration: .administration
    case .moderation: .moderation
    case .http: .http
    }
  }
}
