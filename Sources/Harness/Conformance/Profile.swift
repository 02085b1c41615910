import Wire

/// A part of the protocol that a server can have or not have, and that can be checked by itself.
package enum Profile: String, CaseIterable, Hashable, Sendable {
  /// Connections, frames, accounts, rooms and what is said there: what every server has.
  case core
  /// Messages between two people.
  case `private`
  case history
  case search
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
    case .history, .search, .resume, .tutorials, .moderation, .timers: rawValue
    }
  }
}

extension Clause {
  /// The profile that the clause belongs to.
  package var profile: Profile {
    switch area {
    case .connections: [4, 5, 6, 9, 11].contains(number) ? .limits : .core
    case .webSockets, .frames, .errors, .accounts, .names, .rooms, .presence, .messages, .keys, .lines: .core
    case .privateMessages: .private
    case .history: .history
    case .search: .search
    case .resuming: .resume
    case .rates: .limits
    case .timers: .timers
    case .bots: .bots
    case .tutorials: .tutorials
    case .administration: .administration
    case .moderation: .moderation
    }
  }
}

extension CommandType {
  /// The profile without which a server need not know the command.
  var profile: Profile {
    switch self {
    case .register, .logIn, .logOut, .setPassword, .join, .leave, .chatMessage, .rooms, .who, .createRoom,
      .line,
      .ping:
      .core
    case .privateMessage: .private
    case .history: .history
    case .search: .search
    case .kick, .mute, .unmute, .ban, .unban, .setRole, .invite, .uninvite, .topic, .setRoom, .deleteMessage,
      .deleteRoom:
      .moderation
    case .setTimer, .cancelTimer: .timers
    case .sessions, .endSessions: .resume
    }
  }
}
