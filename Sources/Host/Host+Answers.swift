import Engine
import Store

extension Host {
  /// What a client is told of an answer: names in place of numbers, and who is online now.
  func event(for answer: Answer, to query: Query) -> Event {
    switch answer {
    case .messages(let rows, let more):
      .history(
        Event.History(
          conversation: conversation(of: query),
          messages: inquire { engine in rows.map { $0.told(by: engine) } },
          reactions: inquire { engine in rows.reactionsTold(by: engine) }, more: more))
    case .foundMessages(let rows, let next):
      foundMessages(rows.map { found($0, by: query) }, next: next)
    case .tooMuch:
      .error(
        Refusal(
          .queryInvalid,
          query.isForUsers
            ? "Too many names match; write more of the name."
            : "Too many messages have these words; add a rarer word, or name a room or an author.",
          field: "query"))
    case .users(let rows, let next):
      .foundUsers(
        inquire { engine in
          rows.map { Event.FoundUser(user: $0.name, online: engine.isOnline($0.user), bot: $0.bot) }
        },
        cursor: next?.text)
    case .rooms(let rows, let next):
      .roomList(
        inquire { engine in
          rows.map { Event.ListedRoom(room: $0.name, online: engine.online(in: $0.room)) }
        },
        cursor: next.map(Cursor.text(after:)))
    case .conversations(let rows, let more): conversationList(rows, more: more, answering: query)
    case .readMark(let seq): .read(conversation(of: query), seq: seq)
    case .tokens(let rows): tokenList(rows, answering: query)
    }
  }

  /// The tokens that are good; those that are not are taken away later.
  private func tokenList(_ rows: [OwnTokenRow], answering query: Query) -> Event {
    guard case .tokens(_, let current) = query else { preconditionFailure("\(query) lists no tokens") }
    let (oldest, inUse) = inquire { ($0.oldestTokenUse, $0.tokensInUse) }
    return .tokenList(
      rows.filter { $0.isOperators || $0.used >= oldest || inUse.contains($0.digest) }.map { row in
        Event.ListedToken(
          id: row.digest.shortID, label: row.label, byOperator: row.isOperators, made: row.made,
          used: row.used, address: row.address, current: row.digest == current)
      })
  }

  private func conversationList(_ rows: [ConversationRow], more: Bool, answering query: Query) -> Event {
    guard case .conversations(let search) = query else {
      preconditionFailure("\(query) lists no conversations")
    }
    let list = inquire { engine in
      rows.map { row in
        Event.ListedConversation(
          with: engine.name(of: row.other), bot: engine.isBot(row.other), seq: row.seq, at: row.at,
          read: row.read, unread: row.unread)
      }
    }
    let cursor = (more ? list.last : nil).map {
      Cursor.text(after: $0.seq, in: .with($0.with), fingerprint: search.fingerprint)
    }
    return .conversationList(list, cursor: cursor)
  }

  /// An event with what only the store can tell, as of its point of the order: what its receiver has read; nil where it stays as it is.
  func completed(_ event: Event, for connection: ConnectionID) throws(StoreError) -> Event? {
    switch event {
    case .ready(var ready):
      guard let user = inquire({ $0.listener(on: connection) }) else { return nil }
      let most = inquire { $0.configuration.limits[.unreadCount] }
      ready.waiting = try store.waitingConversations(of: user, atMost: most)
      return .ready(ready)
    case .userList(var list):
      let name = list.room
      guard let user = inquire({ $0.user(on: connection) }),
        let room = inquire({ try? $0.room(named: name) })
      else { return nil }
      list.read = try store.readMark(of: user, at: .room(room))
      return .userList(list)
    case _: return nil
    }
  }

  private func foundMessages(_ found: [Event.FoundMessage], next: Cursor?) -> Event {
    let cursor = next.flatMap { next in
      found.last.map { last in
        Cursor.text(
          after: last.message.content.seq, in: last.conversation, fingerprint: next.fingerprint)
      }
    }
    return .foundMessages(found, cursor: cursor)
  }

  private func conversation(of query: Query) -> Conversation {
    switch query {
    case .roomHistory(let room, _, _, _): .room(engine.name(of: room))
    case .privateHistory(let pair, let asker, _, _, _): .with(engine.name(of: pair.other(than: asker)))
    case .readMark(.room(let room), _, _): .room(engine.name(of: room))
    case .readMark(.pair(let pair), let reader, _): .with(engine.name(of: pair.other(than: reader)))
    case .users, .messages, .rooms, .conversations, .tokens:
      preconditionFailure("\(query) has no conversation")
    }
  }

  private func found(_ row: MessageRow, by query: Query) -> Event.FoundMessage {
    let place: Conversation
    switch row.place {
    case .room(let room): place = .room(engine.name(of: room))
    case .pair(let pair):
      guard case .messages(let search) = query, let asker = search.asker else {
        preconditionFailure("\(query) finds no private messages")
      }
      place = .with(engine.name(of: pair.other(than: asker)))
    }
    return Event.FoundMessage(
      conversation: place, message: row.told(by: engine), reactions: row.reactionsTold(by: engine))
  }
}

extension [MessageRow] {
  /// The reactions of those that have any, by seq.
  fileprivate func reactionsTold(by engine: Engine) -> [UInt64: [Event.Reaction]] {
    reduce(into: [:]) { found, row in
      if !row.reactions.isEmpty { found[row.seq] = row.reactionsTold(by: engine) }
    }
  }
}

extension Query {
  /// Whether it looks for messages wherever they may be.
  var isEverywhere: Bool { if case .messages(let search) = self { search.room == nil } else { false } }

  fileprivate var isForUsers: Bool { if case .users = self { true } else { false } }
}
