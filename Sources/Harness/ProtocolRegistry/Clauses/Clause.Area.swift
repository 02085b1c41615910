extension Clause {
  /// What a clause is about: one section of the document.
  package enum Area: String, CaseIterable, Hashable, Sendable {
    case connections = "CONN"
    case webSockets = "WS"
    case frames = "FRAME"
    case errors = "ERR"
    case accounts = "AUTH"
    case passwords = "PASS"
    case names = "NAME"
    case rooms = "ROOM"
    case presence = "PRES"
    case messages = "MSG"
    case privateMessages = "PM"
    case keys = "KEY"
    case editing = "EDIT"
    case threads = "THR"
    case reactions = "REACT"
    case conversations = "CONV"
    case history = "HIST"
    case search = "SRCH"
    case lines = "LINE"
    case resuming = "RES"
    case tokens = "TOK"
    case rates = "RATE"
    case timers = "TIME"
    case typing = "TYPE"
    case botCommands = "CMD"
    case status = "STAT"
    case blocking = "BLOCK"
    case bots = "BOT"
    case tutorials = "TUT"
    case administration = "ADM"
    case moderation = "MOD"
    case http = "HTTP"

    /// What the ids of the area's clauses begin with.
    package var prefix: String { rawValue }

    /// The heading of the area's section.
    package var title: String { section.title }

    /// The area's clauses, by number.
    var clauses: [Clause] { section.clauses }

    private var section: (title: String, clauses: [Clause]) {
      switch self {
      case .connections: ("Connections", Clause.connections)
      case .webSockets: ("WebSockets", Clause.webSockets)
      case .frames: ("Frames", Clause.frames)
      case .errors: ("Errors", Clause.errors)
      case .accounts: ("Accounts and log-in", Clause.accounts)
      case .passwords: ("Passwords and wrong tokens", Clause.passwords)
      case .names: ("Names", Clause.names)
      case .rooms: ("Rooms", Clause.rooms)
      case .presence: ("Presence", Clause.presence)
      case .messages: ("Room messages", Clause.messages)
      case .privateMessages: ("Private messages", Clause.privateMessages)
      case .keys: ("Idempotency keys", Clause.keys)
      case .editing: ("Editing", Clause.editing)
      case .threads: ("Replies, data and mentions", Clause.threads)
      case .reactions: ("Reactions", Clause.reactions)
      case .conversations: ("Conversations and read marks", Clause.conversations)
      case .history: ("History", Clause.history)
      case .search: ("Search", Clause.search)
      case .lines: ("Chat lines", Clause.lines)
      case .resuming: ("Resuming", Clause.resuming)
      case .tokens: ("Tokens", Clause.tokens)
      case .rates: ("Rate limits", Clause.rates)
      case .timers: ("Timers", Clause.timers)
      case .typing: ("Typing", Clause.typing)
      case .botCommands: ("Commands of bots", Clause.botCommands)
      case .status: ("Status", Clause.status)
      case .blocking: ("Blocking", Clause.blocking)
      case .bots: ("Bots", Clause.bots)
      case .tutorials: ("The tutorials' own clients", Clause.tutorials)
      case .administration: ("Administration", Clause.administration)
      case .moderation: ("Moderation", Clause.moderation)
      case .http: ("HTTP", Clause.http)
      }
    }
  }
}
