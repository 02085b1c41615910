extension Engine {
  /// The bans that are not over at a time, in the order in which they were made.
  package func currentAddressBans(at now: Instant) -> [AddressBan] {
    addressBans.filter { $0.until.map { $0 > now } ?? true }
  }

  /// The addresses, as numbers, from which there is a session.
  package var peersInUse: Set<Peer> { Set(sessions.ids.compactMap { sessions[$0].peer }) }

  func checkBan(_ range: String, seconds: Int?, at now: Instant) throws(Refusal) {
    guard seconds.map({ AddressBan.seconds.contains($0) }) ?? true else {
      throw Refusal(
        .badFrame,
        "A ban lasts from 1 to \(AddressBan.seconds.upperBound) seconds, or for good without `seconds`.",
        field: "seconds")
    }
    guard currentAddressBans(at: now).count(where: { $0.range != range }) < AddressBan.most else {
      throw Refusal(
        .tooMany,
        "There are \(AddressBan.most) bans already; lift some, or ban the network that they are in.",
        field: "address")
    }
  }

  /// Bans a range of addresses, in place of an earlier ban of the same, and ends the sessions from there.
  mutating func ban(_ range: String, peers: [Peer], seconds: Int?) {
    addressBans = currentAddressBans(at: now).filter { $0.range != range }
    let until = seconds.map { now.advanced(byMilliseconds: Int64($0) * 1000) }
    addressBans.append(AddressBan(range: range, made: now, until: until))
    let banned = Set(peers)
    for session in sessions.ids {
      guard let peer = sessions[session].peer, banned.contains(peer) else { continue }
      end(session, closing: .revoked)
    }
  }

  mutating func liftBan(of range: String) { addressBans.removeAll { $0.range == range } }
}
