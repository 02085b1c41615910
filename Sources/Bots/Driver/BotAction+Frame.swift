import Wire

extension BotAction {
  /// The frame that asks the server for the action, or nil for what the driver does by itself.
  ///
  /// A message carries the id as its idempotency key too, so that sending it again stores nothing twice.
  func frame(id: String) -> JSON? {
    switch self {
    case .say(let text, let room):
      command(
        .chatMessage, id: id,
        [.init("room", .string(room)), .init("message", .string(text)), .init("key", .string(id))])
    case .privateMessage(let text, let user):
      command(
        .privateMessage, id: id,
        [.init("to", .string(user)), .init("message", .string(text)), .init("key", .string(id))])
    case .join(let room): command(.join, id: id, [.init("room", .string(room))])
    case .leave(let room): command(.leave, id: id, [.init("room", .string(room))])
    case .setTimer, .cancelTimer: nil
    }
  }

  private func command(_ type: CommandType, id: String, _ fields: [JSON.Member]) -> JSON {
    .object([.init("type", .string(type.rawValue)), .init("id", .string(id))] + fields)
  }
}
