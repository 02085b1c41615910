package import Engine
package import Wire

extension Input {
  /// The input as an object for people and programs, without secrets: `kind`, then what belongs to it.
  ///
  /// What was said to one person alone is left out unless `showsPrivate` is set: the text of private messages, as they were sent
  /// or edited, reactions to them, and lines that ask for one.
  package func description(showsPrivate: Bool) -> [JSON.Member] {
    func members(_ kind: String, _ connection: ConnectionID? = nil, _ more: [JSON.Member] = []) -> [JSON
      .Member]
    {
      let number = connection.map { JSON.Member("connection", .integer(Int64(clamping: $0.number))) }
      return [.init("kind", .string(kind))] + (number.map { [$0] } ?? []) + more
    }
    switch self {
    case .started(let configuration):
      let limits = Limit.allCases.map {
        JSON.Member($0.name, .integer(Int64(configuration.limits[$0])))
      }
      return members(
        "started", nil,
        [.init("clock", .string(configuration.clock.rawValue)), .init("limits", .object(limits))])
    case .connected(let connection, token: _, peer: _, resumable: _, visit: _):
      return members("connected", connection)
    case .closed(let connection): return members("closed", connection)
    case .cut(let connection): return members("cut", connection)
    case .command(let connection, let command, let re, _):
      var frame = command.frame(id: re)
      if !showsPrivate { frame = frame.withoutPrivateText }
      return members("command", connection, [.init("command", frame)])
    case .malformed(let connection, let refusal, let re):
      let id = re.map { [JSON.Member("id", .string($0))] } ?? []
      return members("malformed", connection, id + [.init("code", .string(refusal.code.rawValue))])
    case .refused(let connection, let refused, let re):
      let id = re.map { [JSON.Member("id", .string($0))] } ?? []
      return members("refused", connection, id + [.init("code", .string(refused.refusal.code.rawValue))])
    case .limited(let connection, _, let re):
      let id = re.map { [JSON.Member("id", .string($0))] } ?? []
      let code = ErrorCode.rateLimited.rawValue
      return members("refused", connection, id + [.init("code", .string(code))])
    case .deadline: return members("deadline")
    case .authenticated(let request, let outcome):
      let accepted: Bool =
        switch outcome {
        case .accepted: true
        case .rejected, .unavailable: false
        }
      return members(
        "authenticated", nil,
        [
          .init("request", .integer(Int64(clamping: request.number))), .init("accepted", .bool(accepted)),
        ])
    case .restarted: return members("restarted")
    case .provisioned(let user, let bot, token: _, let label):
      return members(
        "provisioned", nil,
        [.init("user", .string(user)), .init("bot", .bool(bot)), .init("label", .string(label))])
    case .administered(let administration):
      return members("administered", nil, administration.description)
    case .marked(let mark): return members("marked", nil, [.init("why", .string("\(mark)"))])
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
      [.init("do", .string(what))] + more
    }
    return switch self {
    case .makeToken(let user, token: _, let label):
      done("make_token", [.init("user", .string(user)), .init("label", .string(label))])
    case .revokeToken: done("revoke_token")
    case .deleteMessage(.room(let room), let seq):
      done("delete_message", [.init("room", .string(room)), .init("seq", .integer(Int64(clamping: seq)))])
    case .deleteMessage(.between(let one, let other), let seq):
      done(
        "delete_message",
        [
          .init("between", .array([.string(one), .string(other)])),
          .init("seq", .integer(Int64(clamping: seq))),
        ])
    case .deleteUser(let user): done("delete_user", [.init("user", .string(user))])
    case .deleteRoom(let room): done("delete_room", [.init("room", .string(room))])
    case .eraseUser(let user): done("erase_user", [.init("number", .integer(Int64(user.number)))])
    case .setPassword(let user): done("set_password", [.init("user", .string(user))])
    case .suspendUser(let user): done("suspend_user", [.init("user", .string(user))])
    case .unsuspendUser(let user): done("unsuspend_user", [.init("user", .string(user))])
    case .logOutUser(let user): done("log_out_user", [.init("user", .string(user))])
    case .removeGuests(let room): done("remove_guests", [.init("room", .string(room))])
    case .makeInvitation(_, let uses, let seconds):
      done(
        "make_invitation",
        [.init("uses", .integer(Int64(uses))), .init("seconds", .integer(Int64(seconds)))])
    case .revokeInvitation: done("revoke_invitation")
    case .banAddress(let range, peers: _, let seconds):
      done(
        "ban_address",
        [
          .init("address", .string(range)),
          .init("seconds", seconds.map { JSON.integer(Int64($0)) } ?? .null),
        ])
    case .liftBan(let range): done("lift_ban", [.init("address", .string(range))])
    case .setOwner(let room, let user):
      done("set_owner", [.init("room", .string(room)), .init("user", .string(user))])
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
    return .object(members.map { $0.name == "line" ? .init("line", .string("/pm")) : $0 })
  }
}
