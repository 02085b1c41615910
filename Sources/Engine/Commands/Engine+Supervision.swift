/// What an operator does to accounts and rooms that stay.
extension Engine {
  /// The number under which the host keeps the verifier of a password that an operator sets.
  package var nextRequest: RequestID { RequestID(lastRequest + 1) }

  /// Whether an operator lets nobody log in to an account.
  package func isSuspended(_ user: UserID) -> Bool { users[user].isSuspended }

  /// Who owns a room, or nil where nobody does.
  package func owner(of room: RoomID) -> UserID? { rooms[room].owner }

  /// How many sessions in a room are guests'.
  package func guests(in room: RoomID) -> Int { rooms[room].guests }

  /// Gives a user another password. Who had the old one is not logged in any more, and who tried too many may try again.
  mutating func resetPassword(of user: UserID) {
    lastRequest += 1
    record(.passwordChanged(user, request: RequestID(lastRequest)))
    users[user].passwordChanges += 1
    users[user].mayExpire = false
    attempts.accounts.forget(NameKey(users[user].name))
    attempts.known.forgetAll { $0.user == user }
    logOutEverywhere(user)
  }

  /// Keeps a user from logging in, or lets them log in again. Their tokens stay.
  mutating func setSuspended(_ user: UserID, _ isSuspended: Bool) {
    guard users[user].isSuspended != isSuspended else { return }
    users[user].isSuspended = isSuspended
    users[user].mayExpire = false
    record(.userSuspended(user, isSuspended))
    if isSuspended { closeSessions(of: user) }
  }

  /// Ends all sessions of a user, and with them the tokens of log-ins, so that nobody who has one is back at once.
  mutating func logOutEverywhere(_ user: UserID) {
    record(.ownTokensRevoked(user, except: nil))
    closeSessions(of: user)
  }

  /// Ends all sessions of a user, visits too.
  mutating func closeSessions(of user: UserID) {
    for session in sessions.ids where sessions[session].user == user { end(session, closing: .revoked) }
  }

  /// Takes the guests out of a room, as its owner does who closes it to them.
  mutating func closeToGuests(_ room: RoomID) {
    guard rooms[room].rules?.usersOnly != true else { return }
    changeRules(of: room) { $0.usersOnly = true }
    let rules = rooms[room].rules ?? RoomRules()
    tell(
      .access(inviteOnly: rules.inviteOnly, unlisted: rules.unlisted, usersOnly: rules.usersOnly), by: nil,
      in: room)
    expelUnwanted(from: room)
  }

  /// Gives a room to a user, whatever they were there; who owned it is a member like others.
  mutating func give(_ room: RoomID, to user: UserID) {
    let old = rooms[room].owner
    guard old != user else { return }
    changeRules(of: room) { $0.forget(user) }
    setOwner(of: room, user)
    if let old { tell(.role(users[old].name, .member), by: nil, in: room) }
    tell(.role(users[user].name, .owner), by: nil, in: room)
  }
}
