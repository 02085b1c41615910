@testable import Engine

// Events, each with its frame.
extension Samples {
  static let session = Digest(1, 2, 3, 4)
  static let token = Digest(5, 6, 7, 8)

  /// What the host would know of the samples' digests.
  static func reveal(_ digest: Digest) -> String? {
    if digest == session { "session-name" } else if digest == token { "token-text" } else { nil }
  }

  static let stored = Event.Message(.init(seq: 3, text: "hi", at: .virtualStart), user: "alice")

  private static func edited(_ message: Event.Message) -> Event.Message {
    var message = message
    message.content.editedAt = Instant.virtualStart.advanced(byMilliseconds: 1000)
    return message
  }

  private static let readyWithUnread: Event.Ready = {
    var ready = Event.Ready(user: "bob", bot: false, session: Digest(0, 0, 0, 0), resumed: false)
    (ready.waiting, ready.blocked) = (2, ["carol"])
    return ready
  }()

  private static let firstPageOfUsers: Event.UserList = {
    var list = Event.UserList(room: "lobby", users: ["alice"], seq: 3, online: 2, more: true)
    (list.cursor, list.read) = ("c", 2)
    return list
  }()

  /// Events with their frames, so that together every field of every event occurs, but for `hello`.
  static let events: [(event: Event, frame: String)] =
    [
      (
        .ready(.init(user: "alice", bot: false, session: session, resumed: true, token: nil)),
        #"{"type":"ready","user":"alice","bot":false,"session":"session-name","resumed":true}"#
      ),
      (
        .ready(.init(user: "echo", bot: true, session: Digest(0, 0, 0, 0), resumed: false, token: token)),
        #"{"type":"ready","user":"echo","bot":true,"resumed":false,"token":"token-text"}"#
      ),
      (
        .ready(readyWithUnread),
        #"{"type":"ready","user":"bob","bot":false,"resumed":false,"waiting":2,"blocked":["carol"]}"#
      ),
      (.ok, #"{"type":"ok"}"#),
      (
        .acknowledged(.init(room: "lobby", seq: 1, at: .virtualStart, duplicate: false)),
        #"{"type":"ack","room":"lobby","seq":1,"at":"2026-01-01T00:00:00.000Z","duplicate":false}"#
      ),
      (
        .userList(.init(room: "lobby", users: ["alice", "bob"], seq: 0, online: 2, more: false)),
        #"{"type":"user_list","room":"lobby","users":["alice","bob"],"seq":0,"online":2,"more":false}"#
      ),
      (
        .userList(firstPageOfUsers),
        #"{"type":"user_list","room":"lobby","users":["alice"],"seq":3,"online":2,"more":true,"cursor":"c","read":2}"#
      ),
      (.userJoined(room: "a/b", user: "é"), #"{"type":"user_join","room":"a/b","user":"é"}"#),
      (.userLeft(room: "lobby", user: "bob"), #"{"type":"user_leave","room":"lobby","user":"bob"}"#),
      (
        .presence(.init(room: "big", joined: ["a", "b"], left: [], online: 300)),
        #"{"type":"presence","room":"big","joined":["a","b"],"left":[],"online":300}"#
      ),
      (
        .chatMessage(
          room: "lobby",
          .init(.init(seq: 9_007_199_254_740_991, text: "\"hi\"\n\0", at: .virtualStart), user: "alice")),
        #"{"type":"chat_message","room":"lobby","seq":9007199254740991,"user":"alice","message":"\"hi\"\n\u0000","#
          + #""at":"2026-01-01T00:00:00.000Z"}"#
      ),
      (
        .privateMessage(.init(.init(seq: 1, text: "", at: .virtualStart), user: "alice")),
        #"{"type":"private_message","user":"alice","message":"","seq":1,"at":"2026-01-01T00:00:00.000Z"}"#
      ),
      (.blockList([]), #"{"type":"block_list","users":[]}"#),
      (.blockList(["bob", "carol"]), #"{"type":"block_list","users":["bob","carol"]}"#),
      (
        .privateMessageDelivered(
          .init(.init(seq: 1, text: "hi", at: .virtualStart), target: "bob", sessions: 2)),
        #"{"type":"private_message_delivered","target":"bob","message":"hi","seq":1,"#
          + #""at":"2026-01-01T00:00:00.000Z","sessions":2}"#
      ),
      (
        .privateMessageDelivered(
          .init(.init(seq: 1, text: "hi", at: .virtualStart), target: "bob", sessions: 0, duplicate: true)),
        #"{"type":"private_message_delivered","target":"bob","message":"hi","seq":1,"#
          + #""at":"2026-01-01T00:00:00.000Z","sessions":0,"duplicate":true}"#
      ),
      (
        .history(.init(conversation: .room("lobby"), messages: [stored], more: true)),
        #"{"type":"history","room":"lobby","messages":[{"seq":3,"user":"alice","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z"}],"more":true}"#
      ),
      (
        .history(.init(conversation: .with("bob"), messages: [], more: false)),
        #"{"type":"history","with":"bob","messages":[],"more":false}"#
      ),
      (
        .foundUsers([.init(user: "alice", online: true, bot: false)], cursor: "c"),
        #"{"type":"search","in":"users","results":[{"user":"alice","online":true,"bot":false}],"cursor":"c"}"#
      ),
      (
        .foundMessages(
          [
            .init(conversation: .room("lobby"), message: stored),
            .init(conversation: .with("bob"), message: stored),
          ],
          cursor: nil),
        #"{"type":"search","in":"messages","results":[{"room":"lobby","seq":3,"user":"alice","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z"},{"with":"bob","seq":3,"user":"alice","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z"}]}"#
      ),
      (
        .roomList([.init(room: "lobby", online: 2)], cursor: "c"),
        #"{"type":"room_list","rooms":[{"room":"lobby","online":2}],"cursor":"c"}"#
      ),
      (.roomList([], cursor: nil), #"{"type":"room_list","rooms":[]}"#),
      (
        .conversationList(
          [
            .init(with: "bob", bot: false, seq: 3, at: .virtualStart, read: 1, unread: 2),
            .init(with: "echo", bot: true, seq: 1, at: .virtualStart, read: 0, unread: 0),
          ], cursor: "c"),
        #"{"type":"conversation_list","conversations":[{"with":"bob","seq":3,"at":"2026-01-01T00:00:00.000Z","#
          + #""read":1,"unread":2},{"with":"echo","bot":true,"seq":1,"at":"2026-01-01T00:00:00.000Z","#
          + #""read":0,"unread":0}],"cursor":"c"}"#
      ),
      (.conversationList([], cursor: nil), #"{"type":"conversation_list","conversations":[]}"#),
      (.read(.room("lobby"), seq: 3), #"{"type":"read","room":"lobby","seq":3}"#),
      (.read(.with("bob"), seq: 1), #"{"type":"read","with":"bob","seq":1}"#),
      (
        .sessionList([
          .init(id: "0f", since: .virtualStart, online: true, current: true, rooms: 2),
          .init(id: "1f", since: nil, online: false, current: false, rooms: 0),
        ]),
        #"{"type":"session_list","sessions":[{"session_id":"0f","since":"2026-01-01T00:00:00.000Z","online":true,"#
          + #""current":true,"rooms":2},{"session_id":"1f","online":false,"rooms":0}]}"#
      ),
      (
        .tokenList([
          .init(
            id: "0f", label: "CI", byOperator: true, made: .virtualStart, used: .virtualStart,
            address: "192.0.2.1", current: true),
          .init(
            id: "1f", label: "", byOperator: false, made: .virtualStart, used: .virtualStart, address: nil,
            current: false),
        ]),
        #"{"type":"token_list","tokens":[{"token_id":"0f","label":"CI","by_operator":true,"#
          + #""made":"2026-01-01T00:00:00.000Z","used":"2026-01-01T00:00:00.000Z","address":"192.0.2.1","#
          + #""current":true},{"token_id":"1f","made":"2026-01-01T00:00:00.000Z","#
          + #""used":"2026-01-01T00:00:00.000Z"}]}"#
      ),
      (
        .help([.init(usage: "/who", about: "Who is here.")]),
        #"{"type":"help","commands":[{"usage":"/who","about":"Who is here."}]}"#
      ),
      (
        .chatMessage(
          room: "lobby", .init(.init(seq: 1, text: "", at: .virtualStart, deleted: true), user: "alice")),
        #"{"type":"chat_message","room":"lobby","seq":1,"user":"alice","message":"","#
          + #""at":"2026-01-01T00:00:00.000Z","deleted":true}"#
      ),
      (
        .privateMessage(.init(.init(seq: 1, text: "", at: .virtualStart, deleted: true), user: "alice")),
        #"{"type":"private_message","user":"alice","message":"","seq":1,"at":"2026-01-01T00:00:00.000Z","#
          + #""deleted":true}"#
      ),
      (
        .privateMessageDelivered(
          .init(.init(seq: 1, text: "", at: .virtualStart, deleted: true), target: "bob", sessions: 2)),
        #"{"type":"private_message_delivered","target":"bob","message":"","seq":1,"#
          + #""at":"2026-01-01T00:00:00.000Z","sessions":2,"deleted":true}"#
      ),
      (
        .history(
          .init(
            conversation: .room("lobby"),
            messages: [.init(.init(seq: 3, text: "", at: .virtualStart, deleted: true), user: "alice")],
            more: true)),
        #"{"type":"history","room":"lobby","messages":[{"seq":3,"user":"alice","message":"","#
          + #""at":"2026-01-01T00:00:00.000Z","deleted":true}],"more":true}"#
      ),
      (
        .chatMessage(
          room: "lobby", .init(.init(seq: 2, text: "hi", at: .virtualStart), user: "echo", bot: true)),
        #"{"type":"chat_message","room":"lobby","seq":2,"user":"echo","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z","bot":true}"#
      ),
      (
        .privateMessage(.init(.init(seq: 2, text: "hi", at: .virtualStart), user: "echo", bot: true)),
        #"{"type":"private_message","user":"echo","message":"hi","seq":2,"at":"2026-01-01T00:00:00.000Z","#
          + #""bot":true}"#
      ),
      (
        .history(
          .init(
            conversation: .with("echo"),
            messages: [.init(.init(seq: 2, text: "hi", at: .virtualStart), user: "echo", bot: true)],
            more: false)),
        #"{"type":"history","with":"echo","messages":[{"seq":2,"user":"echo","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z","bot":true}],"more":false}"#
      ),
      (
        .messageEdited(.room("lobby"), edited(stored)),
        #"{"type":"message_edited","room":"lobby","seq":3,"user":"alice","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z","edited_at":"2026-01-01T00:00:01.000Z"}"#
      ),
      (
        .messageEdited(
          .with("bob"),
          edited(.init(.init(seq: 3, text: "", at: .virtualStart, deleted: true), user: "bob", bot: true))),
        #"{"type":"message_edited","with":"bob","seq":3,"user":"bob","message":"","#
          + #""at":"2026-01-01T00:00:00.000Z","bot":true,"deleted":true,"edited_at":"2026-01-01T00:00:01.000Z"}"#
      ),
      (
        .privateMessage(edited(.init(.init(seq: 1, text: "hi", at: .virtualStart), user: "alice"))),
        #"{"type":"private_message","user":"alice","message":"hi","seq":1,"at":"2026-01-01T00:00:00.000Z","#
          + #""edited_at":"2026-01-01T00:00:01.000Z"}"#
      ),
      (
        .chatMessage(room: "lobby", edited(stored)),
        #"{"type":"chat_message","room":"lobby","seq":3,"user":"alice","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z","edited_at":"2026-01-01T00:00:01.000Z"}"#
      ),
      (
        .privateMessageDelivered(
          .init(
            .init(seq: 1, text: "hi", at: .virtualStart, editedAt: .virtualStart), target: "bob", sessions: 2)
        ),
        #"{"type":"private_message_delivered","target":"bob","message":"hi","seq":1,"#
          + #""at":"2026-01-01T00:00:00.000Z","sessions":2,"edited_at":"2026-01-01T00:00:00.000Z"}"#
      ),
      (
        .history(.init(conversation: .room("lobby"), messages: [edited(stored)], more: false)),
        #"{"type":"history","room":"lobby","messages":[{"seq":3,"user":"alice","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z","edited_at":"2026-01-01T00:00:01.000Z"}],"more":false}"#
      ),
      (
        .foundMessages([.init(conversation: .room("lobby"), message: edited(stored))], cursor: nil),
        #"{"type":"search","in":"messages","results":[{"room":"lobby","seq":3,"user":"alice","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z","edited_at":"2026-01-01T00:00:01.000Z"}]}"#
      ),
      (
        .reactionChanged(
          .room("lobby"), .init(seq: 3, user: "alice", reaction: "👍", count: 2, isAdded: true)),
        #"{"type":"reaction_added","room":"lobby","seq":3,"user":"alice","reaction":"👍","count":2}"#
      ),
      (
        .reactionChanged(
          .with("bob"), .init(seq: 3, user: "bob", reaction: "👍", count: 1, isAdded: true)),
        #"{"type":"reaction_added","with":"bob","seq":3,"user":"bob","reaction":"👍","count":1}"#
      ),
      (
        .reactionChanged(
          .room("lobby"), .init(seq: 3, user: "alice", reaction: "👍", count: 0, isAdded: false)),
        #"{"type":"reaction_removed","room":"lobby","seq":3,"user":"alice","reaction":"👍","count":0}"#
      ),
      (
        .reactionChanged(
          .with("bob"), .init(seq: 3, user: "bob", reaction: "👍", count: 0, isAdded: false)),
        #"{"type":"reaction_removed","with":"bob","seq":3,"user":"bob","reaction":"👍","count":0}"#
      ),
      (
        .history(
          .init(
            conversation: .room("lobby"), messages: [stored],
            reactions: [
              3: [.init("👍", count: 2, users: ["bob", "alice"]), .init("+1", count: 11, users: ["bob"])]
            ],
            more: false)),
        #"{"type":"history","room":"lobby","messages":[{"seq":3,"user":"alice","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z","reactions":[{"reaction":"👍","count":2,"users":["bob","alice"]},"#
          + #"{"reaction":"+1","count":11,"users":["bob"]}]}],"more":false}"#
      ),
      (
        .foundMessages(
          [
            .init(
              conversation: .room("lobby"), message: stored, reactions: [.init("👍", count: 1, users: ["bob"])]
            )
          ], cursor: nil),
        #"{"type":"search","in":"messages","results":[{"room":"lobby","seq":3,"user":"alice","message":"hi","#
          + #""at":"2026-01-01T00:00:00.000Z","reactions":[{"reaction":"👍","count":1,"users":["bob"]}]}]}"#
      ),
      (.messageDeleted(.room("lobby"), seq: 3), #"{"type":"message_deleted","room":"lobby","seq":3}"#),
      (.messageDeleted(.with("bob"), seq: 3), #"{"type":"message_deleted","with":"bob","seq":3}"#),
      (
        .messageDeleted(.room("lobby"), seq: 3, by: "bob"),
        #"{"type":"message_deleted","room":"lobby","seq":3,"by":"bob"}"#
      ),
      (.roomDeleted(room: "lobby"), #"{"type":"room_deleted","room":"lobby"}"#),
      (
        .timer(name: "tea", now: .virtualStart),
        #"{"type":"timer","timer":"tea","now":"2026-01-01T00:00:00.000Z"}"#
      ),
      (
        .typing(.room("lobby"), user: "alice", stopped: false),
        #"{"type":"typing","room":"lobby","user":"alice"}"#
      ),
      (
        .typing(.with("alice"), user: "alice", stopped: true),
        #"{"type":"typing","with":"alice","user":"alice","stopped":true}"#
      ),
      (
        .commandList(
          .init(
            room: "lobby", commands: roomCommands.map { .init($0, bot: "echo", isAbsent: $0.who == .owner) })),
        #"{"type":"command_list","room":"lobby","commands":[{"name":"ping","about":"Answers.","bot":"echo"},"#
          + #"{"name":"poll","about":"Asks.","options":[{"name":"time","kind":"duration","about":"How long."},"#
          + #"{"name":"how","kind":"choice","optional":true,"choices":["openly","secretly"]}],"who":"owner","#
          + #""bot":"echo","absent":true}]}"#
      ),
      (
        .commandsChanged(
          .init(room: "lobby", commands: [.init(roomCommands[1], bot: "echo", isAbsent: true)])),
        #"{"type":"commands_changed","room":"lobby","commands":["#
          + #"{"name":"poll","about":"Asks.","options":[{"name":"time","kind":"duration","about":"How long."},"#
          + #"{"name":"how","kind":"choice","optional":true,"choices":["openly","secretly"]}],"who":"owner","#
          + #""bot":"echo","absent":true}]}"#
      ),
      (
        .botCommand(
          .init(
            room: "lobby", user: "alice", command: "all",
            options: [
              .init("a", .text("hi")), .init("b", .integer(-1)), .init("c", .number("1.50")),
              .init("d", .flag(true)),
            ], number: 2)),
        #"{"type":"bot_command","room":"lobby","user":"alice","command":"all","#
          + #""options":{"a":"hi","b":-1,"c":1.50,"d":true},"number":2}"#
      ),
      (
        .botCommand(.init(room: "lobby", user: nil, command: "ping", options: [], number: 1)),
        #"{"type":"bot_command","room":"lobby","command":"ping","options":{},"number":1}"#
      ),
      (.status(user: "alice", Status()), #"{"type":"status","user":"alice","status":"online"}"#),
      (
        .status(user: "alice", Status(.away, text: "at lunch")),
        #"{"type":"status","user":"alice","status":"away","text":"at lunch"}"#
      ),
      (
        .userInfo(.init(user: "echo", bot: true, online: true, status: Status(text: "hi"), lastSeen: nil)),
        #"{"type":"user_info","user":"echo","bot":true,"online":true,"status":"online","text":"hi"}"#
      ),
      (
        .userInfo(
          .init(user: "alice", bot: false, online: false, status: Status(.away), lastSeen: .virtualStart)),
        #"{"type":"user_info","user":"alice","bot":false,"online":false,"status":"away","#
          + #""last_seen":"2026-01-01T00:00:00.000Z"}"#
      ),
      (.pong(now: .virtualStart), #"{"type":"pong","now":"2026-01-01T00:00:00.000Z"}"#),
      (
        .error(Refusal(.rateLimited, "Too fast.", retryAfterMilliseconds: 250)),
        #"{"type":"error","code":"rate_limited","message":"Too fast.","retry_after_ms":250}"#
      ),
      (
        .error(Refusal(.badFrame, "No.", field: "room")),
        #"{"type":"error","code":"bad_frame","message":"No.","field":"room"}"#
      ),
    ] + roomChanges + withExtras

  private static func change(_ change: Event.RoomChange.Change, by user: String? = "al") -> Event {
    .roomChanged(.init(room: "tea", change, by: user))
  }

  /// Messages with more than their text, wherever messages are told.
  private static let withExtras: [(event: Event, frame: String)] = {
    var message = stored
    message.content.extras = MessageExtras(replyTo: 2, data: #"{"a":1.50}"#, mentions: ["bob", "Eve"])
    let extras = #""reply_to":2,"data":{"a":1.50},"mentions":["bob","Eve"]"#
    let said = #""seq":3,"user":"alice","message":"hi","at":"2026-01-01T00:00:00.000Z""#
    let told = #""message":"hi","seq":3,"at":"2026-01-01T00:00:00.000Z""#
    return [
      (
        .chatMessage(room: "lobby", message),
        #"{"type":"chat_message","room":"lobby",\#(said),\#(extras)}"#
      ),
      (.privateMessage(message), #"{"type":"private_message","user":"alice",\#(told),\#(extras)}"#),
      (
        .privateMessageDelivered(.init(message.content, target: "bob", sessions: 2)),
        #"{"type":"private_message_delivered","target":"bob",\#(told),"sessions":2,\#(extras)}"#
      ),
      (
        .history(.init(conversation: .room("lobby"), messages: [message], more: false)),
        #"{"type":"history","room":"lobby","messages":[{\#(said),\#(extras)}],"more":false}"#
      ),
      (
        .foundMessages([.init(conversation: .room("lobby"), message: message)], cursor: nil),
        #"{"type":"search","in":"messages","results":[{"room":"lobby",\#(said),\#(extras)}]}"#
      ),
      (
        .messageEdited(.room("lobby"), edited(message)),
        #"{"type":"message_edited","room":"lobby",\#(said),"edited_at":"2026-01-01T00:00:01.000Z",\#(extras)}"#
      ),
    ]
  }()

  private static let roomChanges: [(event: Event, frame: String)] = [
    (
      .userList(
        .init(
          room: "tea", users: [], seq: 0, online: 0, more: false, owner: "al", moderators: ["bo"], topic: "t",
          inviteOnly: true, unlisted: true, usersOnly: true, guests: 2)),
      #"{"type":"user_list","room":"tea","users":[],"seq":0,"online":0,"more":false,"owner":"al","#
        + #""moderators":["bo"],"topic":"t","invite_only":true,"unlisted":true,"users_only":true,"guests":2}"#
    ),
    (
      change(.kicked("bo", reason: nil)), #"{"type":"user_kicked","room":"tea","user":"bo","by":"al"}"#
    ),
    (
      change(.kicked("bo", reason: "why")),
      #"{"type":"user_kicked","room":"tea","user":"bo","by":"al","reason":"why"}"#
    ),
    (
      change(.banned("bo", reason: "why")),
      #"{"type":"user_banned","room":"tea","user":"bo","by":"al","reason":"why"}"#
    ),
    (change(.unbanned("bo")), #"{"type":"user_unbanned","room":"tea","user":"bo","by":"al"}"#),
    (
      change(.muted("bo", seconds: 60, reason: "why")),
      #"{"type":"user_muted","room":"tea","user":"bo","seconds":60,"by":"al","reason":"why"}"#
    ),
    (change(.unmuted("bo")), #"{"type":"user_unmuted","room":"tea","user":"bo","by":"al"}"#),
    (change(.topic("t")), #"{"type":"topic","room":"tea","topic":"t","by":"al"}"#),
    (change(.topic("")), #"{"type":"topic","room":"tea","topic":"","by":"al"}"#),
    (
      change(.role("bo", .moderator)),
      #"{"type":"role","room":"tea","user":"bo","role":"moderator","by":"al"}"#
    ),
    (
      change(.role("bo", .owner), by: nil), #"{"type":"role","room":"tea","user":"bo","role":"owner"}"#
    ),
    (
      change(.access(inviteOnly: true, unlisted: false)),
      #"{"type":"room_changed","room":"tea","invite_only":true,"unlisted":false,"by":"al"}"#
    ),
    (
      change(.access(inviteOnly: false, unlisted: false, usersOnly: true)),
      #"{"type":"room_changed","room":"tea","invite_only":false,"unlisted":false,"users_only":true,"by":"al"}"#
    ),
    (change(.invited("bo")), #"{"type":"invited","room":"tea","user":"bo","by":"al"}"#),
  ]
}
