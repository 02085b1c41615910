package import Engine
package import Wire

extension Input {
  /// The input as an object for people and programs, without secrets: `kind`, then what belongs to it.
  ///
  /// What was said to one person alone is left out unless `showsPrivate` is set: the text of private messages, as they were sent
  /// or edited, reactions to them, and lines that ask for one.
  package func description(showsPrivate: Bool) -> [JSON.Member] {
    func members(
      _ kind: String, _ connection: ConnectionID? = nil, _ more: [JSON.Member] = []
    ) -> [JSON.Member] {
      [.text("kind", kind)] + .optional("connection", connection?.number) + more
    }
    func refused(
      _ kind: String, _ connection: ConnectionID, _ re: String?, _ code: ErrorCode
    ) -> [JSON.Member] {
      members(kind, connection, .optional("id", re) + [.text("code", code.rawValue)])
    }
    switch self {
    case .started(let configuration):
      let limits = Limit.allCases.map { JSON.Member.number($0.name, configuration.limits[$0]) }
      return members(
        "started", nil,
        [.text("clock", configuration.clock.rawValue), .init("limits", .object(limits))])
    case .connected(let connection, token: _, peer: _, resumable: _, visit: _):
      return members("connected", connection)
    case .closed(let connection): return members("closed", connection)
    case .cut(let connection): return members("cut", connection)
    case .command(let connection, let command, let re, _):
      var frame = command.frame(id: re)
      if !showsPrivate { frame = frame.withoutPrivateText }
      return members("command", connection, [.init("command", frame)])
    case .malformed(let connection, let refusal, let re):
      return refused("malformed", connection, re, refusal.code)
    case .refused(let connection, let command, let re):
      return refused("refused", connection, re, command.refusal.code)
    case .limited(let connection, _, let re): return refused("refused", connection, re, .rateLimited)
    case .deadline: return members("deadline")
    case .authenticated(let request, let outcome):
      let accepted: Bool =
        switch outcome {
        case .accepted: true
        case .rejected, .unavailable: false
        }
      return members(
        "authenticated", nil, [.number("request", request.number), .truth("accepted", accepted)])
    case .restarted: return members("restarted")
    case .provisioned(let user, let bot, token: _, let label):
      return members(
        "provisioned", nil, [.text("user", user), .truth("bot", bot), .text("label", label)])
    case .administered(let administration):
      return members("administered", nil, administration.description)
    case .marked(let mark): return members("marked", nil, [.text("why", "\(mark)")])
    }
  }

  /// The input in a few words: its kind, and for a command its type.
  package var summary: String {
    let members = JSON.object(description(showsPrivate: false))
    guard case .string(let kind)? = members["kind"] else { return "" }
    guard case .string(let type)? = members["command"]?["type"] ?? members["do"] else { return kind }
    return "\(kind) \(type)"
  }
}

extension Administration {
  /// What was done, without the digests of tokens.
  fileprivate var description: [JSON.Member] {
    func done(_ what: String, _ more: [JSON.Member] = []) -> [JSON.Member] {
      [.text("do", what)] + more
    }
    return switch self {
    case .makeToken(let user, token: _, let label):
      done("make_token", [.text("user", user), .text("label", label)])
    case .revokeToken: done("revoke_token")
    case .deleteMessage(let place, let seq): done("delete_message", [place.member, .number("seq", seq)])
    case .deleteUser(let user): done("delete_user", [.text("user", user)])
    case .deleteRoom(let room): done("delete_room", [.text("room", room)])
    case .eraseUser(let user): done("erase_user", [.number("number", user.number)])
    case .setPassword(let user): done("set_password", [.text("user", user)])
    case .suspendUser(let user): done("suspend_user", [.text("user", user)])
    case .unsuspendUser(let user): done("unsuspend_user", [.text("user", user)])
    case .logOutUser(let user): done("log_out_user", [.text("user", user)])
    case .removeGuests(let room): done("remove_guests", [.text("room", room)])
    case .makeInvitation(_, let uses, let seconds):
      done("make_invitation", [.number("uses", uses), .number("seconds", seconds)])
    case .revokeInvitation: done("revoke_invitation")
    case .banAddress(let range, peers: _, let seconds):
      done(
        "ban_address",
        [.text("address", range), .init("seconds", seconds.map { JSON.integer(Int64($0)) } ?? .null)])
    case .liftBan(let range): done("lift_ban", [.text("address", range)])
    case .setOwner(let room, let user):
      done("set_owner", [.text("room", room), .text("user", user)])
    }
  }
}

extension JSON {
  /// A command's frame without what is said to one person alone.
  fileprivate var withoutPrivateText: JSON {
    guard case .object(let members) = self else { return self }
    if self["type"] == .string("private_message") || self["with"] != nil {
      return .object(members.filter { !["message", "data", "reaction"].contains($0.name) })
    }
    guard self["type"] == .string("line"), case .string(let line)? = self["line"],
      line.lowercased().hasPrefix("/pm")
    else { return self }
    return .object(members.map { $0.name == "line" ? .text("line", "/pm") : $0 })
  }
}
