/// Private conversations, and up to where their users, and those of rooms, have read.
///
/// Read marks are rows of the store and no part of the state, as messages are: a user may have a thousand of them and a mark for each
/// private conversation, which would be in memory and in every snapshot for good, and no decision depends on one. What is told of
/// them is read from the tables at its point of the order, as histories are; the journal has the command that set a mark.
extension Engine {
  mutating func listConversations(
    limit: Int?, cursor: String?, re: String?, for session: SessionID
  ) throws(Refusal) {
    let asker = try user(of: session, for: .listConversations)
    let fingerprint = Fingerprint("conversations", asker.number)
    let search = ConversationSearch(
      asker: asker, limit: min(limit ?? 20, limits[.conversationsPage]), counted: limits[.unreadCount],
      after: try talk(at: cursor, of: asker, fingerprint: fingerprint.value), fingerprint: fingerprint.value)
    answer(.conversations(search), re: re, to: session)
  }

  /// Where a page of a user's conversations begins.
  private func talk(at cursor: String?, of asker: UserID, fingerprint: UInt64) throws(Refusal) -> Talk? {
    guard let cursor else { return nil }
    _ = try self.cursor(String(cursor.prefix(32)), of: fingerprint)
    guard case .with(let name)? = Cursor.place(from: cursor), let seq = Cursor.seq(from: cursor),
      let other = userIDs[name]
    else { throw Self.wrongCursor }
    let pair = Pair(asker, other)
    guard seq >= 1, seq <= pairs[pair] else { throw Self.wrongCursor }
    return Talk(pair: pair, seq: seq)
  }

  /// Notes up to where a user has read, and tells the user's other sessions. A mark that is further stays.
  mutating func markRead(
    _ seq: UInt64, of conversation: Conversation, re: String?, by session: SessionID
  ) throws(Refusal) {
    let user = try self.user(of: session, for: .markRead)
    let place = try self.place(of: conversation, for: .markRead, user: user, session: session)
    try checkMessage(seq, at: place)
    record(.messagesRead(place, seq: seq, by: user, at: now, most: limits[.readMarks]))
    confirm(re: re, to: session)
    for other in users[user].sessions where other != session {
      answer(.readMark(place, of: user, atLeast: seq), re: nil, to: other)
    }
  }

  /// The newest seq of a conversation as a session names it, 0 where there is none.
  func newestSeq(in conversation: Conversation, of session: SessionID) -> UInt64 {
    switch conversation {
    case .room(let name): roomIDs[name].map { rooms[$0].seq } ?? 0
    case .with(let name):
      if let user = sessions[session].user, let other = userIDs[name] {
        pairs[Pair(user, other)]
      } else {
        0
      }
    }
  }
}
