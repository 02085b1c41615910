import Engine

extension ModerationRequest {
  /// The `type` of the request's frame.
  var type: CommandType {
    switch self {
    case .kick: .kick
    case .mute: .mute
    case .unmute: .unmute
    case .ban: .ban
    case .unban: .unban
    case .setRole: .setRole
    case .invite: .invite
    case .uninvite: .uninvite
    case .setTopic: .topic
    case .setRoom: .setRoom
    case .deleteMessage: .deleteMessage
    case .deleteRoom: .deleteRoom
    }
  }

  /// The fields beside `room`.
  var members: [JSON.Member] {
    func user(_ name: String) -> JSON.Member { .init("user", .string(name)) }
    func because(_ reason: String?) -> [JSON.Member] { reason.map { [.init("reason", .string($0))] } ?? [] }
    func flag(_ name: String, _ value: Bool?) -> [JSON.Member] {
      value.map { [.init(name, .bool($0))] } ?? []
    }
    return switch self {
    case .kick(let name, let reason), .ban(let name, let reason): [user(name)] + because(reason)
    case .mute(let name, let seconds, let reason):
      [user(name), .init("seconds", .integer(Int64(seconds)))] + because(reason)
    case .unmute(let name), .unban(let name), .invite(let name), .uninvite(let name): [user(name)]
    case .setRole(let name, let role): [user(name), .init("role", .string(role.rawValue))]
    case .setTopic(let topic): [.init("topic", .string(topic))]
    case .setRoom(let access):
      flag("invite_only", access.inviteOnly) + flag("unlisted", access.unlisted)
        + flag("users_only", access.usersOnly)
    case .deleteRoom: []
    case .deleteMessage(let seq, known: _): [.init("seq", .integer(Int64(clamping: seq)))]
    }
  }
}
