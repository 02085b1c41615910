extension Engine {
  /// For how long a client may set a timer, in milliseconds: up to 366 days. The wire refuses what is outside.
  package static let timerMilliseconds: ClosedRange<Int64> = 1...366 * 86_400_000

  mutating func setTimer(
    _ name: String, milliseconds: Int64, re: String?, session: SessionID
  ) throws(Refusal) {
    _ = try user(of: session, for: .setTimer)
    try checkTimerName(name)
    let known = index(ofTimer: name, of: session)
    guard known != nil || sessions[session].timers.count < limits[.timers] else {
      throw Refusal(
        .tooMany, "This session has set \(limits[.timers]) timers already; cancel one first.", field: "timer")
    }

    if let known { dropTimer(at: known, of: session) }
    let serial = timers.set(.named(session), at: now.advanced(byMilliseconds: milliseconds))
    sessions[session].timers.append(Session.NamedTimer(name: name, serial: serial))
    confirm(re: re, to: session)
  }

  mutating func cancelTimer(_ name: String, re: String?, session: SessionID) throws(Refusal) {
    _ = try user(of: session, for: .cancelTimer)
    try checkTimerName(name)
    if let index = index(ofTimer: name, of: session) {
      dropTimer(at: index, of: session)
    }
    confirm(re: re, to: session)
  }

  /// Tells a client that its timer is due, where it has not cancelled it, set it anew or gone since.
  mutating func fireTimer(_ serial: UInt64, of session: SessionID) {
    guard sessions.contains(session),
      let index = sessions[session].timers.firstIndex(where: { $0.serial == serial })
    else { return timers.forgetAbandoned() }
    let timer = sessions[session].timers.remove(at: index)
    reply(.timer(name: timer.name, now: now), to: session)
  }

  /// Forgets all timers of a session that ends or changes hands.
  mutating func dropTimers(of session: SessionID) {
    abandonTimers(sessions[session].timers.count)
    sessions[session].timers = []
  }

  /// Names of timers are alike where their bytes are.
  private func index(ofTimer name: String, of session: SessionID) -> Int? {
    sessions[session].timers.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }

  private mutating func dropTimer(at index: Int, of session: SessionID) {
    sessions[session].timers.remove(at: index)
    abandonTimers(1)
  }

  /// Entries of the queue mean nothing any more. They stay until they are due or are the greater part of it, so that
  /// a client that sets and cancels without end fills no memory.
  private mutating func abandonTimers(_ count: Int) {
    guard count > 0, timers.abandon(count) else { return }
    let live = Set(sessions.ids.flatMap { sessions[$0].timers.map(\.serial) })
    timers.sweep { live.contains($0) }
  }

  private func checkTimerName(_ name: String) throws(Refusal) {
    guard !name.isEmpty, name.isAtMost(characters: limits[.timerNameCharacters]) else {
      throw Refusal(
        .badFrame, "A timer's name has 1 to \(limits[.timerNameCharacters]) characters.", field: "timer")
    }
  }
}
