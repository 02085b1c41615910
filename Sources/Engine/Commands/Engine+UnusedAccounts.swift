/// Accounts that somebody registered and nobody uses: they go, so that registering without end takes no names for good and
/// leaves little: a number and a row without a name.
///
/// An account stays for good once its user has said something, was written to, made a room, or is named in a room's rules, or an
/// operator has had to do with it. Accounts of earlier programs stay: nobody was told that they would go.
extension Engine {
  /// Lets an account that was registered just now go where nobody uses it.
  mutating func expectUse(of user: UserID) {
    users[user].mayExpire = true
    noteUse(of: user)
    guard limits[.unusedAccountSeconds] > 0 else { return }
    timers.set(.accountUnused(user), at: unusedFrom(users[user].lastUse))
  }

  /// Gives the user of an account a week to come back: nobody could for a long time, or a clock was wrong.
  mutating func expectUse(of user: UserID, after instant: Instant) {
    guard users[user].mayExpire else { return }
    let grace = min(Int64(limits[.unusedAccountSeconds]) * 1000, 7 * 86_400_000)
    timers.set(.accountUnused(user), at: instant.advanced(byMilliseconds: max(grace, 1)))
  }

  /// Lets accounts of which that was not expected while the limit was 0 go where nobody uses them.
  mutating func expectUseOfAll() {
    guard limits[.unusedAccountSeconds] > 0 else { return }
    var expected: Set<UserID> = []
    for case .accountUnused(let user) in timers.unordered.map(\.timer) { expected.insert(user) }
    for index in users.values.indices {
      let user = UserID(UInt32(index) + 1)
      guard users[user].mayExpire, !users[user].isDeleted, !expected.contains(user) else { continue }
      timers.set(.accountUnused(user), at: unusedFrom(max(users[user].lastUse, now)))
    }
  }

  /// Somebody logged in to an account, or is gone again.
  mutating func noteUse(of user: UserID) {
    if users[user].mayExpire { users[user].lastUse = now }
  }

  /// Erases such an account, unless it was used of late.
  mutating func eraseIfUnused(_ user: UserID) {
    guard users[user].mayExpire, !users[user].isDeleted, limits[.unusedAccountSeconds] > 0 else { return }
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
    lastUse.advanced(byMilliseconds: Int64(limits[.unusedAccountSeconds]) * 1000)
  }
}
