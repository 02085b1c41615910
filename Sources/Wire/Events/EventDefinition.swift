package import Engine

/// The `type` of every frame that a server sends, in the order of the documents.
package enum EventType: String, CaseIterable, Sendable {
  case hello
  case ready
  case ok
  case ack
  case userList = "user_list"
  case userJoin = "user_join"
  case userLeave = "user_leave"
  case presence
  case chatMessage = "chat_message"
  case privateMessage = "private_message"
  case privateMessageDelivered = "private_message_delivered"
  case history
  case search
  case roomList = "room_list"
  case sessionList = "session_list"
  case tokenList = "token_list"
  case conversationList = "conversation_list"
  case read
  case help
  case pong
  case messageEdited = "message_edited"
  case reactionAdded = "reaction_added"
  case reactionRemoved = "reaction_removed"
  case messageDeleted = "message_deleted"
  case roomDeleted = "room_deleted"
  case userKicked = "user_kicked"
  case userBanned = "user_banned"
  case userUnbanned = "user_unbanned"
  case userMuted = "user_muted"
  case userUnmuted = "user_unmuted"
  case topic
  case role
  case roomChanged = "room_changed"
  case invited
  case timer
  case typing
  case commandList = "command_list"
  case commandsChanged = "commands_changed"
  case botCommand = "bot_command"
  case status
  case userInfo = "user_info"
  case blockList = "block_list"
  case error
}

/// One event of the protocol: all that the wire knows of it, said once. The function that writes its fields stands beside it.
///
/// Schemas, the documents, suggestions and the linter are made from these. What an event is for the engine is in `Event`.
package struct EventDefinition: Sendable {
  typealias Field = FrameCatalog.Field

  package let type: EventType
  /// Its name, fields and rules, as the documents have them.
  package let frame: FrameCatalog.Frame
  /// Whether it only ever answers a command, so that nobody else is told it and nobody unasked.
  package let isOnlyReply: Bool

  init(
    _ type: EventType, _ meaning: String, _ fields: [Field] = [], rules: [FrameCatalog.Rule] = [],
    isOnlyReply: Bool = false
  ) {
    self.type = type
    frame = FrameCatalog.Frame(type: type.rawValue, meaning: meaning, fields: fields, rules: rules)
    self.isOnlyReply = isOnlyReply
  }

  /// All events, in the order of `EventType`.
  package static let all: [EventDefinition] = {
    let definitions =
      sessions + rooms + messages + reactions + conversations + moderation + typing + botCommands + status
      + blocking
    return EventType.allCases.map { type in
      guard let definition = definitions.first(where: { $0.type == type }) else {
        preconditionFailure("no definition describes \(type)")
      }
      return definition
    }
  }()
}

extension FrameEncoder {
  /// The frame of an event, as compact UTF-8: `type`, then `re` where there is one, then the fields in the catalog's order.
  ///
  /// `reveal` gives the secret of a digest, for `ready`. A secret that it no longer knows is left out of the frame.
  package func encode(
    _ event: Event, re: String? = nil, reveal: (Digest) -> String? = { _ in nil }
  ) -> [UInt8] {
    let frame = FrameObject()
    func begin(_ type: EventType) -> FrameObject {
      frame.add("type", type.rawValue)
      if let re { frame.add("re", re) }
      return frame
    }
    switch event {
    case .hello(let now): begin(.hello).addHello(of: configuration, at: now)
    case .ready(let ready): begin(.ready).add(ready, reveal: reveal)
    case .ok: _ = begin(.ok)
    case .acknowledged(let acknowledged): begin(.ack).add(acknowledged)
    case .userList(let list): begin(.userList).add(list)
    case .userJoined(let room, let user): begin(.userJoin).add(user: user, inRoom: room)
    case .userLeft(let room, let user): begin(.userLeave).add(user: user, inRoom: room)
    case .presence(let presence): begin(.presence).add(presence)
    case .chatMessage(let room, let message): begin(.chatMessage).add(message, in: .room(room))
    case .privateMessage(let message): begin(.privateMessage).add(private: message)
    case .privateMessageDelivered(let delivered): begin(.privateMessageDelivered).add(delivered)
    case .history(let history): begin(.history).add(history)
    case .foundUsers(let users, let cursor):
      begin(.search).add(.users, results: users.map { FrameObject($0) }, cursor: cursor)
    case .foundMessages(let messages, let cursor):
      begin(.search).add(.messages, results: messages.map { FrameObject($0) }, cursor: cursor)
    case .roomList(let rooms, let cursor): begin(.roomList).add(rooms, cursor: cursor)
    case .sessionList(let sessions): begin(.sessionList).add("sessions", sessions.map { FrameObject($0) })
    case .tokenList(let tokens): begin(.tokenList).add("tokens", tokens.map { FrameObject($0) })
    case .conversationList(let conversations, let cursor):
      begin(.conversationList).add(conversations, cursor: cursor)
    case .read(let conversation, let seq): begin(.read).addMark(in: conversation, seq: seq)
    case .help(let lines): begin(.help).add("commands", lines.map { FrameObject($0) })
    case .pong(let now): begin(.pong).add("now", now)
    case .messageEdited(let conversation, let message): begin(.messageEdited).add(message, in: conversation)
    case .reactionChanged(let conversation, let change):
      begin(change.isAdded ? .reactionAdded : .reactionRemoved).add(change, in: conversation)
    case .messageDeleted(let conversation, let seq, let by):
      begin(.messageDeleted).addDeletion(of: seq, in: conversation, by: by)
    case .roomDeleted(let room): begin(.roomDeleted).add("room", room)
    case .roomChanged(let change): begin(change.change.type).add(change)
    case .timer(let name, let now): begin(.timer).add(timer: name, at: now)
    case .typing(let conversation, let user, let stopped):
      begin(.typing).addTyping(in: conversation, by: user, stopped: stopped)
    case .commandList(let list): begin(.commandList).add(list)
    case .commandsChanged(let list): begin(.commandsChanged).add(list)
    case .botCommand(let given): begin(.botCommand).add(given)
    case .status(let user, let status): begin(.status).add(status, of: user)
    case .userInfo(let info): begin(.userInfo).add(info)
    case .blockList(let users): begin(.blockList).add("users", users)
    case .error(let refusal): begin(.error).add(refusal)
    }
    return frame.finish()
  }
}

// MARK: - Fields that several events have

extension EventDefinition {
  static let room = Field("room", .text, "The room's name.")
  static let seq = Field("seq", .integer(least: 1), "The message's number in its conversation, from 1.")
  static let at = Field("at", .time, "When it was stored.")
  static let online = Field("online", .integer(least: 0), "How many users are in the room.")
  static let cursor = Field(
    "cursor", .text, .conditional("Where there is more."), "The cursor of the next page.")
  static let by = Field(
    "by", .text, .conditional("If a user did it, and not an operator."), "Who did it.")

  static func user(_ meaning: String) -> Field { Field("user", .text, meaning) }
}
