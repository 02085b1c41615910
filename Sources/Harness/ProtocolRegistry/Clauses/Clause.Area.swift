extension Clause {
  /// What a clause is about: one section of the document.
  package enum Area: String, CaseIterable, Hashable, Sendable {
    case connections
    case webSockets
    case frames
    case errors
    case accounts
    case names
    case rooms
    case presence
    case messages
    case privateMessages
    case keys
    case editing
    case threads
    case history
    case search
    case lines
    case resuming
    case rates
    case timers
    case bots
    case tutorials
    case administration
    case moderation

    /// What the ids of the area's clauses begin with.
    package var prefix: String {
      switch self {
      case .connections: "CONN"
      case .webSockets: "WS"
      case .frames: "FRAME"
      case .errors: "ERR"
      case .accounts: "AUTH"
      case .names: "NAME"
      case .rooms: "ROOM"
      case .presence: "PRES"
      case .messages: "MSG"
      case .privateMessages: "PM"
      case .keys: "KEY"
      case .editing: "EDIT"
      case .threads: "THR"
      case .history: "HIST"
      case .search: "SRCH"
      case .lines: "LINE"
      case .resuming: "RES"
      case .rates: "RATE"
      case .timers: "TIME"
      case .bots: "BOT"
      case .tutorials: "TUT"
      case .administration: "ADM"
      case .moderation: "MOD"
      }
    }

    /// The heading of the area's section.
    package var title: String {
      switch self {
      case .connections: "Connections"
      case .webSockets: "WebSockets"
      case .frames: "Frames"
      case .errors: "Errors"
      case .accounts: "Accounts and log-in"
      case .names: "Names"
      case .rooms: "Rooms"
      case .presence: "Presence"
      case .messages: "Room messages"
      case .privateMessages: "Private messages"
      case .keys: "Idempotency keys"
      case .editing: "Editing"
      case .threads: "Replies, data and mentions"
      case .history: "History"
      case .search: "Search"
      case .lines: "Chat lines"
      case .resuming: "Resuming"
      case .rates: "Rate limits"
      case .timers: "Timers"
      case .bots: "Bots"
      case .tutorials: "The tutorials' own clients"
      case .administration: "Administration"
      case .moderation: "Moderation"
      }
    }

    /// The area's clauses, by number.
    var clauses: [Clause] {
      switch self {
      case .connections: Clause.connections
      case .webSockets: Clause.webSockets
      case .frames: Clause.frames
      case .errors: Clause.errors
      case .accounts: Clause.accounts
      case .names: Clause.names
      case .rooms: Clause.rooms
      case .presence: Clause.presence
      case .messages: Clause.messages
      case .privateMessages: Clause.privateMessages
      case .keys: Clause.keys
      case .editing: Clause.editing
      case .threads: Clause.threads
      case .history: Clause.history
      case .search: Clause.search
      case .lines: Clause.lines
      case .resuming: Clause.resuming
      case .rates: Clause.rates
      case .timers: Clause.timers
      case .bots: Clause.bots
      case .tutorials: Clause.tutorials
      case .administration: Clause.administration
      case .moderation: Clause.moderation
      }
    }
  }
}
