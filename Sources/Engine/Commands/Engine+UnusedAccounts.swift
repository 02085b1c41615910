/// Accounts that were registered and are not used: they are erased, so that mass registration does not take names for good
/// and leaves only a number and a row without a name.
///
/// An account stays for good once its user has sent or received a message, made a room, is named in a room's rules, or an
/// operator has changed it. Accounts of earlier versions stay, since their users were not told of this rule.
extension Engine {
  /// Starts the time after which a newly registered account expires if it is not used.
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

  /// Starts that time for accounts that were registered while the limit was 0.
  mutating func expectUseOfAll() {
    guard limits[.unusedAccountSeconds] > 0 else { return }
    var expected: Set<UserID> = []
    for case .accountUnused(let user) in timers.unordered.map(\.timer) { expected.insert(user) }
    for user in users.ids where users[user].mayExpire && !users[user].isDeleted && !expected.contains(user) {
      timers.set(.accountUnused(user), at: unusedFrom(max(users[user].lastUse, now)))
    }
  }

  /// Notes that a user logged in or left.
  mutating func noteUse(of user: UserID) {
    if users[user].mayExpire { users[user].lastUse = now }
  }

  /// Erases an account, unless it was used recently.
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
