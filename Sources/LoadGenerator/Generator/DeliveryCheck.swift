/// Whether each message comes once to each connection in its room, and those of a sender in the order in which they were sent.
package struct DeliveryCheck: Sendable {
  /// What the arrival of a message is.
  package enum Arrival: Hashable, Sendable {
    /// It is the sender's next, or follows messages that did not come yet.
    case inOrder
    /// A later message of the same sender came before it.
    case outOfOrder
    /// It has come before.
    case duplicated
    /// It was never sent to this room, or was refused.
    case unexpected
  }

  private let plan: LoadPlan
  /// Where the counts of a connection begin in `latest`.
  private let starts: [Int]
  /// The highest count that a connection has from each sender in its room.
  private var latest: [UInt32]
  /// What is below the highest count and has not come, by the place in `latest`.
  private var gaps: [Int: [ClosedRange<UInt32>]] = [:]
  private var sent: [UInt32]
  private var refused: [Set<UInt32>]
  /// How many messages came, each counted once for each connection.
  package private(set) var received: UInt64 = 0
  /// How many deliveries are due for what was sent and not refused.
  package private(set) var expected: UInt64 = 0

  package init(_ plan: LoadPlan) {
    self.plan = plan
    var starts: [Int] = []
    var next = 0
    for connection in 0..<plan.connections {
      starts.append(next)
      next += plan.senders(inRoom: plan.room(of: connection))
    }
    self.starts = starts
    latest = [UInt32](repeating: 0, count: next)
    sent = [UInt32](repeating: 0, count: plan.senders)
    refused = [Set<UInt32>](repeating: [], count: plan.senders)
  }

  /// Notes that a sender sends its next message, and gives its count.
  package mutating func noteSent(by sender: Int) -> UInt32 {
    sent[sender] += 1
    expected += UInt64(plan.members(inRoom: plan.room(of: sender)))
    return sent[sender]
  }

  /// Notes that the server refused a message, so that nobody is to get it.
  package mutating func noteRefused(_ count: UInt32, of sender: Int) {
    guard sender < plan.senders, count >= 1, count <= sent[sender], refused[sender].insert(count).inserted
    else { return }
    expected -= UInt64(plan.members(inRoom: plan.room(of: sender)))
  }

  /// Notes that a message came to a connection, and tells how.
  package mutating func noteArrival(of count: UInt32, from sender: Int, at connection: Int) -> Arrival {
    guard sender < plan.senders, plan.room(of: sender) == plan.room(of: connection), count >= 1,
      count <= sent[sender]
    else { return .unexpected }
    if !refused[sender].isEmpty, refused[sender].contains(count) { return .unexpected }
    let place = starts[connection] + plan.place(ofSender: sender)
    let before = latest[place]
    if count == before + 1 {
      latest[place] = count
      received += 1
      return .inOrder
    }
    if count > before {
      latest[place] = count
      received += 1
      let gap = before + 1...count - 1
      if !areAllRefused(gap, of: sender) { gaps[place, default: []].append(gap) }
      return .inOrder
    }
    guard take(count, fromGapsAt: place) else { return .duplicated }
    received += 1
    return .outOfOrder
  }

  /// How many messages did not come to a connection; those that were refused do not count.
  package func missing(at connection: Int) -> UInt64 {
    let room = plan.room(of: connection)
    var missing: UInt64 = 0
    for place in 0..<plan.senders(inRoom: room) {
      let sender = place * plan.roomCount + room
      let index = starts[connection] + place
      for gap in gaps[index] ?? [] { missing += accepted(gap, of: sender) }
      if latest[index] < sent[sender] { missing += accepted(latest[index] + 1...sent[sender], of: sender) }
    }
    return missing
  }

  private func areAllRefused(_ gap: ClosedRange<UInt32>, of sender: Int) -> Bool {
    refused[sender].count >= gap.count && gap.allSatisfy { refused[sender].contains($0) }
  }

  private func accepted(_ range: ClosedRange<UInt32>, of sender: Int) -> UInt64 {
    guard !refused[sender].isEmpty else { return UInt64(range.count) }
    return UInt64(range.count(where: { !refused[sender].contains($0) }))
  }

  /// Takes a count out of the gaps, and tells whether it was in one.
  private mutating func take(_ count: UInt32, fromGapsAt place: Int) -> Bool {
    guard var ranges = gaps[place], let index = ranges.firstIndex(where: { $0.contains(count) }) else {
      return false
    }
    let range = ranges.remove(at: index)
    if count < range.upperBound { ranges.insert(count + 1...range.upperBound, at: index) }
    if count > range.lowerBound { ranges.insert(range.lowerBound...count - 1, at: index) }
    gaps[place] = ranges
    return true
  }
}
