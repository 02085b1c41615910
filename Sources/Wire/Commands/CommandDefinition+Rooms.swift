import Engine

// Rooms, what is said in them and in private, and what can be asked of it.
extension CommandDefinition {
  static let rooms = [
    join, leave, chatMessage, privateMessage, editMessage, history, search, roomList, who, createRoom, line,
    ping,
  ]

  package static let join = CommandDefinition(
    "join", "Joins a room, and makes it if it does not exist.", .core, replies: [.userList],
    [
      .room("The room to enter."),
      .init(
        "after", .integer(least: 0), .optional, "The last seq that the client has; newer messages follow."),
    ],
    read: .plain { frame throws(Refusal) in
      .join(room: try frame.room(), after: try frame.fields.optionalCount("after"))
    },
    write: { command in
      guard case .join(let room, let after) = command else { return nil }
      return [.text("room", room)] + .optional("after", after)
    })

  package static let leave = CommandDefinition(
    "leave", "Leaves a room.", .core, [.room("The room to leave.")],
    read: .plain { frame throws(Refusal) in .leave(room: try frame.room()) },
    write: { if case .leave(let room) = $0 { [.text("room", room)] } else { nil } })

  package static let chatMessage = CommandDefinition(
    "chat_message", "Sends a message to a room.", .core, replies: [.ack],
    [
      .room("The room to send it to."),
      .init("message", .text, "The text; it is never read as a command."), .key, .replyTo, .data,
    ],
    read: .plain { frame throws(Refusal) in
      let room = try frame.room()
      let text = try frame.fields.text("message")
      let key = try frame.fields.optionalText("key")
      return .sendMessage(room: room, text: text, key: key, extras: try frame.messageExtras(besides: key))
    },
    write: { command in
      guard case .sendMessage(let room, let message, let key, let extras) = command else { return nil }
      return [.text("room", room), .text("message", message)] + .optional("key", key) + .optional(extras)
    })

  package static let privateMessage = CommandDefinition(
    "private_message", "Sends a private message to a user.", .private, replies: [.privateMessageDelivered],
    [
      .init("to", .text, "Whom to send it to."),
      .init("message", .text, "The text; it is never read as a command."), .key, .replyTo, .data,
    ],
    read: .plain { frame throws(Refusal) in
      let target = try frame.fields.text("to")
      let text = try frame.fields.text("message")
      let key = try frame.fields.optionalText("key")
      return .sendPrivateMessage(
        to: target, text: text, key: key, extras: try frame.messageExtras(besides: key))
    },
    write: { command in
      guard case .sendPrivateMessage(let target, let message, let key, let extras) = command else {
        return nil
      }
      return [.text("to", target), .text("message", message)] + .optional("key", key) + .optional(extras)
    })

  package static let editMessage = CommandDefinition(
    "edit_message", "Gives a message of one's own another text.", .editing,
    conversation + [
      .init("seq", .integer(least: 1), "The message's number in its conversation."),
      .init("message", .text, "The new text; it is never read as a command."),
    ], rules: ofOneConversation,
    read: .plain { frame throws(Refusal) in
      .editMessage(
        try frame.conversation(), seq: UInt64(try frame.fields.integer("seq", least: 1)),
        text: try frame.fields.text("message"))
    },
    write: { command in
      guard case .editMessage(let conversation, let seq, let text) = command else { return nil }
      return [.conversation(conversation)] + .optional("seq", seq) + [.text("message", text)]
    })

  private static let conversation: [FrameCatalog.Field] = [
    .init("room", .text, .conditional("Where there is no `with`."), "The room whose messages are meant."),
    .init(
      "with", .text, .conditional("Where there is no `room`."),
      "The user whose private messages are meant."),
  ]
  private static let ofOneConversation: [FrameCatalog.Rule] = [
    .atLeastOne(of: ["room", "with"]), .notBoth("room", "with"),
  ]

  package static let history = CommandDefinition(
    "history", "Asks for a page of a conversation.", .history, replies: [.history],
    conversation + [
      .init("before", .integer(least: 0), .optional, "Only messages below this seq, the newest of them."),
      .init("after", .integer(least: 0), .optional, "Only messages above this seq, the oldest of them."),
      .limit("The most messages to send; 50 if absent."),
    ],
    rules: ofOneConversation + [.notBoth("before", "after")],
    read: .plain { frame throws(Refusal) in try frame.history() },
    write: { command in
      guard case .fetchHistory(let conversation, let page, let limit) = command else { return nil }
      let stretch: [JSON.Member] =
        switch page {
        case .latest: []
        case .before(let seq): .optional("before", seq)
        case .after(let seq): .optional("after", seq)
        }
      return [.conversation(conversation)] + stretch + .optional("limit", limit)
    })

  package static let search = CommandDefinition(
    "search", "Looks for users or messages.", .search, replies: [.search],
    [
      .init("in", .word(SearchKind.allCases.map(\.rawValue)), "What to look for."),
      .init(
        "query", .text,
        "The words to look for, or a part of a user's name; may be empty where `mentions` is `true`."),
      .init("room", .text, .optional, "Only messages of this room; not with `in` users."),
      .init("from", .text, .optional, "Only messages of this user; not with `in` users."),
      .init(
        "mentions", .truth, .optional,
        "Whether only messages are wanted that mention oneself; not with `in` users."),
      .limit("The most results to send; 20 if absent, and never more than `limits.search_page`."),
      .cursor,
    ],
    rules: [.without(["room", "from", "mentions"], where: "in", is: SearchKind.users.rawValue)],
    read: .plain { frame throws(Refusal) in .search(try frame.search()) },
    write: { command in
      guard case .search(let request) = command else { return nil }
      func members(
        _ kind: SearchKind, _ query: String, _ scope: [JSON.Member], _ limit: Int?, _ cursor: String?
      ) -> [JSON.Member] {
        [.text("in", kind.rawValue), .text("query", query)] + scope + .optional("limit", limit)
          + .optional("cursor", cursor)
      }
      return switch request {
      case .users(let query, let limit, let cursor): members(.users, query, [], limit, cursor)
      case .messages(let query, let room, let from, let limit, let cursor, let mentions):
        members(
          .messages, query,
          .optional("room", room) + .optional("from", from)
            + (mentions ? [JSON.Member("mentions", .bool(true))] : []),
          limit, cursor)
      }
    })

  package static let roomList = CommandDefinition(
    "rooms", "Asks for the rooms.", .core, replies: [.roomList],
    [
      .limit("The most rooms to send; 50 if absent, and never more than `limits.rooms_page`."),
      .cursor,
    ],
    read: .plain { frame throws(Refusal) in
      .listRooms(
        limit: try frame.fields.optionalLimit(), cursor: try frame.fields.optionalText("cursor"))
    },
    write: { command in
      guard case .listRooms(let limit, let cursor) = command else { return nil }
      return .optional("limit", limit) + .optional("cursor", cursor)
    })

  package static let who = CommandDefinition(
    "who", "Asks who is in a room.", .core, replies: [.userList], [.room("The room.")],
    read: .plain { frame throws(Refusal) in .listUsers(room: try frame.room()) },
    write: { if case .listUsers(let room) = $0 { [.text("room", room)] } else { nil } })

  package static let createRoom = CommandDefinition(
    "create_room", "Makes a room without joining it.", .core, [.room("The new room's name.")],
    read: .plain { frame throws(Refusal) in .createRoom(room: try frame.room()) },
    write: { if case .createRoom(let room) = $0 { [.text("room", room)] } else { nil } })

  package static let line = CommandDefinition(
    "line",
    "Carries out a line that a person typed: a command such as `/join lobby`, or else a message to the room.",
    .core,
    replies: [.ok, .ack, .privateMessageDelivered, .userList, .history, .search, .roomList, .help],
    [
      .init("room", .text, .optional, "The room in which the line was typed."),
      .init("line", .text, "The line."),
    ],
    read: .plain { frame throws(Refusal) in
      .typeLine(room: try frame.fields.optionalText("room"), line: try frame.fields.text("line"))
    },
    write: { command in
      guard case .typeLine(let room, let line) = command else { return nil }
      return .optional("room", room) + [.text("line", line)]
    })

  package static let ping = CommandDefinition(
    "ping", "Asks for a `pong`, and tells how many frames have arrived.", .core, replies: [.pong],
    [
      .init(
        "received", .integer(least: 0), .optional,
        "How many frames of the session have arrived; the server may forget them.")
    ],
    read: .plain { frame throws(Refusal) in .ping(received: try frame.fields.optionalCount("received")) },
    write: { if case .ping(let received) = $0 { .optional("received", received) } else { nil } })
}

extension CommandReading {
  /// What is sent with a message beside its type, its place, its text and its key. Most frames have nothing else, and their number of
  /// fields tells so.
  fileprivate func messageExtras(besides key: String?) throws(Refusal) -> MessageExtras<UserID>? {
    guard fields.count > 3 + (key == nil ? 0 : 1) + (hasID ? 1 : 0) else { return nil }
    return MessageExtras(
      replyTo: try fields.optionalInteger("reply_to", least: 1).map(UInt64.init),
      data: try optionalObjectText("data"))
  }

  fileprivate func conversation() throws(Refusal) -> Conversation {
    switch (try fields.optionalText("room"), try fields.optionalText("with")) {
    case (let room?, nil): return .room(room)
    case (nil, let with?): return .with(with)
    case (nil, nil): throw fields.refusal("room", "is missing; `room` or `with` is needed")
    case (_?, _?): throw fields.refusal("with", "cannot stand with `room`; one of them is needed")
    }
  }

  fileprivate func history() throws(Refusal) -> Command {
    let conversation = try conversation()
    let page: HistoryPage
    switch (try fields.optionalCount("before"), try fields.optionalCount("after")) {
    case (nil, nil): page = .latest
    case (let before?, nil): page = .before(before)
    case (nil, let after?): page = .after(after)
    case (_?, _?):
      throw fields.refusal("after", "cannot stand with `before`; a history has at most one of them")
    }
    return .fetchHistory(conversation, page: page, limit: try fields.optionalLimit())
  }

  fileprivate func search() throws(Refusal) -> SearchRequest {
    let word = try fields.text("in")
    guard let kind = SearchKind(word: word) else {
      throw fields.refusal("in", "must be \"users\" or \"messages\"")
    }
    let query = try fields.text("query")
    let room = try fields.optionalText("room")
    let from = try fields.optionalText("from")
    let mentions = try fields.optionalTruth("mentions")
    let limit = try fields.optionalLimit()
    let cursor = try fields.optionalText("cursor")
    switch kind {
    case .messages:
      return .messages(
        query: query, room: room, from: from, limit: limit, cursor: cursor, mentions: mentions ?? false)
    case .users:
      if room != nil { throw fields.refusal("room", "cannot stand in a search for users") }
      if from != nil { throw fields.refusal("from", "cannot stand in a search for users") }
      if mentions != nil { throw fields.refusal("mentions", "cannot stand in a search for users") }
      return .users(query: query, limit: limit, cursor: cursor)
    }
  }
}

extension JSON.Member {
  fileprivate static func conversation(_ conversation: Conversation) -> Self {
    switch conversation {
    case .room(let room): .text("room", room)
    case .with(let user): .text("with", user)
    }
  }
}

extension [JSON.Member] {
  /// What was sent with a message beside its text.
  fileprivate static func optional(_ extras: MessageExtras<UserID>?) -> Self {
    let data = extras?.data.flatMap(JSON.data)
    return .optional("reply_to", extras?.replyTo) + (data.map { [JSON.Member("data", $0)] } ?? [])
  }
}
