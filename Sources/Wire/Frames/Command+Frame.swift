package import Engine

extension Command {
  /// The frame that asks for this command, as a client would have written it, without secrets.
  ///
  /// Passwords, tokens and the names of sessions are not in a command, so that the frame of a log-in cannot be sent.
  package func frame(id: String?) -> JSON {
    var members: [JSON.Member] = [.init("type", .string(""))]
    func add(_ name: String, _ value: JSON?) {
      if let value { members.append(.init(name, value)) }
    }
    func text(_ text: String?) -> JSON? { text.map { .string($0) } }
    func count(_ number: UInt64?) -> JSON? { number.map { .integer(Int64(clamping: $0)) } }
    func whole(_ number: Int?) -> JSON? { number.map { .integer(Int64($0)) } }
    add("id", text(id))
    let type: CommandType
    switch self {
    case .register(let user, _):
      type = .register
      add("user", .string(user))
    case .logIn(let credential, let resume, let remember):
      type = .logIn
      if remember { add("remember", .bool(true)) }
      if case .password(let user, _) = credential { add("user", .string(user)) }
      if let resume { add("resume", .object([.init("received", count(resume.received) ?? .null)])) }
    case .logOut(let forget):
      type = .logOut
      if forget { add("forget", .bool(true)) }
    case .setPassword: type = .setPassword
    case .join(let room, let after):
      type = .join
      add("room", .string(room))
      add("after", count(after))
    case .leave(let room):
      type = .leave
      add("room", .string(room))
    case .sendMessage(let room, let message, let key):
      type = .chatMessage
      add("room", .string(room))
      add("message", .string(message))
      add("key", text(key))
    case .sendPrivateMessage(let target, let message, let key):
      type = .privateMessage
      add("to", .string(target))
      add("message", .string(message))
      add("key", text(key))
    case .fetchHistory(let conversation, let page, let limit):
      type = .history
      switch conversation {
      case .room(let room): add("room", .string(room))
      case .with(let user): add("with", .string(user))
      }
      switch page {
      case .latest: break
      case .before(let seq): add("before", count(seq))
      case .after(let seq): add("after", count(seq))
      }
      add("limit", whole(limit))
    case .search(.users(let query, let limit, let cursor)):
      type = .search
      add("in", .string(SearchKind.users.rawValue))
      add("query", .string(query))
      add("limit", whole(limit))
      add("cursor", text(cursor))
    case .search(.messages(let query, let room, let from, let limit, let cursor)):
      type = .search
      add("in", .string(SearchKind.messages.rawValue))
      add("query", .string(query))
      add("room", text(room))
      add("from", text(from))
      add("limit", whole(limit))
      add("cursor", text(cursor))
    case .listRooms(let limit, let cursor):
      type = .rooms
      add("limit", whole(limit))
      add("cursor", text(cursor))
    case .listUsers(let room):
      type = .who
      add("room", .string(room))
    case .createRoom(let room):
      type = .createRoom
      add("room", .string(room))
    case .typeLine(let room, let line):
      type = .line
      add("room", text(room))
      add("line", .string(line))
    case .ping(let received):
      type = .ping
      add("received", count(received))
    case .moderate(let room, let request):
      type = request.type
      add("room", .string(room))
      for member in request.members { add(member.name, member.value) }
    case .setTimer(let timer, let milliseconds):
      type = .setTimer
      add("timer", .string(timer))
      add("milliseconds", .integer(milliseconds))
    case .cancelTimer(let timer):
      type = .cancelTimer
      add("timer", .string(timer))
    case .listSessions: type = .sessions
    case .endSessions(let id):
      type = .endSessions
      add("session_id", text(id))
    }
    members[0].value = .string(type.rawValue)
    return .object(members)
  }
}
