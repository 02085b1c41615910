import Client
import Engine
import Wire

/// Turns what a session shows into lines for a person.
///
/// Nothing of a server or of other people gets into a line but through `VisibleText`.
struct ChatTranscript: Sendable {
  /// How lines look on the terminal.
  private enum Style: String {
    case plain = ""
    case dim = "2"
    case bold = "1"
    case privately = "35"
    case error = "31"
  }

  private let hasColours: Bool
  private let clock: ShownTime
  /// The room that the person is in; messages of others are marked.
  var currentRoom: String?
  /// Whom the person blocks. What they say in rooms comes all the same, and is not shown.
  private var blocked: Set<String> = []

  /// - Parameter utcOffsetSeconds: How far the person's clock is ahead of UTC.
  init(hasColours: Bool, utcOffsetSeconds: Int) {
    self.hasColours = hasColours
    clock = ShownTime(utcOffsetSeconds: utcOffsetSeconds)
  }

  /// Notes whom the person blocks, before an item is shown.
  mutating func note(_ item: ChatSession.Item) {
    guard case .frame(let frame) = item else { return }
    switch frame.type {
    case .ready: blocked = Set(names(frame, "blocked"))
    case .blockList: blocked = Set(names(frame, "users"))
    case _: break
    }
  }

  /// The lines, without line feeds.
  func lines(for item: ChatSession.Item) -> [String] {
    switch item {
    case .frame(let frame): Self.sayings.contains(frame.type) && isHidden(frame) ? [] : lines(for: frame)
    case .entered(let list):
      [dimmed("you are in \(name(list, "room")): \(users(list))")]
        + (list.has("topic") ? [dimmed("the topic is “\(name(list, "topic"))”")] : [])
    case .left(let room): [dimmed("you left \(VisibleText.of(room))")]
    case .backlog(let history, let isMissed):
      messages(history).map { past($0) }
        + [
          dimmed(isMissed ? "end of missed messages in \(name(history, "room"))" : "end of earlier messages")
        ]
    case .guest: [dimmed("connected as a guest, who can read")]
    case .reconnecting: [dimmed("reconnecting…")]
    case .reconnected: [dimmed("connected again")]
    }
  }

  /// What to say at the end, or nil where there is nothing to say.
  func line(for ending: ChatSession.Ending) -> String? {
    switch ending {
    case .finished(unanswered: 0): nil
    case .finished(let count):
      "\(count) \(count == 1 ? "line was" : "lines were") not answered and may not have arrived"
    case .unreachable(let why): why
    case .refused(let code, let message):
      "the log-in was refused: \(VisibleText.of(message)) (\(VisibleText.of(code)))"
    case .closed(let code): "the server closed the connection: \(meaning(of: code))"
    }
  }

  private func meaning(of code: UInt16) -> String {
    CloseCode(rawValue: code).map { "\($0.meaning) (\(code))" } ?? "code \(code)"
  }

  // MARK: - Frames

  private func lines(for frame: ServerFrame) -> [String] {
    switch frame.type {
    case .ready: [dimmed("logged in as \(name(frame, "user"))")] + waiting(frame)
    case .chatMessage: [said(frame, at: clock.time(frame.text("at")))]
    case .privateMessage:
      [privately(frame, "(private) \(name(frame, "user"))", at: clock.time(frame.text("at")))]
    case .privateMessageDelivered:
      [
        privately(frame, "(private to \(name(frame, "target")))", at: clock.time(frame.text("at")))
          + (frame.number("sessions") == 0
            ? styled(" — \(name(frame, "target")) is not here and can read it later", .dim) : "")
      ]
    case .userJoin: [dimmed("\(name(frame, "user")) joined \(name(frame, "room"))")]
    case .userLeave: [dimmed("\(name(frame, "user")) left \(name(frame, "room"))")]
    case .presence: [presence(frame)]
    case .userList: [dimmed("in \(name(frame, "room")): \(users(frame))")]
    case .roomList: rooms(frame)
    case .conversationList: conversations(frame)
    case .history: history(frame)
    case .search: search(frame)
    case .help: help(frame)
    case .messageEdited:
      [dimmed("message \(frame.number("seq") ?? 0) of \(place(frame)) was edited:") + " \(text(frame))"]
    case .reactionAdded, .reactionRemoved: [reaction(frame)]
    case .messageDeleted:
      [dimmed("message \(frame.number("seq") ?? 0) of \(place(frame)) was deleted")]
    case .commandsChanged: [commands(frame)]
    case .status: [dimmed("\(name(frame, "user")) is \(status(frame))")]
    case .userInfo: [userInfo(frame)]
    case .blockList:
      [dimmed("you block \(blocked.isEmpty ? "nobody" : names(frame, "users").joined(separator: ", "))")]
    case .roomDeleted: [dimmed("the room \(name(frame, "room")) was deleted")]
    case .error: [styled("! \(name(frame, "message")) (\(name(frame, "code")))", .error)]
    case _: order(frame)
    }
  }

  /// What owners and moderators did.
  private func order(_ frame: ServerFrame) -> [String] {
    let user = name(frame, "user")
    let what: String
    switch frame.type {
    case .userKicked: what = "\(user) was kicked"
    case .userBanned: what = "\(user) was banned"
    case .userUnbanned: what = "\(user) was unbanned"
    case .userMuted: what = "\(user) was muted for \(frame.number("seconds") ?? 0) seconds"
    case .userUnmuted: what = "\(user) was unmuted"
    case .topic:
      let topic = name(frame, "topic")
      what = topic.isEmpty ? "the topic was removed" : "the topic was set to “\(topic)”"
    case .role: what = "\(user) was made \(name(frame, "role"))"
    case .roomChanged:
      let isOpen = frame.isTrue("users_only") ? "open to users" : "open"
      let access = frame.isTrue("invite_only") ? "invite-only" : isOpen
      what = "it was made \(access) and \(frame.isTrue("unlisted") ? "unlisted" : "listed")"
    case .invited: what = "\(user) was invited"
    case _: return []
    }
    let by = frame.text("by").map { " by \(VisibleText.of($0))" } ?? ""
    let reason = frame.text("reason").map { ": \(VisibleText.of($0))" } ?? ""
    return [dimmed("\(name(frame, "room")): \(what)\(by)\(reason)")]
  }

  private static let sayings: [EventType?] = [.chatMessage, .messageEdited, .reactionAdded, .reactionRemoved]

  /// Whether the person blocks who said or did something in a room.
  private func isHidden(_ frame: ServerFrame) -> Bool {
    frame.text("with") == nil && blocked.contains(name(frame, "user"))
  }

  private func said(_ message: ServerFrame, at time: String, in room: String? = nil) -> String {
    let room = room ?? message.room
    let elsewhere = room.flatMap { $0 == currentRoom ? nil : "[\(VisibleText.of($0))] " } ?? ""
    let who = styled(name(message, "user") + ":", .bold)
    return "\(styled(time, .dim)) \(elsewhere)\(who) \(reply(message))\(text(message))"
  }

  private func privately(_ message: ServerFrame, _ who: String, at time: String) -> String {
    "\(styled(time, .dim)) \(styled(who + ":", .privately)) \(reply(message))\(text(message))"
  }

  private func reaction(_ frame: ServerFrame) -> String {
    let user = name(frame, "user")
    let reaction = name(frame, "reaction")
    let seq = frame.number("seq") ?? 0
    let what =
      frame.type == .reactionAdded
      ? "\(user) reacted \(reaction) to message \(seq)" : "\(user) took \(reaction) from message \(seq)"
    return dimmed("\(what) of \(place(frame)), \(frame.number("count") ?? 0) in all")
  }

  private func past(_ message: ServerFrame, in room: String? = nil) -> String {
    said(message, at: pastTime(of: message), in: room)
  }

  /// When a message was said, and its number, with which it can be answered or edited.
  private func pastTime(of message: ServerFrame) -> String {
    clock.dateAndTime(message.text("at")) + (message.seq.map { " #\($0)" } ?? "")
  }

  private func presence(_ frame: ServerFrame) -> String {
    let parts = [("joined", names(frame, "joined")), ("left", names(frame, "left"))].filter { !$0.1.isEmpty }
    let what = parts.map { "\($0.1.joined(separator: ", ")) \($0.0)" }.joined(separator: "; ")
    return dimmed("\(name(frame, "room")): \(what) (\(frame.number("online") ?? 0) online)")
  }

  private func commands(_ frame: ServerFrame) -> String {
    let names = (frame.list("commands") ?? []).map { "/" + name($0, "name") }
    let what =
      names.isEmpty ? "the bots have no commands now" : "the bots have \(names.joined(separator: ", "))"
    return dimmed("\(name(frame, "room")): \(what)")
  }

  /// What somebody says of themself.
  private func status(_ frame: ServerFrame) -> String {
    name(frame, "status") + (frame.has("text") ? ": \(name(frame, "text"))" : "")
  }

  // MARK: - Answers

  private func userInfo(_ frame: ServerFrame) -> String {
    let bot = frame.isFromBot ? ", a bot" : ""
    let seen = frame.text("last_seen").map { " since \(clock.dateAndTime($0))" } ?? ""
    let presence = frame.isTrue("online") ? "here" : "gone\(seen)"
    return dimmed("\(name(frame, "user"))\(bot), is \(presence), and said last: \(status(frame))")
  }

  private func history(_ frame: ServerFrame) -> [String] {
    let messages = messages(frame)
    let more = frame.hasMore ? ", there are others" : ""
    let title =
      "history of \(place(frame)), \(messages.count) \(messages.count == 1 ? "message" : "messages")\(more)"
    return [dimmed(title)] + messages.map { past($0) }
  }

  private func search(_ frame: ServerFrame) -> [String] {
    guard let results = frame.list("results"), !results.isEmpty else {
      return [dimmed("nothing found")]
    }
    let more = frame.has("cursor") ? ", and there are more" : ""
    return [dimmed("found \(results.count)\(more)")]
      + results.filter { !($0.has("message") && isHidden($0)) }.map { result in
        guard result.has("message") else {
          let bot = result.isFromBot ? ", a bot" : ""
          return "\(name(result, "user")) (\(result.isTrue("online") ? "online" : "offline")\(bot))"
        }
        guard let with = result.text("with") else { return past(result) }
        return privately(
          result, "(private with \(VisibleText.of(with))) \(name(result, "user"))", at: pastTime(of: result))
      }
  }

  private func rooms(_ frame: ServerFrame) -> [String] {
    guard let rooms = frame.list("rooms"), !rooms.isEmpty else {
      return [dimmed("there are no rooms")]
    }
    let lines = rooms.map { "\(name($0, "room")) (\($0.number("online") ?? 0) online)" }
    return lines + (frame.has("cursor") ? [dimmed("there are more rooms")] : [])
  }

  private func conversations(_ frame: ServerFrame) -> [String] {
    guard let conversations = frame.list("conversations"), !conversations.isEmpty else {
      return [dimmed("you have talked to nobody privately")]
    }
    let lines = conversations.map { conversation in
      let unread = conversation.number("unread") ?? 0
      return "\(styled(clock.dateAndTime(conversation.text("at")), .dim)) \(name(conversation, "with"))"
        + (unread > 0 ? styled(" (\(unread) unread)", .bold) : "")
    }
    return lines + (frame.has("cursor") ? [dimmed("there are more conversations")] : [])
  }

  /// What to say after a log-in of what was said meanwhile.
  private func waiting(_ ready: ServerFrame) -> [String] {
    guard let count = ready.number("waiting") else { return [] }
    return [
      dimmed("unread private messages of \(count == 1 ? "one person" : "\(count) people"): /conversations")
    ]
  }

  private func help(_ frame: ServerFrame) -> [String] {
    guard let commands = frame.list("commands") else { return [] }
    let rows =
      commands.map { (name($0, "usage"), name($0, "about")) } + [("/quit", "Leave the chat; so does ctrl-D.")]
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "\($0.0)\(String(repeating: " ", count: width - $0.0.count))  \($0.1)" }
  }

  // MARK: - Parts

  private func name(_ frame: ServerFrame, _ field: String) -> String {
    VisibleText.of(frame.text(field) ?? "")
  }

  private func place(_ frame: ServerFrame) -> String {
    frame.text("with").map { "the conversation with \(VisibleText.of($0))" } ?? name(frame, "room")
  }

  private func names(_ frame: ServerFrame, _ field: String) -> [String] {
    (frame.texts(field) ?? []).map { VisibleText.of($0) }
  }

  private func users(_ list: ServerFrame) -> String {
    let names = names(list, "users")
    let more = list.hasMore ? " and others" : ""
    return
      "\(names.isEmpty ? "nobody" : names.joined(separator: ", "))\(more) (\(list.number("online") ?? 0) online)"
  }

  private func messages(_ history: ServerFrame) -> [ServerFrame] {
    let messages = history.messages ?? []
    guard let room = history.room else { return messages }
    return messages.filter { !isHidden($0) }.map { ServerFrame($0.json.with("room", .string(room))) }
  }

  /// The mark of a message that answers another one.
  private func reply(_ message: ServerFrame) -> String {
    message.replyTo.map { styled("↳ \($0) ", .dim) } ?? ""
  }

  private func text(_ message: ServerFrame) -> String {
    if message.isDeleted { return styled("(deleted)", .dim) }
    let isOld = message.type != .messageEdited && message.has("edited_at")
    let reactions = (message.list("reactions") ?? []).map {
      "\(name($0, "reaction")) \($0.number("count") ?? 0)"
    }
    return name(message, "message") + (isOld ? styled(" (edited)", .dim) : "")
      + (reactions.isEmpty ? "" : styled(" [\(reactions.joined(separator: ", "))]", .dim))
  }

  private func dimmed(_ text: String) -> String { styled("— \(text)", .dim) }

  private func styled(_ text: String, _ style: Style) -> String {
    hasColours ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }
}
