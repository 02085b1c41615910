extension Clause {
  /// What a clause is about: one section of the document.
  package enum Area: String, CaseIterable, Hashable, Sendable {
    case connections
    case webSockets
    case frames
    case errors
    case accounts
    case passwords
    case names
    case rooms
    case presence
    case messages
    case privateMessages
    case keys
    case editing
    case threads
    case reactions
    case conversations
    case history
    case search
    case lines
    case resuming
    case tokens
    case rates
    case timers
    case typing
    case botCommands
    case status
    case blocking
    case bots
    case tutorials
    case administration
    case moderation
    case http

    /// What the ids of the area's clauses begin with.
    package var prefix: String {
      switch self {
      case .connections: "CONN"
      case .webSockets: "WS"
      case .frames: "FRAME"
      case .errors: "ERR"
      case .accounts: "AUTH"
      case .passwords: "PASS"
      case .names: "NAME"
      case .rooms: "ROOM"
      case .presence: "PRES"
      case .messages: "MSG"
      case .privateMessages: "PM"
      case .keys: "KEY"
      case .editing: "EDIT"
      case .threads: "THR"
      case .reactions: "REACT"
      case .conversations: "CONV"
      case .history: "HIST"
      case .search: "SRCH"
      case .lines: "LINE"
      case .resuming: "RES"
      case .tokens: "TOK"
      case .rates: "RATE"
      case .timers: "TIME"
      case .typing: "TYPE"
      case .botCommands: "CMD"
      case .status: "STAT"
      case .blocking: "BLOCK"
      case .bots: "BOT"
      case .tutorials: "TUT"
      case .administration: "ADM"
      case .moderation: "MOD"
      case .http: "HTTP"
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
      case .passwords: "Passwords and wrong tokens"
      case .names: "Names"
      case .rooms: "Rooms"
      case .presence: "Presence"
      case .messages: "Room messages"
      case .privateMessages: "Private messages"
      case .keys: "Idempotency keys"
      case .editing: "Editing"
      case .threads: "Replies, data and mentions"
      case .reactions: "Reactions"
      case .conversations: "Conversations and read marks"
      case .history: "History"
      case .search: "Search"
      case .lines: "Chat lines"
      case .resuming: "Resuming"
      case .tokens: "Tokens"
      case .rates: "Rate limits"
      case .timers: "Timers"
      case .typing: "Typing"
      case .botCommands: "Commands of bots"
      case .status: "Status"
      case .blocking: "Blocking"
      case .bots: "Bots"
      case .tutorials: "The tutorials' own clients"
      case .administration: "Administration"
      case .moderation: "Moderation"
      case .http: "HTTP"
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
      case .passwords: Clause.passwords
      case .names: Clause.names
      case .rooms: Clause.rooms
      case .presence: Clause.presence
      case .messages: Clause.messages
      case .privateMessages: Clause.privateMessages
      case .keys: Clause.keys
      case .editing: Clause.editing
      case .threads: Clause.threads
      case .reactions: Clause.reactions
      case .conversations: Clause.conversations
      case .history: Clause.history
      case .search: Clause.search
      case .lines: Clause.lines
      case .resuming: Clause.resuming
      case .tokens: Clause.tokens
      case .rates: Clause.rates
      case .timers: Clause.timers
      case .typing: Clause.typing
      case .botCommands: Clause.botCommands
      case .status: Clause.status
      case .blocking: Clause.blocking
      case .bots: Clause.bots
      case .tutorials: Clause.tutorials
      case .administration: Clause.administration
      case .moderation: Clause.moderation
      case .http: Clause.http
      }
    }
  }
}
