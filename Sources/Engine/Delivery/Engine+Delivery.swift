extension Engine {
  /// Has the store told of something.
  @inline(__always) mutating func record(_ record: Record) { effects.append(.record(record)) }

  /// Sends an event to one session, which counts it once it is logged in.
  mutating func reply(_ event: Event, re: String? = nil, to session: SessionID) {
    effects.append(.reply(event, re: re, to: session))
    count(.event(event, re: re), for: session)
  }

  /// Has a query answered to one session, at this point of the order.
  mutating func answer(_ query: Query, re: String?, to session: SessionID) {
    effects.append(.answer(query, re: re, to: session))
    count(.answer(query, re: re), for: session)
  }

  /// Sends an event to everyone in a room.
  mutating func broadcast(_ event: Event, in room: RoomID) {
    let members = rooms[room].members
    guard members.count > 0 else { return }
    effects.append(.broadcast(event, to: Audience(slots: members.slots, count: members.count)))
    lastDelivery += 1
    keep(.event(event, re: nil), in: .room(room))
    for session in rooms[room].detached { checkWaiting(of: session) }
  }

  private mutating func count(_ delivery: Delivery, for session: SessionID) {
    guard sessions[session].user != nil, sessions[session].isResumable else { return }
    lastDelivery += 1
    keep(delivery, in: .session(session))
    if sessions[session].isDetached { checkWaiting(of: session) }
  }

  private mutating func keep(_ delivery: Delivery, in log: LogID) {
    let (number, now, bounds) = (lastDelivery, now, DeliveryLog.Bounds(configuration.limits))
    change(log) { $0.append(delivery, number: number, at: now, within: bounds) }
  }

  /// Everything that a session was sent since it logged in.
  func sent(to session: SessionID) -> SentCount {
    sessions[session].memberships.reduce(sessions[session].log.total + sessions[session].pastTally) {
      $0 + (rooms[$1.room].log.total - $1.tally)
    }
  }

  /// Notes a detached session for which too much waits.
  private mutating func checkWaiting(of session: SessionID) {
    guard case .detached(let before, _) = sessions[session].attachment else { return }
    let waiting = sent(to: session) - before
    guard waiting.frames > UInt64(limits[.resumeFrames]) || waiting.bytes > UInt64(limits[.sendQueueBytes]),
      !overflowing.contains(session)
    else { return }
    overflowing.append(session)
  }

  /// Ends the sessions that can no longer be resumed. Their leaving is told to others and may overflow these in turn.
  mutating func endOverflowing() {
    while let session = overflowing.popLast() {
      if sessions.contains(session) { end(session) }
    }
  }

  /// The frames after the first `received` that a session was sent, or nil where they are not all kept.
  func missed(by session: SessionID, received: UInt64) -> [Delivery]? {
    let total = sent(to: session).frames
    guard received <= total, total - received <= UInt64(limits[.resumeFrames]) else { return nil }
    let missing = Int(total - received)
    guard missing > 0 else { return [] }

    var lostThrough = max(sessions[session].log.lostThrough, sessions[session].pastLostThrough)
    var candidates = Array(sessions[session].log.entries.suffix(missing))
    for membership in sessions[session].memberships {
      let log = rooms[membership.room].log
      candidates += log.entries.suffix(missing).filter { $0.number > membership.joinedAfter }
      if log.lostThrough > membership.joinedAfter { lostThrough = max(lostThrough, log.lostThrough) }
    }
    for past in sessions[session].past {
      let log = rooms[past.room].log
      let told = log.entries.filter { $0.number > past.after && $0.number <= past.through }.suffix(missing)
      // What was written after the session left is not for it.
      guard !told.contains(where: { $0.delivery.isEdited(after: past.ended) }) else { return nil }
      candidates += told
      if log.lostThrough > past.after { lostThrough = max(lostThrough, min(log.lostThrough, past.through)) }
    }
    candidates.sort { $0.number < $1.number }
    let frames = candidates.suffix(missing)
    guard frames.count == missing, let first = frames.first, first.number > lostThrough else { return nil }
    return frames.map(\.delivery)
  }
}
