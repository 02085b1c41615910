extension Command: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .register(let user, let password, let invitation):
      writer.choose(1)
      writer.write(1, user)
      writer.write(2, password)
      writer.write(3, invitation)
    case .logIn(let credential, let resume, let remember):
      writer.choose(2)
      writer.write(1, credential)
      writer.write(2, resume)
      writer.write(3, remember)
    case .logOut(let forget):
      writer.choose(3)
      writer.write(1, forget)
    case .setPassword(let old, let new):
      writer.choose(4)
      writer.write(1, old)
      writer.write(2, new)
    case .join(let room, let after):
      writer.choose(5)
      writer.write(1, room)
      writer.write(2, after)
    case .leave(let room):
      writer.choose(6)
      writer.write(1, room)
    case .sendMessage(let room, let text, let key, let extras):
      writer.choose(7)
      writer.write(1, room)
      writer.write(2, text)
      writer.write(3, key)
      writer.write(sentWith: extras, from: 4)
    case .sendPrivateMessage(let target, let text, let key, let extras):
      writer.choose(8)
      writer.write(1, target)
      writer.write(2, text)
      writer.write(3, key)
      writer.write(sentWith: extras, from: 4)
    case .fetchHistory(let conversation, let page, let limit):
      writer.choose(9)
      writer.write(1, conversation)
      writer.write(2, page)
      writer.write(3, limit)
    case .search(let request):
      writer.choose(10)
      writer.write(1, request)
    case .listRooms(let limit, let cursor):
      writer.choose(11)
      writer.write(1, limit)
      writer.write(2, cursor)
    case .listUsers(let room, let limit, let cursor):
      writer.choose(12)
      writer.write(1, room)
      writer.write(2, limit)
      writer.write(3, cursor)
    case .createRoom(let room):
      writer.choose(13)
      writer.write(1, room)
    case .typeLine(let room, let line):
      writer.choose(14)
      writer.write(1, room)
      writer.write(2, line)
    case .ping(let received):
      writer.choose(15)
      writer.write(1, received)
    case .moderate(let room, let request):
      writer.choose(16)
      writer.write(1, room)
      writer.write(2, request)
    case .setTimer(let name, let milliseconds):
      writer.choose(17)
      writer.write(1, name)
      writer.write(2, milliseconds)
    case .cancelTimer(let name):
      writer.choose(18)
      writer.write(1, name)
    case .listSessions:
      writer.choose(19)
    case .endSessions(let id):
      writer.choose(20)
      writer.write(1, id)
    case .editMessage(let conversation, let seq, let text):
      writer.choose(21)
      writer.write(1, conversation)
      writer.write(2, seq)
      writer.write(3, text)
    case .react(let conversation, let seq, let reaction, let adds):
      writer.choose(22)
      writer.write(1, conversation)
      writer.write(2, seq)
      writer.write(3, reaction)
      writer.write(4, adds)
    case .tellTyping(let conversation, let stopped):
      writer.choose(23)
      writer.write(1, conversation)
      writer.write(2, stopped)
    case .setCommands(let room, let commands):
      writer.choose(24)
      writer.write(1, room)
      writer.write(2, all: commands)
    case .listCommands(let room):
      writer.choose(25)
      writer.write(1, room)
    case .setStatus(let status):
      writer.choose(26)
      writer.write(1, status)
    case .readUser(let user):
      writer.choose(27)
      writer.write(1, user)
    case .listConversations(let limit, let cursor):
      writer.choose(28)
      writer.write(1, limit)
      writer.write(2, cursor)
    case .markRead(let conversation, let seq):
      writer.choose(29)
      writer.write(1, conversation)
      writer.write(2, seq)
    case .listTokens:
      writer.choose(30)
    case .revokeToken(let id):
      writer.choose(31)
      writer.write(1, id)
    case .block(let user, let adds):
      writer.choose(32)
      writer.write(1, user)
      writer.write(2, adds)
    case .listBlocks:
      writer.choose(33)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1:
      self = .register(
        user: try reader.read(1), password: try reader.read(2),
        invitation: try reader.optional(3, since: .accounts))
    case 2:
      self = .logIn(try reader.read(1), resume: try reader.optional(2), remember: try reader.read(3))
    case 3: self = .logOut(forget: try reader.read(1))
    case 4: self = .setPassword(old: try reader.read(1), new: try reader.read(2))
    case 5: self = .join(room: try reader.read(1), after: try reader.optional(2))
    case 6: self = .leave(room: try reader.read(1))
    case 7:
      self = .sendMessage(
        room: try reader.read(1), text: try reader.read(2), key: try reader.optional(3),
        extras: try reader.sentWith(from: 4))
    case 8:
      self = .sendPrivateMessage(
        to: try reader.read(1), text: try reader.read(2), key: try reader.optional(3),
        extras: try reader.sentWith(from: 4))
    case 9:
      self = .fetchHistory(try reader.read(1), page: try reader.read(2), limit: try reader.optional(3))
    case 10: self = .search(try reader.read(1))
    case 11: self = .listRooms(limit: try reader.optional(1), cursor: try reader.optional(2))
    case 12:
      self = .listUsers(
        room: try reader.read(1), limit: try reader.optional(2, since: .conversations),
        cursor: try reader.optional(3, since: .conversations))
    case 13: self = .createRoom(room: try reader.read(1))
    case 14: self = .typeLine(room: try reader.optional(1), line: try reader.read(2))
    case 15: self = .ping(received: try reader.optional(1))
    case 16: self = .moderate(room: try reader.read(1), try reader.read(2))
    case 17: self = .setTimer(try reader.read(1), milliseconds: try reader.read(2))
    case 18: self = .cancelTimer(try reader.read(1))
    case 19: self = .listSessions
    case 20: self = .endSessions(id: try reader.optional(1))
    case 21: self = .editMessage(try reader.read(1), seq: try reader.read(2), text: try reader.read(3))
    case 22:
      self = .react(
        try reader.read(1), seq: try reader.read(2), reaction: try reader.read(3), adds: try reader.read(4))
    case 23: self = .tellTyping(try reader.read(1), stopped: try reader.read(2))
    case 24: self = .setCommands(room: try reader.read(1), try reader.list(2))
    case 25: self = .listCommands(room: try reader.read(1))
    case 26: self = .setStatus(try reader.read(1))
    case 27: self = .readUser(try reader.read(1))
    case 28: self = .listConversations(limit: try reader.optional(1), cursor: try reader.optional(2))
    case 29: self = .markRead(try reader.read(1), seq: try reader.read(2))
    case 30: self = .listTokens
    case 31: self = .revokeToken(id: try reader.read(1))
    case 32: self = .block(user: try reader.read(1), adds: try reader.read(2))
    case 33: self = .listBlocks
    default: throw reader.error("No command has this number.")
    }
  }
}

extension Credential: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .password(let user, let password):
      writer.choose(1)
      writer.write(1, user)
      writer.write(2, password)
    case .token(let token):
      writer.choose(2)
      writer.write(1, token)
    case .opening:
      writer.choose(3)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .password(user: try reader.read(1), try reader.read(2))
    case 2: self = .token(try reader.read(1))
    case 3: self = .opening
    default: throw reader.error("No credential has this number.")
    }
  }
}

extension ResumePoint: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, session)
    writer.write(2, received)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(session: try reader.read(1), received: try reader.read(2))
  }
}

extension Conversation: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .room(let name):
      writer.choose(1)
      writer.write(1, name)
    case .with(let name):
      writer.choose(2)
      writer.write(1, name)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .room(try reader.read(1))
    case 2: self = .with(try reader.read(1))
    default: throw reader.error("No conversation has this number.")
    }
  }
}

extension HistoryPage: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .latest:
      writer.choose(1)
    case .before(let seq):
      writer.choose(2)
      writer.write(1, seq)
    case .after(let seq):
      writer.choose(3)
      writer.write(1, seq)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .latest
    case 2: self = .before(try reader.read(1))
    case 3: self = .after(try reader.read(1))
    default: throw reader.error("No page of history has this number.")
    }
  }
}

extension SearchRequest: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .users(let query, let limit, let cursor):
      writer.choose(1)
      writer.write(1, query)
      writer.write(2, limit)
      writer.write(3, cursor)
    case .messages(let query, let room, let from, let limit, let cursor, let mentions):
      writer.choose(2)
      writer.write(1, query)
      writer.write(2, room)
      writer.write(3, from)
      writer.write(4, limit)
      writer.write(5, cursor)
      writer.write(6, mentions)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1:
      self = .users(
        query: try reader.read(1), limit: try reader.optional(2), cursor: try reader.optional(3))
    case 2:
      self = .messages(
        query: try reader.read(1), room: try reader.optional(2), from: try reader.optional(3),
        limit: try reader.optional(4), cursor: try reader.optional(5),
        mentions: try reader.read(6, since: .conversations))
    default: throw reader.error("No search has this number.")
    }
  }
}
