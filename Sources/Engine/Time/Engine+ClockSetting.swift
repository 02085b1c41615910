extension Engine {
  /// Sets the clock, forwards or back. Timers, sessions, mutes and rate limits keep their remaining time; messages keep
  /// their times.
  mutating func setClock(to instant: Instant) {
    let milliseconds = instant.milliseconds - now.milliseconds
    now = instant
    for user in users.ids {
      users[user].allowance.move(by: milliseconds)
      users[user].roomsMade.move(by: milliseconds * 1000)
      users[user].lastUse.move(by: milliseconds)
      users[user].statusChanges.move(by: milliseconds * 1000)
    }
    for room in rooms.ids {
      rooms[room].log.move(by: milliseconds)
      rooms[room].gathered?.flushAt.move(by: milliseconds)
      rooms[room].unusedUntil?.move(by: milliseconds)
      guard rooms[room].rules?.mutes.isEmpty == false else { continue }
      changeRules(of: room) { rules in
        rules.mutes = rules.mutes.map {
          RoomRules.Mute(user: $0.user, until: $0.until.advanced(byMilliseconds: milliseconds))
        }
      }
    }
    for session in sessions.ids { sessions[session].move(by: milliseconds) }
    timers.move(by: milliseconds)
    ages.move(by: milliseconds)
    for index in addressBans.indices { addressBans[index].until?.move(by: milliseconds) }
    for index in invitations.indices { invitations[index].expires.move(by: milliseconds) }
    attempts.move(by: milliseconds)
  }
}

extension Instant {
  mutating func move(by milliseconds: Int64) { self = advanced(byMilliseconds: milliseconds) }
}

extension Session {
  fileprivate mutating func move(by milliseconds: Int64) {
    log.move(by: milliseconds)
    for index in past.indices { past[index].ended.move(by: milliseconds) }
    if since.milliseconds != 0 { since.move(by: milliseconds) }
    for index in typing.indices { typing[index].at.move(by: milliseconds) }
    logInBy?.move(by: milliseconds)
    refusals.move(by: milliseconds * 1000)
    switch identity {
    case .guest(var allowance):
      allowance.move(by: milliseconds)
      identity = .guest(allowance)
    case .user: break
    }
    switch attachment {
    case .attached: break
    case .detached(let sent, let expires):
      attachment = .detached(sent: sent, expires: expires.advanced(byMilliseconds: milliseconds))
    }
  }
}

extension Attempts {
  fileprivate mutating func move(by milliseconds: Int64) {
    accounts.move(by: milliseconds)
    known.move(by: milliseconds)
    peers.move(by: milliseconds)
    registrations.move(by: milliseconds)
    tokens.move(by: milliseconds)
  }
}
