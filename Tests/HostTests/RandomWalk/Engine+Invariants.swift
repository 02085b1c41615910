@testable import Engine

extension Engine {
  /// What is wrong with the state, in words; empty where everything fits together.
  var brokenInvariants: [String] {
    roomFaults + sessionFaults + userFaults + timerFaults + (hasCountedAllMessages ? [] : ["messages"])
  }

  private var hasCountedAllMessages: Bool {
    messages == rooms.values.reduce(0) { $0 + $1.seq } + pairs.talks.reduce(0) { $0 + $1.seq }
  }

  private var roomFaults: [String] {
    var faults: [String] = []
    for (index, room) in rooms.values.enumerated() {
      let id = RoomID(UInt32(index) + 1)
      func check(_ truth: Bool, _ fault: String) {
        if !truth { faults.append("room \(room.name): \(fault)") }
      }
      let inside = sessions.ids.filter { sessions[$0].membership(of: id) != nil }
      check(Set(room.members.slots.compactMap(\.self)) == Set(inside), "members")
      check(room.members.count == inside.count, "count of members")
      check(
        Set(room.detached) == Set(inside.filter { sessions[$0].isDetached }), "detached members")
      check(Set(room.detached).count == room.detached.count, "a member is detached twice")

      var present: [UserID: Int] = [:]
      for session in inside { if let user = sessions[session].user { present[user, default: 0] += 1 } }
      check(room.presence.mapValues(\.sessions) == present, "sessions of its users")
      check(room.arrivals.count == present.count, "count of arrivals")
      for (user, presence) in room.presence {
        check(room.arrivals.slots[presence.slot] == user, "slot of user \(user.number)")
      }
      let numbers = room.arrivals.slots.compactMap { $0.flatMap { room.presence[$0]?.number } }
      check(Set(numbers).sorted() == numbers && numbers.last ?? 0 <= room.lastArrival, "numbers of arrivals")
      if let gathered = room.gathered {
        check(Set(gathered.joined).isDisjoint(with: gathered.left), "joined and left at once")
        check(gathered.joined.allSatisfy { present[$0] != nil }, "gathered one who is not there")
        check(gathered.left.allSatisfy { present[$0] == nil }, "gathered one who is still there")
      }
      check(room.log.isInOrder(upTo: lastDelivery), "order of its log")
      let standing = standing.filter { $0.value.contains(id) }.keys
      check(Set(standing) == Set(insiders(of: id)), "who is shown it without being inside")
      check(room.isDeleted == (room.owner == nil), "its owner")
      guard let rules = room.rules else { continue }
      check(!rules.isEmpty && !room.isDeleted, "rules that say nothing")
      check(!rules.moderators.contains { $0 == room.owner || rules.bans.contains($0) }, "its moderators")
      check(rules.bans.users.allSatisfy { present[$0] == nil && $0 != room.owner }, "a banned user is inside")
      check(rules.bans.users == rules.bans.users.sorted(), "order of its bans")
      check(rules.muted(room.owner ?? UserID(0), at: now) == nil, "its owner is muted")
    }
    if standing.values.contains(where: \.isEmpty) { faults.append("somebody stands to no room") }
    return faults
  }

  private var sessionFaults: [String] {
    var faults: [String] = []
    for id in sessions.ids {
      let session = sessions[id]
      func check(_ truth: Bool, _ fault: String) {
        if !truth { faults.append("session \(id.number): \(fault)") }
      }
      for membership in session.memberships {
        check(rooms[membership.room].members.slots[membership.slot] == id, "slot in a room")
      }
      check(Set(session.memberships.map(\.room)).count == session.memberships.count, "twice in a room")
      check(session.memberships.count <= limits[.roomsPerSession], "too many rooms")
      check(session.past.count <= limits[.resumeFrames], "remembers too many rooms")
      check(session.timers.count <= limits[.timers], "too many timers")
      check(session.timers.isEmpty || session.user != nil, "a guest has timers")
      check(Set(session.timers.map(\.name)).count == session.timers.count, "two timers of a name")
      check(session.log.isInOrder(upTo: lastDelivery), "order of its log")
      switch session.identity {
      case .guest: check(!session.isDetached, "a guest is detached")
      case .user(let user, let sessionName):
        check(users[user].sessions.contains(id), "unknown to its user")
        check(sessionsByName[sessionName] == id, "not found by its name")
      }
      switch session.attachment {
      case .attached(let connection): check(connections[connection] == id, "unknown to its connection")
      case .detached(let before, let expires):
        let waiting = sent(to: id) - before
        check(waiting.frames <= UInt64(limits[.resumeFrames]), "too many frames wait")
        check(waiting.bytes <= UInt64(limits[.sendQueueBytes]), "too many bytes wait")
        check(expires > now, "has expired")
        check(timers.sorted.contains { $0.at == expires && $0.timer == .sessionExpiry(id) }, "never expires")
      }
    }
    let attached = sessions.ids.count { !sessions[$0].isDetached }
    if connections.count != attached { faults.append("a connection without a session") }
    let logged = sessions.ids.count { sessions[$0].user != nil }
    if sessionsByName.count != logged { faults.append("a session name without a session") }
    if !overflowing.isEmpty { faults.append("a session still overflows") }
    return faults
  }

  private var userFaults: [String] {
    var faults: [String] = []
    if usersOnline != users.values.count(where: { !$0.sessions.isEmpty }) { faults.append("users online") }
    if roomsDeleted != rooms.values.count(where: \.isDeleted) { faults.append("rooms deleted") }
    for (index, user) in users.values.enumerated() {
      let id = UserID(UInt32(index) + 1)
      let theirs = sessions.ids.filter { sessions[$0].user == id }
      if Set(user.sessions) != Set(theirs) || user.sessions.count != theirs.count {
        faults.append("user \(user.name): sessions")
      }
      if theirs.count > limits[.sessionsPerUser] { faults.append("user \(user.name): too many sessions") }
      if user.keys?.entries.count ?? 0 > limits[.keysPerUser] { faults.append("user \(user.name): keys") }
      if user.mayExpire, !user.isDeleted {
        let isExpected = timers.unordered.contains { $0.timer == .accountUnused(id) }
        if !isExpected { faults.append("user \(user.name): is expected to be used, and never looked after") }
        let isNamed = rooms.values.contains { room in
          room.owner == id
            || room.rules.map { rules in
              var others = rules
              others.forget(id)
              return others != rules
            } == true
        }
        let hasTalked = pairs.talks.contains { $0.pair.low == id || $0.pair.high == id }
        if isNamed || hasTalked || user.keys != nil { faults.append("user \(user.name): would be missed") }
      }
      if userIDs[user.name] != id { faults.append("user \(user.name): not found by name") }
    }
    return faults
  }

  private var timerFaults: [String] {
    var faults: [String] = []
    if let earliest = timers.earliest, earliest <= now { faults.append("a timer is overdue") }
    let named = timers.sorted.filter { if case .named = $0.timer { true } else { false } }
    let live = sessions.ids.flatMap { sessions[$0].timers.map(\.serial) }
    if !Set(named.map(\.serial)).isSuperset(of: live) { faults.append("a client's timer is never due") }
    if named.count != live.count + timers.abandoned { faults.append("count of abandoned timers") }
    for (index, room) in rooms.values.enumerated() {
      guard let gathered = room.gathered else { continue }
      let timer = Timer.presence(RoomID(UInt32(index) + 1))
      if !timers.sorted.contains(where: { $0.at == gathered.flushAt && $0.timer == timer }) {
        faults.append("room \(room.name): gathers for ever")
      }
    }
    return faults
  }

  /// How many counted frames a connection's session was sent, or nil for a guest or a connection that is gone.
  func framesSent(over connection: ConnectionID) -> UInt64? {
    guard let session = connections[connection], sessions[session].user != nil else { return nil }
    return sent(to: session).frames
  }
}

extension DeliveryLog {
  fileprivate func isInOrder(upTo number: UInt64) -> Bool {
    let numbers = [lostThrough] + entries.map(\.number)
    return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 } && newest <= number
      && entries.count <= total.frames
  }
}
