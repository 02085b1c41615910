import Wire

/// A path that clients connect to, and the messages that go over such a connection, either way.
struct AsyncAPIChannel {
  /// One type of frame.
  struct Message {
    let name: String
    let meaning: String
    /// The path of its schema below the folder of schemas.
    let schema: String
    /// Whether the server receives it; it sends all others.
    let isReceived: Bool
    /// Whether it is sent as an answer only.
    var isOnlyReply = false
    /// The names of the messages that answer it.
    var replies: [String] = []
    /// The field that joins a command and its reply.
    var correlation: String?
  }

  let name: String
  let address: String
  let title: String
  let messages: [Message]

  /// Whether the path names the room that the connection is for, as those of the tutorials do.
  var isOfOneRoom: Bool { address.contains("{room}") }

  static let all = [verbatim, operatorConnection, tutorialChat, tutorialNotification]

  private static let verbatim = AsyncAPIChannel(
    name: "verbatim", address: "/ws", title: "The protocol",
    messages: CommandDefinition.all.map { command in
      Message(
        name: "command_\(command.name)", meaning: command.frame.meaning,
        schema: "commands/\(command.name).json", isReceived: true,
        replies: (command.replies + [.error]).map { "event_\($0.rawValue)" }, correlation: "id")
    }
      + EventDefinition.all.map { event in
        Message(
          name: "event_\(event.frame.type)", meaning: event.frame.meaning,
          schema: "events/\(event.frame.type).json", isReceived: false,
          isOnlyReply: event.isOnlyReply,
          correlation: event.type.isEverReply ? "re" : nil)
      })

  private static let operatorConnection = AsyncAPIChannel(
    name: "operator", address: "/ws", title: "What an operator's connection has beside the protocol",
    messages: FrameCatalog.operatorCommands.map { frame in
      Message(
        name: "operator_\(frame.type)", meaning: frame.meaning,
        schema: "operator/commands/\(frame.type).json",
        isReceived: true, replies: FrameCatalog.operatorReplies.map { "operator_\($0.type)" },
        correlation: "id")
    }
      + FrameCatalog.operatorReplies.map { frame in
        Message(
          name: "operator_\(frame.type)", meaning: frame.meaning,
          schema: "operator/replies/\(frame.type).json",
          isReceived: false, isOnlyReply: true, correlation: "re")
      })

  private static func line(named name: String) -> Message {
    Message(name: name, meaning: "Something is to be said.", schema: "tutorials/line.json", isReceived: true)
  }

  private static let tutorialChat = AsyncAPIChannel(
    name: "tutorialChat", address: "/ws/chat/{room}/", title: "The front ends of tutorials A and B",
    messages: [line(named: "tutorial_chat_line")]
      + FrameCatalog.tutorialChat.map { frame in
        Message(
          name: "tutorial_chat_\(frame.type)", meaning: frame.meaning,
          schema: "tutorials/chat/\(frame.type).json", isReceived: false)
      })

  private static let tutorialNotification = AsyncAPIChannel(
    name: "tutorialNotification", address: "/ws/notification/{room}/", title: "The front end of tutorial C",
    messages: [
      line(named: "tutorial_notification_line"),
      Message(
        name: "tutorial_notification", meaning: "Something was said.", schema: "tutorials/notification.json",
        isReceived: false),
    ])
}

extension EventType {
  /// Whether the event can have `re`.
  fileprivate var isEverReply: Bool {
    self == .error || CommandDefinition.all.contains { $0.replies.contains(self) }
  }
}
