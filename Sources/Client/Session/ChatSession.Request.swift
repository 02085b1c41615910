import Wire

extension ChatSession {
  /// What a session asks the server for.
  enum Request: Hashable, Sendable {
    /// What a person typed, in the room that was the current one when it was sent first.
    case typed(TypedLine, in: String?)
    /// To be in a room again, and what was said there since a message.
    case rejoin(room: String, after: Int64)
    /// What was said before a message.
    case backlog(room: String, before: Int64)
    /// What was said since a message.
    case missed(room: String, after: Int64)
    /// All that came of what was typed has come when this is answered.
    case probe

    /// How many messages are shown of what was said before a room was entered.
    private static let backlogLimit: Int64 = 20
    private static let pageLimit: Int64 = 100

    var isTyped: Bool {
      switch self {
      case .typed: true
      case .rejoin, .backlog, .missed, .probe: false
      }
    }

    /// - Parameter key: Lets the same command be sent twice and be carried out once.
    func frame(id: String, key: String) -> JSON {
      let frame: JSON =
        switch self {
        case .typed(let line, let room): line.frame(in: room, key: key)
        case .rejoin(let room, let seq): .frame("join", ("room", .string(room)), ("after", .integer(seq)))
        case .backlog(let room, let seq): Self.history(room, ("before", .integer(seq)), Self.backlogLimit)
        case .missed(let room, let seq): Self.history(room, ("after", .integer(seq)), Self.pageLimit)
        case .probe: .frame("ping")
        }
      return frame.with("id", .string(id))
    }

    private static func history(_ room: String, _ end: (String, JSON), _ limit: Int64) -> JSON {
      .frame("history", ("room", .string(room)), end, ("limit", .integer(limit)))
    }
  }
}
