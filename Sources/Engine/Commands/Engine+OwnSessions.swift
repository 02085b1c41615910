extension Engine {
  /// Lists the sessions of a user, the resumable ones among them, in the order of log-in.
  func ownSessions(of user: UserID, asking: SessionID) -> [Event.ListedSession] {
    users[user].sessions.compactMap { id in
      guard case .user(_, let sessionName) = sessions[id].identity else { return nil }
      let since = sessions[id].since
      return Event.ListedSession(
        id: sessionName.shortID, since: since.milliseconds == 0 ? nil : since,
        online: !sessions[id].isDetached, current: id == asking, rooms: sessions[id].memberships.count)
    }
  }

  mutating func listSessions(re: String?, session: SessionID) throws(Refusal) {
    let user = try user(of: session, for: .listSessions)
    reply(.sessionList(ownSessions(of: user, asking: session)), re: re, to: session)
  }

  /// Ends a session of the same user, or all others, and with them the tokens that they have, so that nobody who has one is back at
  /// once. Tokens that an operator made stay.
  mutating func endSessions(_ id: String?, re: String?, by session: SessionID) throws(Refusal) {
    let user = try user(of: session, for: .endSessions)
    let askingToken = sessions[session].token
    guard let id else {
      record(.ownTokensRevoked(user, except: askingToken))
      for other in users[user].sessions where other != session { end(other, closing: .revoked) }
      return confirm(re: re, to: session)
    }
    let listed = ownSessions(of: user, asking: session)
    guard let place = listed.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
      throw Refusal(.noSuchSession, "You have no session of this id.", field: "session_id")
    }
    let ended = users[user].sessions[place]
    confirm(re: re, to: session)
    let token = sessions[ended].token
    end(ended, closing: .revoked)
    guard let token, token != askingToken else { return }
    record(.ownTokenRevoked(token))
    for other in users[user].sessions where sessions[other].token == token { end(other, closing: .revoked) }
  }
}
