import Engine

extension FrameCatalog {
  /// What an event is and which fields it has.
  package static func event(_ type: EventType) -> Frame {
    let description = description(of: type)
    return Frame(
      type: type.rawValue, meaning: description.meaning, fields: description.fields, rules: description.rules)
  }

  /// Whether an event only ever answers a command, so that nobody else is told it and nobody unasked.
  package static func isOnlyReply(_ type: EventType) -> Bool { description(of: type).isOnlyReply }

  /// All that the catalog says of an event.
  private struct Description {
    let meaning: String
    let fields: [Field]
    let rules: [Rule]
    let isOnlyReply: Bool

    init(_ meaning: String, _ fields: [Field] = [], rules: [Rule] = [], isOnlyReply: Bool = false) {
      self.meaning = meaning
      self.fields = fields
      self.rules = rules
      self.isOnlyReply = isOnlyReply
    }
  }

  /// What a server can do beyond what every server can, as `hello` tells it.
  package static let capabilities = ["history", "search", "resume", "moderation", "timers", "tutorials"]

  /// The subprotocol of RFC 6455 that this vocabulary is.
  package static let subprotocol = "verbatim.v1"

  private static func description(of type: EventType) -> Description {
    switch type {
    case .hello:
      Description(
        "The first frame of every connection: the protocol, its limits and the server's abilities.",
        [
          Field("protocol", .word([subprotocol]), "The protocol's name and version."),
          Field(
            "clock", .word(Configuration.Clock.allCases.map(\.rawValue)), "The server's clock."),
          Field("now", .time, "The server's time."),
          Field(
            "limits",
            .object(limits(.required)),
            "The server's limits."),
          Field(
            "capabilities", .list(of: .text),
            "What the server can do, in the words of [Capabilities](#capabilities)."),
        ])
    case .ready:
      Description(
        "The log-in worked.",
        [
          Field("user", .text, "Who the session's user is."),
          Field("bot", .truth, "Whether the user is a bot."),
          Field(
            "session", .secret, .conditional("Where the server still knows it."), "The session's secret name."
          ),
          Field("resumed", .truth, "Whether an earlier session was resumed."),
          Field("token", .secret, .conditional("Where one was made."), "A secret to log in with."),
        ])
    case .ok:
      Description("The command was carried out; there is no other result.", [], isOnlyReply: true)
    case .ack:
      Description(
        "A room message was stored.",
        [
          room, seq, at,
          Field("duplicate", .truth, "Whether its key was used before, and nothing new was stored."),
        ], isOnlyReply: true)
    case .userList:
      Description(
        "Who is in a room.",
        [
          room,
          Field("users", .list(of: .text), "The users in the order of arrival."),
          Field("seq", .integer(least: 0), "The room's newest seq; 0 if there are no messages yet."),
          online,
          Field("more", .truth, "Whether there are more users than the list has."),
          Field("owner", .text, .conditional("Where the room is somebody's."), "Whose room it is."),
          Field(
            "moderators", .list(of: .text), .conditional("Where there are any."),
            "The room's moderators, in the order in which they were named."),
          Field("topic", .text, .conditional("Where there is one."), "What the room is about."),
          Field(
            "invite_only", .flag, .conditional("Where it is true."),
            "Only invited users may enter."),
          Field(
            "unlisted", .flag, .conditional("Where it is true."),
            "Only those who are in the room see it in the list."),
          Field("users_only", .flag, .conditional("Where it is true."), "Guests are kept out."),
          Field(
            "guests", .integer(least: 1), .conditional("Where there are any."),
            "How many guests are in the room; they are not listed."),
        ])
    case .userJoin: Description("A user came into a room.", [room, user("Who came.")])
    case .userLeave: Description("A user left a room.", [room, user("Who left.")])
    case .presence:
      Description(
        "Who joined and who left a large room since the last such event.",
        [
          room,
          Field("joined", .list(of: .text), "The users who came, at most `limits.user_list_names`."),
          Field("left", .list(of: .text), "The users who left, at most `limits.user_list_names`."),
          online,
        ])
    case .chatMessage:
      Description(
        "A message was sent to a room.", [room, seq, user("Who said it."), message, at, bot, deleted])
    case .privateMessage:
      Description(
        "A private message was sent to this user.", [user("Who said it."), message, seq, at, bot, deleted])
    case .privateMessageDelivered:
      Description(
        "A private message of this user was stored.",
        [
          Field("target", .text, "Whom it was sent to."), message, seq, at,
          Field("sessions", .integer(least: 0), "How many sessions of the target it went to."),
          Field(
            "duplicate", .flag, .conditional("Where its key was used before."), "Nothing new was stored."),
          deleted,
        ])
    case .history:
      Description(
        "A page of a conversation.",
        conversation + [
          Field("messages", .list(of: .object(storedMessage)), "The messages, ascending by seq."),
          Field("more", .truth, "Whether there are more messages in the requested direction."),
        ], rules: ofOneConversation)
    case .search:
      Description(
        "What a search found.",
        [
          Field("in", .word(SearchKind.allCases.map(\.rawValue)), "What was looked for."),
          Field("results", .list(of: .object(result)), "What was found, the best first."), cursor,
        ],
        rules: [
          .narrowed(
            "results", to: .list(of: .object(foundUser)), where: "in", is: SearchKind.users.rawValue),
          .narrowed(
            "results", to: .list(of: .object(foundMessage)), where: "in", is: SearchKind.messages.rawValue),
        ], isOnlyReply: true)
    case .roomList:
      Description(
        "A page of the list of rooms.",
        [
          Field("rooms", .list(of: .object([room, online])), "The rooms in the order of their names."),
          cursor,
        ], isOnlyReply: true)
    case .sessionList:
      Description(
        "The user's sessions, in the order of log-in.",
        [
          Field(
            "sessions",
            .list(
              of: .object([
                Field("session_id", .text, "The id to end the session by; it is not a secret."),
                Field("since", .time, .conditional("Where it is known."), "When it was begun."),
                Field("online", .truth, "Whether it is connected; if not, it waits to be resumed."),
                Field("current", .flag, .conditional("Where it is true."), "This is the session that asks."),
                Field("rooms", .integer(least: 0), "How many rooms it is in."),
              ])), "The sessions.")
        ], isOnlyReply: true)
    case .help:
      Description(
        "The commands that a person can type.",
        [
          Field(
            "commands",
            .list(of: .object([Field("usage", .text, "The line."), Field("about", .text, "What it does.")])),
            "The lines that are commands.")
        ], isOnlyReply: true)
    case .pong:
      Description("The answer to a ping.", [Field("now", .time, "The server's time.")], isOnlyReply: true)
    case .messageDeleted:
      Description(
        "A message was deleted; it keeps its number and its author, without its text.",
        conversation + [seq, by], rules: ofOneConversation)
    case .roomDeleted:
      Description("A room was deleted with all its messages; nobody is in it any more.", [room])
    case .userKicked:
      Description("A user was kicked out of a room.", [room, user("Who was kicked."), by, reason])
    case .userBanned:
      Description(
        "A user was banned: they may neither enter the room nor read it.",
        [room, user("Who was banned."), by, reason])
    case .userUnbanned:
      Description("A user's ban from a room was lifted.", [room, user("Who was banned."), by])
    case .userMuted:
      Description(
        "A user was muted in a room for a time.",
        [
          room, user("Who was muted."), Field("seconds", .integer(least: 1), "For how long, in seconds."),
          by, reason,
        ])
    case .userUnmuted:
      Description(
        "A user was unmuted in a room before the time was over.", [room, user("Who was muted."), by])
    case .topic:
      Description(
        "The topic of a room was changed.",
        [room, Field("topic", .text, "What it is about; empty where that was taken away."), by])
    case .role:
      Description(
        "A user's role in a room was changed.",
        [
          room, user("Whose role it is."),
          Field("role", .word(Role.allCases.map(\.rawValue)), "What they are."), by,
        ])
    case .roomChanged:
      Description(
        "The rules of who may enter a room and who sees it in the list were changed.",
        [
          room, Field("invite_only", .truth, "Whether only invited users may enter."),
          Field("unlisted", .truth, "Whether only those who are in the room see it in the list."),
          Field("users_only", .flag, .conditional("Where it is true."), "Guests are kept out."), by,
        ])
    case .invited:
      Description("A user was invited to a room; nobody else is told.", [room, user("Who was invited."), by])
    case .timer:
      Description(
        "A timer that this session set is due.",
        [Field("timer", .text, "The timer's name."), Field("now", .time, "When it was due.")])
    case .error:
      Description(
        "A command was refused and nothing was changed.",
        [
          Field("code", .word(ErrorCode.allCases.map(\.rawValue)), "Why, for a program."),
          Field("message", .text, "Why, for a person."),
          Field(
            "field", .text, .conditional("Where one field is at fault."), "The field, as in `resume.session`."
          ),
          Field(
            "retry_after_ms", .integer(least: 0), .conditional("Where waiting helps."),
            "How long to wait, in milliseconds."),
        ])
    }
  }

  private static let room = Field("room", .text, "The room's name.")
  private static let seq = Field(
    "seq", .integer(least: 1), "The message's number in its conversation, from 1.")
  private static let message = Field("message", .text, "What was said.")
  private static let at = Field("at", .time, "When it was stored.")
  private static let online = Field("online", .integer(least: 0), "How many users are in the room.")
  private static let cursor = Field(
    "cursor", .text, .conditional("Where there is more."), "The cursor of the next page.")

  private static let bot = Field(
    "bot", .flag, .conditional("Where a bot said it."), "The message is a bot's.")

  private static let deleted = Field(
    "deleted", .flag, .conditional("If its text was deleted."),
    "The message is empty because its text was deleted.")

  private static let by = Field(
    "by", .text, .conditional("If a user did it, and not an operator."), "Who did it.")
  private static let reason = Field("reason", .text, .conditional("Where one was given."), "Why, for people.")

  private static func user(_ meaning: String) -> Field { Field("user", .text, meaning) }

  private static let conversation = [
    Field("room", .text, .conditional("Of a room's messages."), "The room's name."),
    Field("with", .text, .conditional("Of private messages."), "The other user's name."),
  ]
  private static let ofOneConversation: [Rule] = [
    .atLeastOne(of: ["room", "with"]), .notBoth("room", "with"),
  ]

  private static let storedMessage = [seq, user("Who said it."), message, at, bot, deleted]

  /// A found user or a found message: which fields are there depends on `in`.
  private static let result =
    conversation + [
      Field("seq", .integer(least: 1), .conditional("Of a message."), seq.meaning),
      Field("user", .text, "The user who was found, or who said it."),
      Field("online", .truth, .conditional("Of a user."), "Whether the user has a session."),
      Field("message", .text, .conditional("Of a message."), message.meaning),
      Field("at", .time, .conditional("Of a message."), at.meaning),
      Field(
        "bot", .truth, .conditional("Of a user, and where a bot said it."), "Whether the user is a bot."),
    ]

  private static let foundUser = [
    user("The user who was found."), Field("online", .truth, "Whether the user has a session."),
    Field("bot", .truth, "Whether the user is a bot."),
  ]

  private static let foundMessage = conversation + [seq, user("Who said it."), message, at, bot]
}
