/// Accounts that somebody registered and nobody uses: they go, so that registering without end fills nothing for good.
///
/// An account stays for good once its user has said something, was written to, made a room, or is named in a room's rules, or an
/// operator has had to do with it. Accounts of earlier programs stay: nobody was told that they would go.
extension Engine {
  /// Lets an account that was registered just now go where nobody uses it.
  mutating func expectUse(of user: UserID) {
    users[user].mayExpire = true
    noteUse(of: user)
    guard limits.unusedAccountSeconds > 0 else { return }
    timers.set(.accountUnused(user), at: unusedFrom(users[user].lastUse))
  }

  /// Somebody logged in to an account, or is gone again.
  mutating func noteUse(of user: UserID) {
    if users[user].mayExpire { users[user].lastUse = now }
  }

  /// Erases such an account, unless it was used of late.
  mutating func eraseIfUnused(_ user: UserID) {
    guard users[user].mayExpire, !users[user].isDeleted, limits.unusedAccountSeconds > 0 else { return }
    if !users[user].sessions.isEmpty { users[user].lastUse = now }
    let unused = unusedFrom(users[user].lastUse)
    guard unused <= now else {
      timers.set(.accountUnused(user), at: unused)
      return
    }
    close(accountOf: user)
    forgetName(of: user)
  }

  private func unusedFrom(_ lastUse: Instant) -> Instant {
    lastUse.advanced(byMilliseconds: Int64(limits.unusedAccountSeconds) * 1000)
  }
}
