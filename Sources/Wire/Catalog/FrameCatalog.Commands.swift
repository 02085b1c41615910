import Engine

extension FrameCatalog {
  /// What a command is and which fields it has.
  package static func command(_ type: CommandType) -> Frame {
    let (meaning, fields) = description(of: type)
    return Frame(type: type.rawValue, meaning: meaning, fields: fields, rules: rules(of: type))
  }

  private static func rules(of type: CommandType) -> [Rule] {
    switch type {
    case .logIn:
      [
        .atLeastOne(of: ["token", "user", "resume"]), .notBoth("token", "user"),
        .together(["user", "password"]),
        .truth("remember", needs: "user"),
      ]
    case .history:
      [.atLeastOne(of: ["room", "with"]), .notBoth("room", "with"), .notBoth("before", "after")]
    case .search: [.without(["room", "from"], where: "in", is: SearchKind.users.rawValue)]
    case .setRoom: [.atLeastOne(of: ["invite_only", "unlisted", "users_only"])]
    case .register, .logOut, .setPassword, .join, .leave, .chatMessage, .privateMessage, .rooms, .who,
      .createRoom, .line, .ping, .kick, .mute, .unmute, .ban, .unban, .setRole, .invite, .uninvite, .topic,
      .deleteMessage, .deleteRoom, .setTimer, .cancelTimer, .sessions, .endSessions:
      []
    }
  }

  private static func description(of type: CommandType) -> (String, [Field]) {
    switch type {
    case .register:
      (
        "Makes a user and logs it in.",
        [
          Field("user", .text, "The new user's name."),
          Field("password", .secret, "The new user's password."),
        ]
      )
    case .logIn:
      (
        "Logs in with a token or a password, or takes a session up again.",
        [
          Field(
            "token", .secret,
            .conditional(
              "Where there is no `user` and `password`; it may be absent beside `resume` where the connection was opened with a token."
            ), "A user's token."),
          Field(
            "user", .text, .conditional("With `password`, where there is no `token`."), "The user's name."),
          Field("password", .secret, .conditional("With `user`."), "The user's password."),
          Field("resume", .object(resume), .optional, "Which session is to go on."),
          Field(
            "remember", .truth, .optional,
            "Whether `ready` is to tell a `token` for the next time; only with `password`."),
        ]
      )
    case .logOut:
      (
        "Ends the session's log-in.",
        [
          Field(
            "forget", .truth, .optional,
            "Whether the token that the session was begun with, or that was made then, ends as well.")
        ]
      )
    case .setPassword:
      (
        "Changes the password of the session's user.",
        [
          Field("old_password", .secret, "The password until now."),
          Field("password", .secret, "The password from now on."),
        ]
      )
    case .join:
      (
        "Enters a room, which is made where there is none.",
        [
          room("The room to enter."),
          Field(
            "after", .integer(least: 0), .optional, "The last seq that the client has; newer messages follow."
          ),
        ]
      )
    case .leave: ("Leaves a room.", [room("The room to leave.")])
    case .chatMessage:
      (
        "Says something in a room.",
        [
          room("Where to say it."), Field("message", .text, "What to say; it is never read as a command."),
          key,
        ]
      )
    case .privateMessage:
      (
        "Says something to one user alone.",
        [
          Field("to", .text, "Whom to say it to."),
          Field("message", .text, "What to say; it is never read as a command."), key,
        ]
      )
    case .history:
      (
        "Asks for a page of a conversation.",
        [
          Field(
            "room", .text, .conditional("Where there is no `with`."), "The room whose messages are meant."),
          Field(
            "with", .text, .conditional("Where there is no `room`."),
            "The user whose private messages are meant."),
          Field("before", .integer(least: 0), .optional, "Only messages below this seq, the newest of them."),
          Field("after", .integer(least: 0), .optional, "Only messages above this seq, the oldest of them."),
          limit("The most messages to send; 50 where nothing is said."),
        ]
      )
    case .search:
      (
        "Looks for users or messages.",
        [
          Field("in", .word(SearchKind.allCases.map(\.rawValue)), "What to look for."),
          Field("query", .text, "The words to look for, or a part of a user's name."),
          Field("room", .text, .optional, "Only messages of this room; not with `in` users."),
          Field("from", .text, .optional, "Only messages of this user; not with `in` users."),
          limit(
            "The most results to send; 20 where nothing is said, and never more than `limits.search_page`."),
          cursor,
        ]
      )
    case .rooms:
      (
        "Asks for the rooms.",
        [
          limit("The most rooms to send; 50 where nothing is said, and never more than `limits.rooms_page`."),
          cursor,
        ]
      )
    case .who: ("Asks who is in a room.", [room("The room.")])
    case .createRoom: ("Makes a room without entering it.", [room("The new room's name.")])
    case .line:
      (
        "Does what a line means that a person typed, such as `/join lobby`; any other line is said in the room.",
        [
          Field("room", .text, .optional, "The room in which the line was typed."),
          Field("line", .text, "The line."),
        ]
      )
    case .ping:
      (
        "Asks for a `pong`, and tells how many frames have arrived.",
        [
          Field(
            "received", .integer(least: 0), .optional,
            "How many frames of the session have arrived; the server may forget them.")
        ]
      )
    case .kick: ("Takes somebody out of a room.", [room("The room."), user("Whom to take out."), reason])
    case .mute:
      (
        "Keeps somebody from speaking in a room for a time.",
        [
          room("The room."), user("Who may not speak."),
          Field("seconds", .integer(least: 1), "For how long, in seconds; at most `limits.mute_seconds`."),
          reason,
        ]
      )
    case .unmute: ("Lets somebody speak in a room again.", [room("The room."), user("Who may speak again.")])
    case .ban:
      (
        "Takes somebody out of a room, and lets them neither in again nor read what is said there.",
        [room("The room."), user("Whom to ban; they need not be in the room."), reason]
      )
    case .unban: ("Takes a ban back.", [room("The room."), user("Who was banned.")])
    case .setRole:
      (
        "Says what somebody is in a room; an owner who names another owner becomes a moderator.",
        [
          room("The room."), user("Whose role it is."),
          Field("role", .word(Role.allCases.map(\.rawValue)), "What they are from now on."),
        ]
      )
    case .invite: ("Lets somebody into an invite-only room.", [room("The room."), user("Who may come in.")])
    case .uninvite: ("Takes an invitation back.", [room("The room."), user("Who was invited.")])
    case .topic:
      (
        "Says what a room is about.",
        [
          room("The room."),
          Field("topic", .text, "What it is about; an empty text takes the topic away."),
        ]
      )
    case .setRoom:
      (
        "Decides who may come into a room and who sees it in the list; it has at least one of the three.",
        [
          room("The room."),
          Field(
            "invite_only", .truth, .conditional("Where there is none of the others, or beside them."),
            "Whether only those who were invited may come in."),
          Field(
            "unlisted", .truth, .conditional("Where there is none of the others, or beside them."),
            "Whether the room is listed to those who are in it alone."),
          Field(
            "users_only", .truth, .conditional("Where there is none of the others, or beside them."),
            "Whether guests may not come in."),
        ]
      )
    case .deleteMessage:
      (
        "Takes away what was said at a place; the message stays, without its text.",
        [room("The room."), Field("seq", .integer(least: 1), "The message's number in its room.")]
      )
    case .deleteRoom:
      ("Takes one's own room away with everything that was said in it.", [room("The room.")])
    case .setTimer:
      (
        "Asks for a `timer` after a while; one of the same name that this session has set is replaced.",
        [
          timer,
          Field(
            "milliseconds",
            .integer(
              least: Int(Engine.timerMilliseconds.lowerBound), most: Int(Engine.timerMilliseconds.upperBound)),
            "After how long; at most 366 days."),
        ]
      )
    case .cancelTimer: ("Takes back a timer of this session, where there is one.", [timer])
    case .sessions: ("Asks for the user's sessions, the resumable ones among them.", [])
    case .endSessions:
      (
        "Ends other sessions of the user, and the tokens that they were begun with.",
        [
          Field(
            "session_id", .text, .optional,
            "Which, by its id in `session_list`; all but this one where nothing is said.")
        ]
      )
    }
  }

  private static let resume = [
    Field("session", .secret, "The session's name, as `ready` told it."),
    Field("received", .integer(least: 0), "How many frames of the session have arrived."),
  ]

  private static let key = Field(
    "key", .text, .optional, "The same key again stores nothing new and gives the first reply.")

  private static let timer = Field("timer", .text, "The timer's name, which is the session's own.")

  private static let cursor = Field(
    "cursor", .text, .optional, "Where the last page ended, as its reply told it.")

  private static let reason = Field(
    "reason", .text, .optional, "Why, for people; at most `limits.reason_characters`.")

  private static func user(_ meaning: String) -> Field { Field("user", .text, meaning) }

  private static func room(_ meaning: String) -> Field { Field("room", .text, meaning) }

  private static func limit(_ meaning: String) -> Field {
    Field("limit", .integer(least: 1), .optional, meaning)
  }
}
