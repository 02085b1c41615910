extension Engine {
  mutating func fetchHistory(
    of conversation: Conversation, page: HistoryPage, limit: Int?, re: String?, for session: SessionID
  ) throws(Refusal) {
    let limit = min(limit ?? 50, limits[.historyPage])
    switch conversation {
    case .room(let name):
      let room = try self.room(named: name)
      try require(.readRoom, in: room, of: session)
      answer(
        .roomHistory(room, page: page, limit: limit, through: rooms[room].seq), re: re, to: session)
    case .with(let name):
      let asker = try user(of: session, for: .readPrivateMessages)
      let other = try user(named: name, field: "with")
      let pair = Pair(asker, other)
      answer(
        .privateHistory(pair, asker: asker, page: page, limit: limit, through: pairs[pair]),
        re: re, to: session)
    }
  }

  mutating func searchUsers(
    _ query: String, limit: Int?, cursor: String?, re: String?, for session: SessionID
  ) throws(Refusal) {
    try checkQuery(query)
    let text = NameKey(folding: query).folded
    var fingerprint = Fingerprint("users")
    fingerprint.combine(text)
    let search = UserSearch(
      text: text, limit: min(limit ?? 20, limits[.searchPage]), through: users.lastID,
      after: try self.cursor(cursor, of: fingerprint.value), fingerprint: fingerprint.value)
    answer(.users(search), re: re, to: session)
  }

  mutating func searchMessages(
    _ query: String, room: String?, from: String?, limit: Int?, cursor: String?, mentions: Bool,
    found: Lookup.Found?, re: String?, for session: SessionID
  ) throws(Refusal) {
    let mentioned = mentions ? try user(of: session, for: .searchMentions) : nil
    try checkQuery(query)
    let terms = SearchTerms(query).terms
    guard !terms.isEmpty || mentions && query.isEmpty else {
      throw Refusal(.queryInvalid, "The query has no word to search for.", field: "query")
    }
    guard terms.count <= limits[.queryTerms] else {
      throw Refusal(
        .queryInvalid, "The query has more than \(limits[.queryTerms]) words and phrases.", field: "query")
    }
    let asker = sessions[session].user
    var place: RoomID?
    if let room {
      let room = try self.room(named: room)
      try require(.searchRoom, in: room, of: session)
      place = room
    }
    var sender: UserID?
    if let from { sender = try user(named: from, field: "from") }

    var fingerprint = Fingerprint("messages", asker?.number ?? 0, place?.number ?? 0, sender?.number ?? 0)
    for term in terms { fingerprint.combine(term) }
    if mentions { fingerprint.combine(UInt8(1)) }
    var after: Cursor?
    if let cursor {
      // The cursor says where the last message was said, and the host which number that has.
      _ = try self.cursor(String(cursor.prefix(32)), of: fingerprint.value)
      guard let found else { throw Self.wrongCursor }
      after = Cursor(fingerprint: fingerprint.value, position: found.number)
    }
    let search = MessageSearch(
      terms: terms, asker: asker, room: place, from: sender, limit: min(limit ?? 20, limits[.searchPage]),
      through: messages, after: after, fingerprint: fingerprint.value, mentioning: mentioned)
    answer(.messages(search), re: re, to: session)
  }

  mutating func listRooms(
    limit: Int?, cursor: String?, re: String?, for session: SessionID
  ) throws(Refusal) {
    answer(.rooms(try roomSearch(limit: limit, cursor: cursor, for: session)), re: re, to: session)
  }

  mutating func listUsers(
    of name: String, limit: Int?, cursor: String?, re: String?, for session: SessionID
  ) throws(Refusal) {
    let room = try self.room(named: name)
    try require(.listUsers, in: room, of: session)
    let after = try self.cursor(cursor, of: Self.fingerprint(ofUsersIn: room))
    let list = userList(of: room, limit: limit, after: after?.position)
    reply(.userList(list), re: re, to: session)
  }

  /// The query for a page of the list of rooms as a session may see it, or somebody who has none.
  package func roomSearch(
    limit: Int?, cursor: String?, for session: SessionID? = nil
  ) throws(Refusal) -> RoomSearch {
    var after: String?
    if let cursor {
      guard let name = Cursor.name(from: cursor) else { throw Self.wrongCursor }
      after = name
    }
    return RoomSearch(
      limit: min(limit ?? 50, limits[.roomsPage]), through: rooms.lastID, shown: roomsShown(to: session),
      after: after)
  }

  private func checkQuery(_ query: String) throws(Refusal) {
    try checkLength(of: query, in: "query", most: limits[.queryCharacters])
  }

  func cursor(_ text: String?, of fingerprint: UInt64) throws(Refusal) -> Cursor? {
    guard let text else { return nil }
    guard let cursor = Cursor(text: text, fingerprint: fingerprint) else { throw Self.wrongCursor }
    return cursor
  }

  static let wrongCursor = Refusal(
    .cursorInvalid, "This cursor was not made for this query.", field: "cursor")
}

// MARK: - What a host needs to write answers

extension Engine {
  /// A user's name as it was registered.
  package func name(of user: UserID) -> String { users[user].name }

  /// A room's name as it was first given.
  package func name(of room: RoomID) -> String { rooms[room].name }

  /// Whether a user has a session, a resumable one included.
  package func isOnline(_ user: UserID) -> Bool { !users[user].sessions.isEmpty }

  /// How many users are in a room.
  package func online(in room: RoomID) -> Int { rooms[room].arrivals.count }
}

// MARK: - What a host needs to let in a client that joins by connecting

extension Engine {
  /// The user on a connection, or nil for a guest and where there is no such connection.
  package func user(on connection: ConnectionID) -> UserID? {
    connections[connection].flatMap { sessions[$0].user }
  }

  /// The address that a connection comes from.
  package func peer(on connection: ConnectionID) -> Peer? {
    connections[connection].flatMap { sessions[$0].peer }
  }

  /// The name of the user on a connection, or nil for a guest and where there is no such connection.
  package func userName(on connection: ConnectionID) -> String? {
    user(on: connection).map { users[$0].name }
  }

  /// The user to whom it is told on a connection what waits; nil also for a request over HTTP, which is told its result only.
  package func listener(on connection: ConnectionID) -> UserID? {
    connections[connection].flatMap { sessions[$0].isVisit ? nil : sessions[$0].user }
  }

  /// Who is in the room of this name, as far as a `user_list` goes, and the query for its newest messages; nil where
  /// there is no such room.
  package func contents(ofRoom name: String, messages: Int) -> (users: [String], newest: Query)? {
    guard let room = roomIDs[name] else { return nil }
    let newest = Query.roomHistory(
      room, page: .latest, limit: min(messages, limits[.historyPage]), through: rooms[room].seq)
    return (userList(of: room).users, newest)
  }
}
