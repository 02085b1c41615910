import Engine
import TestSupport
import Testing
import Wire

/// Two chats in which the same is said at the same times; in the second one the network breaks and the server crashes.
@Suite struct TwinTests {
  @Test(arguments: 1...UInt64(Soak.rounds(1, of: 4)))
  func `a client that is cut and comes back sees what its uncut twin sees`(seed: UInt64) throws {
    var twins = try Twins(seed: seed)
    for _ in 1...2500 { try twins.step() }
    try twins.allReturn()
    for (uncut, cut) in zip(twins.uncut, twins.cut) {
      let same = zip(uncut.transcript, cut.transcript).prefix { $0 == $1 }.count
      #expect(
        uncut.transcript.count == same && cut.transcript.count == same,
        "seed \(seed), frame \(same): \(uncut.transcript.dropFirst(same).first ?? "none") came as \(cut.transcript.dropFirst(same).first ?? "none")"
      )
    }
    #expect(twins.returns > 100, "seed \(seed)")
    #expect(twins.uncut.reduce(0) { $0 + $1.transcript.count } > 1500)
  }
}

struct Twins {
  private var chatter: Chatter
  private let chats: [Chat]
  /// The clients of the first chat, which are never cut, and of the second.
  let uncut: [Client]
  let cut: [Client]
  private(set) var returns = 0

  init(seed: UInt64) throws {
    chatter = Chatter(seed: seed)
    let limits = Limits.with {
      $0[.presenceEach] = 3
      $0[.userListNames] = 3
      $0[.roomsPerSession] = 4
      $0[.messagesPerSecond] = 20
      $0[.badFrames] = 1_000_000
      $0[.resumeFrames] = 100_000
      $0[.sendQueueBytes] = 100_000_000
    }
    let first = try Chat(limits: limits)
    let second = try Chat(limits: limits, snapshotInterval: 100)
    chats = [first, second]
    func clients(of chat: Chat) throws -> [Client] {
      let users = try Chatter.users.map { try chat.user($0) }
      let tabs = try users.prefix(3).map { try chat.tab(of: $0) }
      for client in users + tabs { try client.joins("lobby") }
      return users + tabs
    }
    uncut = try clients(of: first)
    cut = try clients(of: second)
  }

  mutating func step() throws {
    let milliseconds = Int64(chatter.chance(90) ? chatter.number(0..<100) : chatter.number(0..<3000))
    for chat in chats { try chat.passes(milliseconds: milliseconds) }
    let index = chatter.number(0..<cut.count)
    switch chatter.number(0..<100) {
    case 0..<6:
      guard cut[index].isOpen else { return }
      try cut[index].isCut(losing: chatter.number(0..<5))
    case 6..<24: try comesBack(index)
    case 24 where chatter.chance(50):
      try chats[1].restarts()
      for client in cut where client.isOpen {
        client.loses(chatter.number(0..<4))
        client.wasCut()
      }
    case 25:
      // A move to another connection, while the old one still stands.
      guard cut[index].isOpen else { return }
      cut[index].loses(chatter.number(0..<3))
      try resume(index)
    default:
      guard cut[index].isOpen else { return }
      let frame = chatter.steadyFrame()
      try uncut[index].sends(frame)
      try cut[index].sends(frame)
    }
  }

  private mutating func comesBack(_ index: Int) throws {
    guard !cut[index].isOpen else { return }
    try resume(index)
  }

  private mutating func resume(_ index: Int) throws {
    let owner = cut[index].token == nil ? cut[index - Chatter.users.count] : nil
    let ready = try cut[index].returns(as: owner)
    try #require(ready["resumed"] == .bool(true), "client \(index) could not resume")
    returns += 1
  }

  mutating func allReturn() throws {
    for index in cut.indices { try comesBack(index) }
  }
}
