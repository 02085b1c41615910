@testable import Engine

/// Valid frames with the command that each is, so that together every field of every command occurs.
enum Samples {
  static let commands: [(frame: String, command: Command)] =
    [
      (
        #"{"type":"register","user":"alice","password":"correct horse"}"#,
        .register(user: "alice", password: Secret(1))
      ),
      (
        #"{"type":"register","user":"alice","password":"correct horse","invitation":"c0de"}"#,
        .register(
          user: "alice", password: Secret(1), invitation: TestSecrets.digest(of: "c0de"))
      ),
      (
        #"{"type":"login","token":"t0ken"}"#, .logIn(.token(TestSecrets.digest(of: "t0ken")), resume: nil)
      ),
      (
        #"{"type":"login","user":"alice","password":"short"}"#,
        .logIn(.password(user: "alice", Secret(1)), resume: nil)
      ),
      (
        #"{"type":"login","token":"t","resume":{"session":"s","received":481}}"#,
        .logIn(
          .token(TestSecrets.digest(of: "t")),
          resume: ResumePoint(session: TestSecrets.digest(of: "s"), received: 481))
      ),
      (
        #"{"type":"login","user":"alice","password":"short","remember":true}"#,
        .logIn(.password(user: "alice", Secret(1)), resume: nil, remember: true)
      ),
      (#"{"type":"logout"}"#, .logOut()),
      (#"{"type":"logout","forget":true}"#, .logOut(forget: true)),
      (
        #"{"type":"set_password","old_password":"old","password":"new password"}"#,
        .setPassword(old: Secret(1), new: Secret(2))
      ),
      (#"{"type":"join","room":"lobby"}"#, .join(room: "lobby", after: nil)),
      (#"{"type":"join","room":"lobby","after":0}"#, .join(room: "lobby", after: 0)),
      (#"{"type":"leave","room":"lobby"}"#, .leave(room: "lobby")),
      (
        #"{"type":"chat_message","room":"lobby","message":"hi \u0000 there"}"#,
        .sendMessage(room: "lobby", text: "hi \0 there", key: nil)
      ),
      (
        #"{"type":"chat_message","room":"lobby","message":"/join x","key":"k1"}"#,
        .sendMessage(room: "lobby", text: "/join x", key: "k1")
      ),
      (
        #"{"type":"private_message","to":"bob","message":"","key":"k"}"#,
        .sendPrivateMessage(to: "bob", text: "", key: "k")
      ),
      (
        #"{"type":"chat_message","room":"lobby","message":"hi","reply_to":7,"data":{"a":[1,"b"]}}"#,
        .sendMessage(
          room: "lobby", text: "hi", key: nil,
          extras: MessageExtras(replyTo: 7, data: #"{"a":[1,"b"]}"#))
      ),
      (
        #"{"type":"private_message","to":"bob","message":"hi","reply_to":1,"data":{}}"#,
        .sendPrivateMessage(to: "bob", text: "hi", key: nil, extras: MessageExtras(replyTo: 1, data: "{}"))
      ),
      (
        #"{"type":"edit_message","room":"lobby","seq":3,"message":"hi there"}"#,
        .editMessage(.room("lobby"), seq: 3, text: "hi there")
      ),
      (
        #"{"type":"edit_message","with":"bob","seq":1,"message":""}"#,
        .editMessage(.with("bob"), seq: 1, text: "")
      ),
      (
        #"{"type":"react","room":"lobby","seq":3,"reaction":"👍"}"#,
        .react(.room("lobby"), seq: 3, reaction: "👍", adds: true)
      ),
      (
        #"{"type":"react","with":"bob","seq":3,"reaction":"👍"}"#,
        .react(.with("bob"), seq: 3, reaction: "👍", adds: true)
      ),
      (
        #"{"type":"unreact","room":"lobby","seq":1,"reaction":"+1"}"#,
        .react(.room("lobby"), seq: 1, reaction: "+1", adds: false)
      ),
      (
        #"{"type":"unreact","with":"bob","seq":1,"reaction":"+1"}"#,
        .react(.with("bob"), seq: 1, reaction: "+1", adds: false)
      ),
      (
        #"{"type":"history","room":"lobby","before":9007199254740991,"limit":1}"#,
        .fetchHistory(.room("lobby"), page: .before(9_007_199_254_740_991), limit: 1)
      ),
      (
        #"{"type":"history","with":"bob","after":7}"#,
        .fetchHistory(.with("bob"), page: .after(7), limit: nil)
      ),
      (#"{"type":"history","room":"lobby"}"#, .fetchHistory(.room("lobby"), page: .latest, limit: nil)),
      (
        #"{"type":"search","in":"users","query":"al","limit":5,"cursor":"c"}"#,
        .search(.users(query: "al", limit: 5, cursor: "c"))
      ),
      (
        #"{"type":"search","in":"messages","query":"tea","room":"lobby","from":"bob","limit":5,"cursor":"c"}"#,
        .search(.messages(query: "tea", room: "lobby", from: "bob", limit: 5, cursor: "c"))
      ),
      (
        #"{"type":"search","in":"messages","query":"","mentions":true}"#,
        .search(.messages(query: "", room: nil, from: nil, limit: nil, cursor: nil, mentions: true))
      ),
      (#"{"type":"rooms"}"#, .listRooms(limit: nil, cursor: nil)),
      (#"{"type":"rooms","limit":3,"cursor":"c"}"#, .listRooms(limit: 3, cursor: "c")),
      (#"{"type":"who","room":"lobby"}"#, .listUsers(room: "lobby")),
      (
        #"{"type":"who","room":"lobby","limit":2,"cursor":"c"}"#,
        .listUsers(room: "lobby", limit: 2, cursor: "c")
      ),
      (#"{"type":"create_room","room":"tea"}"#, .createRoom(room: "tea")),
      (#"{"type":"line","room":"lobby","line":"/who"}"#, .typeLine(room: "lobby", line: "/who")),
      (#"{"type":"line","line":"hi"}"#, .typeLine(room: nil, line: "hi")),
      (#"{"type":"ping"}"#, .ping(received: nil)),
      (#"{"type":"ping","received":12}"#, .ping(received: 12)),
      (#"{"type":"set_timer","timer":"tea","milliseconds":1}"#, .setTimer("tea", milliseconds: 1)),
      (
        #"{"type":"set_timer","timer":"","milliseconds":31622400000}"#,
        .setTimer("", milliseconds: 31_622_400_000)
      ),
      (#"{"type":"cancel_timer","timer":"tea"}"#, .cancelTimer("tea")),
      (#"{"type":"sessions"}"#, .listSessions),
      (#"{"type":"tokens"}"#, .listTokens),
      (#"{"type":"revoke_token","token_id":"0f"}"#, .revokeToken(id: "0f")),
      (#"{"type":"end_sessions"}"#, .endSessions(id: nil)),
      (#"{"type":"end_sessions","session_id":"0f"}"#, .endSessions(id: "0f")),
      (#"{"type":"typing","room":"lobby"}"#, .tellTyping(.room("lobby"), stopped: false)),
      (#"{"type":"typing","with":"bob","stopped":true}"#, .tellTyping(.with("bob"), stopped: true)),
      (
        #"{"type":"set_commands","room":"lobby","commands":[{"name":"ping","about":"Answers."},"#
          + #"{"name":"poll","about":"Asks.","options":[{"name":"time","kind":"duration","about":"How long."},"#
          + #"{"name":"how","kind":"choice","optional":true,"choices":["openly","secretly"]}],"who":"owner"}]}"#,
        .setCommands(room: "lobby", roomCommands)
      ),
      (#"{"type":"commands","room":"lobby"}"#, .listCommands(room: "lobby")),
      (#"{"type":"set_status","status":"online"}"#, .setStatus(Status())),
      (
        #"{"type":"set_status","status":"away","text":"at lunch"}"#,
        .setStatus(Status(.away, text: "at lunch"))
      ),
      (#"{"type":"user_info","user":"bob"}"#, .readUser("bob")),
      (#"{"type":"block","user":"bob"}"#, .block(user: "bob", adds: true)),
      (#"{"type":"unblock","user":"bob"}"#, .block(user: "bob", adds: false)),
      (#"{"type":"blocks"}"#, .listBlocks),
      (#"{"type":"conversations"}"#, .listConversations(limit: nil, cursor: nil)),
      (#"{"type":"conversations","limit":3,"cursor":"c"}"#, .listConversations(limit: 3, cursor: "c")),
      (#"{"type":"read","room":"lobby","seq":3}"#, .markRead(.room("lobby"), seq: 3)),
      (#"{"type":"read","with":"bob","seq":1}"#, .markRead(.with("bob"), seq: 1)),
    ] + moderation

  private static let moderation: [(frame: String, command: Command)] = [
    (#"{"type":"kick","room":"tea","user":"bob"}"#, .moderate(room: "tea", .kick("bob", reason: nil))),
    (
      #"{"type":"kick","room":"tea","user":"bob","reason":"why"}"#,
      .moderate(room: "tea", .kick("bob", reason: "why"))
    ),
    (
      #"{"type":"mute","room":"tea","user":"bob","seconds":60,"reason":"why"}"#,
      .moderate(room: "tea", .mute("bob", seconds: 60, reason: "why"))
    ),
    (#"{"type":"unmute","room":"tea","user":"bob"}"#, .moderate(room: "tea", .unmute("bob"))),
    (
      #"{"type":"ban","room":"tea","user":"bob","reason":"why"}"#,
      .moderate(room: "tea", .ban("bob", reason: "why"))
    ),
    (#"{"type":"unban","room":"tea","user":"bob"}"#, .moderate(room: "tea", .unban("bob"))),
    (
      #"{"type":"set_role","room":"tea","user":"bob","role":"moderator"}"#,
      .moderate(room: "tea", .setRole("bob", .moderator))
    ),
    (#"{"type":"invite","room":"tea","user":"bob"}"#, .moderate(room: "tea", .invite("bob"))),
    (#"{"type":"uninvite","room":"tea","user":"bob"}"#, .moderate(room: "tea", .uninvite("bob"))),
    (#"{"type":"topic","room":"tea","topic":""}"#, .moderate(room: "tea", .setTopic(""))),
    (
      #"{"type":"set_room","room":"tea","invite_only":true}"#,
      .moderate(room: "tea", .setRoom(RoomAccess(inviteOnly: true)))
    ),
    (
      #"{"type":"set_room","room":"tea","invite_only":false,"unlisted":true}"#,
      .moderate(room: "tea", .setRoom(RoomAccess(inviteOnly: false, unlisted: true)))
    ),
    (
      #"{"type":"set_room","room":"tea","users_only":true}"#,
      .moderate(room: "tea", .setRoom(RoomAccess(usersOnly: true)))
    ),
    (#"{"type":"delete_room","room":"tea"}"#, .moderate(room: "tea", .deleteRoom)),
    (
      #"{"type":"delete_message","room":"tea","seq":3}"#, .moderate(room: "tea", .deleteMessage(seq: 3))
    ),
  ]

  static let roomCommands: [RoomCommand] = [
    RoomCommand("ping", "Answers."),
    RoomCommand(
      "poll", "Asks.",
      [
        .init("time", .duration, about: "How long."),
        .init("how", .choice, isOptional: true, choices: ["openly", "secretly"]),
      ], who: .owner),
  ]
}
