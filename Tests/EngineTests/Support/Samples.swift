import Engine

/// Inputs and commands, so that together every case and every optional field occurs, both there and not.
enum Samples {
  static let digest = Digest(1, .max, 0x0123_4567_89ab_cdef, 4)

  static let found = Lookup.Found(author: UserID(1), at: Instant(milliseconds: 1), isDeleted: false)

  static let reactions = Lookup.Reactions(text: "👍", kinds: 2, count: 1, kindsOfUser: 3, isOfUser: true)

  static let commands: [Command] =
    [
      .register(user: "alice", password: Secret(.max)),
      .register(user: "alice", password: Secret(1), invitation: digest),
      .logIn(.password(user: "", Secret(0)), resume: nil),
      .logIn(.token(digest), resume: ResumePoint(session: digest, received: 481)),
      .logIn(.opening, resume: ResumePoint(session: digest, received: 0)),
      .logIn(.password(user: "a", Secret(0)), resume: nil, remember: true),
      .logOut(),
      .logOut(forget: true),
      .setPassword(old: Secret(1), new: Secret(128)),
      .join(room: "lobby", after: nil),
      .join(room: "lobby", after: .max),
      .leave(room: "\u{1f511} \0 \u{301}"),
      .sendMessage(room: "lobby", text: "hi", key: nil),
      .sendMessage(room: "lobby", text: String(repeating: "x", count: 200), key: "k"),
      .sendPrivateMessage(to: "bob", text: "", key: nil),
      .sendPrivateMessage(to: "bob", text: "hi", key: ""),
      .sendMessage(room: "lobby", text: "hi", key: nil, extras: MessageExtras(replyTo: .max)),
      .sendMessage(room: "lobby", text: "hi", key: "k", extras: MessageExtras(data: "{}")),
      .sendPrivateMessage(to: "bob", text: "hi", key: nil, extras: MessageExtras(replyTo: 1, data: "{}")),
      .editMessage(.room("lobby"), seq: .max, text: "hi"),
      .editMessage(.with("bob"), seq: 1, text: ""),
      .react(.room("lobby"), seq: .max, reaction: "👍", adds: true),
      .react(.with("bob"), seq: 1, reaction: "", adds: false),
      .fetchHistory(.room("a"), page: .latest, limit: nil),
      .fetchHistory(.with("b"), page: .before(0), limit: -1),
      .fetchHistory(.with("b"), page: .after(127), limit: .max),
      .search(.users(query: "al", limit: nil, cursor: nil)),
      .search(.users(query: "al", limit: .min, cursor: "c")),
      .search(.messages(query: "q", room: nil, from: nil, limit: nil, cursor: nil)),
      .search(.messages(query: "q", room: "r", from: "f", limit: 1, cursor: "c")),
      .search(.messages(query: "", room: nil, from: nil, limit: nil, cursor: nil, mentions: true)),
      .listRooms(limit: nil, cursor: nil),
      .listRooms(limit: 3, cursor: "c"),
      .listUsers(room: "r"),
      .listUsers(room: "r", limit: 1, cursor: "c"),
      .createRoom(room: "r"),
      .typeLine(room: nil, line: "/help"),
      .typeLine(room: "r", line: "hi"),
      .ping(received: nil),
      .ping(received: 0),
      .setTimer("tea", milliseconds: 1),
      .setTimer("", milliseconds: .max),
      .cancelTimer("tea"),
      .listSessions,
      .endSessions(id: nil),
      .endSessions(id: "0123456789abcdef"),
      .listTokens,
      .revokeToken(id: "0123456789abcdef"),
      .tellTyping(.room("lobby"), stopped: false),
      .tellTyping(.with("bob"), stopped: true),
      .setCommands(room: "lobby", []),
      .setCommands(room: "lobby", roomCommands),
      .listCommands(room: "lobby"),
      .setStatus(Status()),
      .setStatus(Status(.away, text: "at lunch")),
      .readUser("bob"),
      .block(user: "bob", adds: true),
      .block(user: "bob", adds: false),
      .listBlocks,
      .listConversations(limit: nil, cursor: nil),
      .listConversations(limit: 3, cursor: "c"),
      .markRead(.room("lobby"), seq: .max),
      .markRead(.with("bob"), seq: 1),
    ] + moderation.map { .moderate(room: "r", $0) }

  /// An option of each kind, and a command for each who may give one.
  static let roomCommands: [RoomCommand] =
    RoomCommand.Audience.allCases.map { RoomCommand("for-\($0)", "Is for \($0).", who: $0) } + [
      RoomCommand(
        "all", "Has options.",
        RoomCommand.Kind.allCases.map {
          RoomCommand.Option(
            "a-\($0)", $0, about: "A \($0).", isOptional: $0 == .choice,
            choices: $0 == .choice ? ["a", "b"] : [])
        })
    ]

  static let moderation: [ModerationRequest] = [
    .kick("bob", reason: nil),
    .kick("bob", reason: ""),
    .mute("bob", seconds: 60, reason: nil),
    .mute("bob", seconds: .min, reason: "loud"),
    .unmute("bob"),
    .ban("bob", reason: nil),
    .ban("bob", reason: "r"),
    .unban("bob"),
    .setRole("bob", .member),
    .setRole("bob", .moderator),
    .setRole("bob", .owner),
    .invite("bob"),
    .uninvite("bob"),
    .setTopic(""),
    .setTopic("tea"),
    .setRoom(RoomAccess(unlisted: true)),
    .setRoom(RoomAccess(usersOnly: true)),
    .deleteRoom,
    .setRoom(RoomAccess(inviteOnly: true)),
    .setRoom(RoomAccess(inviteOnly: false, unlisted: false)),
    .deleteMessage(seq: 1),
    .deleteMessage(seq: .max),
  ]

  static let inputs: [Input] =
    commands.map { .command(ConnectionID(1), $0, re: nil) } + [
      .started(Configuration()),
      .started(Configuration(clock: .wall)),
      .connected(ConnectionID(.max)),
      .connected(ConnectionID(1), resumable: false),
      .connected(ConnectionID(1), token: digest),
      .connected(ConnectionID(1), peer: Peer(.max)),
      .connected(ConnectionID(1), visit: .account),
      .connected(ConnectionID(1), visit: .command),
      .connected(ConnectionID(1), visit: .webhook),
      .closed(ConnectionID(1)),
      .cut(ConnectionID(1)),
      .command(ConnectionID(1), .logOut(), re: "7"),
      .command(ConnectionID(1), .ping(received: nil), re: nil, found: found),
      .command(
        ConnectionID(1), .ping(received: nil), re: nil,
        found: Lookup.Found(author: UserID(.max), at: Instant(milliseconds: 0), isDeleted: true)),
      .command(
        ConnectionID(1), .ping(received: nil), re: nil,
        found: Lookup.Found(
          author: UserID(1), at: Instant(milliseconds: 1), isDeleted: false,
          extras: MessageExtras(replyTo: 1, data: "{}"))),
      .command(
        ConnectionID(1), .ping(received: nil), re: nil,
        found: Lookup.Found(author: UserID(1), at: .virtualStart, isDeleted: false, reactions: reactions)),
      .malformed(ConnectionID(1), Refusal(.badJSON, "no"), re: nil),
      .malformed(
        ConnectionID(1), Refusal(.tooLarge, "no", field: "f", retryAfterMilliseconds: -1), re: "7"),
      .limited(ConnectionID(1), .queries, re: "7"),
      .refused(ConnectionID(1), RefusedCommand(Refusal(.noSuchRoom, "no", field: "room"), .queries), re: "7"),
      .refused(
        ConnectionID(1), RefusedCommand(Refusal(.rateLimited, "no", retryAfterMilliseconds: 1), .messages),
        re: nil),
      .deadline,
      .authenticated(RequestID(1), .rejected),
      .authenticated(RequestID(1), .unavailable),
      .authenticated(RequestID(1), .accepted(user: nil, session: digest, token: nil)),
      .authenticated(RequestID(1), .accepted(user: UserID(.max), session: digest, token: digest)),
      .restarted,
      .provisioned(user: "echo", bot: true, token: digest),
      .provisioned(user: "echo", bot: false, token: digest, label: "l"),
      .administered(.makeToken(user: "echo", token: digest, label: "")),
      .administered(.revokeToken(digest)),
      .administered(.deleteMessage(.room("lobby"), seq: .max)),
      .administered(.deleteMessage(.between("alice", "bob"), seq: 0)),
      .administered(.deleteUser("alice")),
      .administered(.deleteRoom("lobby")), .administered(.eraseUser(UserID(3))), .marked(.rebuilt),
      .administered(.setPassword("alice")), .administered(.suspendUser("alice")),
      .administered(.unsuspendUser("alice")), .administered(.logOutUser("alice")),
      .administered(.makeInvitation(digest, uses: 1, seconds: 60)), .administered(.revokeInvitation(digest)),
      .administered(.banAddress("192.0.2.0/24", peers: [], seconds: nil)),
      .administered(.banAddress("192.0.2.7", peers: [Peer(1), Peer(.max)], seconds: 60)),
      .administered(.liftBan("192.0.2.7")), .administered(.removeGuests("lobby")),
      .administered(.setOwner(room: "lobby", user: "alice")),
    ]
}
