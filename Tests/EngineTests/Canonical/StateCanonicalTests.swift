import TestSupport
import Testing

@testable import Engine

@Suite struct StateCanonicalTests {
  @Test func `the crowded stage has something of everything`() {
    let engine = Stage.crowded().engine
    #expect(engine.awaitsOutcome)
    #expect(engine.rooms.values.contains { $0.gathered != nil })
    #expect(engine.rooms.values.contains { !$0.detached.isEmpty })
    #expect(engine.sessions.ids.contains { !engine.sessions[$0].past.isEmpty })
    #expect(engine.sessions.ids.contains { engine.sessions[$0].isDetached })
    #expect(engine.sessions.ids.contains { engine.sessions[$0].request != nil })
    #expect(engine.sessions.ids.contains { engine.sessions[$0].badFrames > 0 })
    #expect(engine.sessions.ids.contains { engine.sessions[$0].logInBy != nil })
    #expect(engine.sessions.ids.contains { engine.sessions[$0].token != nil })
    #expect(engine.sessions.ids.contains { engine.sessions[$0].peer != nil })
    #expect(engine.users.values.contains { $0.passwordChanges > 0 })
    #expect(engine.attempts.accounts.keyCount == 2)
    #expect(engine.attempts.peers.keyCount == 1)
    #expect(engine.attempts.registrations.keyCount == 1)
    #expect(engine.requests.values.contains { $0.guess != nil })
    #expect(!engine.sessions.free.isEmpty)
    #expect(engine.sessions.ids.contains { engine.sessions[$0].token != nil })
    #expect(engine.users.values.contains { $0.isDeleted })
    #expect(engine.rooms.values.contains { $0.isDeleted && !$0.log.entries.isEmpty })
    #expect(engine.timers.sorted.contains { $0.timer == .roomUnused(RoomID(3)) })
    #expect(engine.ages.entries.contains { $0.log == .room(RoomID(5)) })
    #expect(engine.ages.entries.contains { if case .session = $0.log { true } else { false } })
    #expect(engine.users.values.contains { !$0.peers.isEmpty })
    #expect(engine.attempts.known.keyCount == 1)
    #expect(engine.attempts.tokens.keyCount == 1)
    #expect(engine.users.values.contains { !$0.blocked.isEmpty })
    #expect(engine.sessions.ids.contains { engine.sessions[$0].isVisit })
    #expect(engine.users.values.contains { $0.keys != nil })
    let rules = engine.rooms.values.compactMap(\.rules)
    #expect(rules.contains { !$0.moderators.isEmpty })
    #expect(rules.contains { !$0.bans.isEmpty })
    #expect(rules.contains { !$0.mutes.isEmpty })
    #expect(rules.contains { !$0.invitations.isEmpty })
    #expect(rules.contains { $0.topic != "" && $0.inviteOnly && $0.unlisted })
    #expect(engine.rooms.values.contains { $0.owner == nil })
    #expect(engine.sessions.ids.contains { !engine.sessions[$0].timers.isEmpty })
    #expect(engine.timers.abandoned == 2)
    #expect(engine.pairs.count == 3)
    #expect(engine.nextDeadline != nil)
    let kept = engine.sessions.ids.flatMap { engine.sessions[$0].log.entries.map(\.delivery) }
    let numbers = kept.map { delivery in
      var writer = CanonicalWriter()
      switch delivery {
      case .event(let event, _): event.write(to: &writer)
      case .answer(let query, _): query.write(to: &writer)
      }
      let isAnswer = if case .answer = delivery { true } else { false }
      return writer.bytes[0] + (isAnswer ? 100 : 0)
    }
    // All events that are kept for a session alone, and all queries.
    #expect(
      Set(numbers).isSuperset(of: [1, 2, 3, 8, 9, 10, 11, 12, 13, 16, 18, 19, 101, 102, 103, 104, 105]))
    #expect(
      kept.contains { if case .event(.privateMessage(let message), _) = $0 { message.bot } else { false } })
    let told = engine.rooms.values.flatMap { $0.log.entries.map(\.delivery) }
    #expect(
      told.contains { if case .event(.chatMessage(_, let message), _) = $0 { message.bot } else { false } })
    #expect(told.contains { if case .event(.presence, _) = $0 { true } else { false } })
    #expect(told.contains { if case .event(.userJoined, _) = $0 { true } else { false } })
    #expect(told.contains { if case .event(.messageDeleted, _) = $0 { true } else { false } })
    #expect(told.contains { if case .event(.messageEdited, _) = $0 { true } else { false } })
    #expect(told.contains { if case .event(.reactionChanged, _) = $0 { true } else { false } })
    #expect(told.contains { if case .event(.roomDeleted, _) = $0 { true } else { false } })
    let shown = kept.map { delivery in
      if case .answer(.rooms(let search), _) = delivery { search.shown } else { [RoomID]() }
    }
    #expect(shown.contains { !$0.isEmpty })
  }

  @Test func `a state comes back from its bytes`() throws {
    let engine = Stage.crowded().engine
    let copy = try Engine(canonicalBytes: engine.canonicalBytes)
    #expect(copy.fingerprint == engine.fingerprint)
    #expect(copy.hasSameConversation(as: engine))
    #expect(copy.nextDeadline == engine.nextDeadline)
    #expect(copy.timers.abandoned == engine.timers.abandoned)
    let empty = Engine()
    #expect(try Engine(canonicalBytes: empty.canonicalBytes).fingerprint == empty.fingerprint)
  }

  @Test func `a state that came back from its bytes goes on as the first would`() throws {
    var first = Stage.crowded()
    var second = first
    second.replaceEngine(by: try Engine(canonicalBytes: first.engine.canonicalBytes))
    for (name, input) in Self.more {
      first.now = first.now.advanced(byMilliseconds: 350)
      second.now = first.now
      first.apply(input)
      second.apply(input)
      #expect(first.effects == second.effects, "\(name)")
      #expect(first.engine.fingerprint == second.engine.fingerprint, "\(name)")
    }
  }

  @Test func `two equal histories give equal bytes`() {
    #expect(Stage.crowded().engine.fingerprint == Stage.crowded().engine.fingerprint)
  }

  @Test func `a copy of an engine goes its own way`() {
    let first = Stage.crowded()
    let before = first.engine.fingerprint
    for (name, input) in Self.more {
      var second = first
      second.apply(input)
      #expect(first.engine.fingerprint == before, "\(name)")
      #expect(second.engine.fingerprint != before, "\(name)")
    }
  }

  @Test func `a state that is cut off anywhere is refused, or is one without its last fields`() {
    let bytes = Stage.crowded().engine.canonicalBytes
    for count in Soak.sample(bytes.indices, each: 5) {
      guard let other = try? Engine(canonicalBytes: Array(bytes.prefix(count))) else { continue }
      #expect(other.canonicalBytes == Array(bytes.prefix(count)), "\(count) of \(bytes.count) bytes")
    }
    #expect(throws: CanonicalError.self) { try Engine(canonicalBytes: bytes + [0]) }
  }

  @Test func `a state with an error in it is refused or read, and never traps`() {
    let bytes = Stage.crowded().engine.canonicalBytes
    let flips: [UInt8] = [0x01, 0x7f, 0x80, 0xff]
    for place in Soak.sample(bytes.indices, each: 5) {
      var broken = bytes
      broken[place] ^= flips[place % flips.count]
      _ = try? Engine(canonicalBytes: broken)
    }
  }

  /// Inputs that touch every part of the crowded stage. Its connections: 1 alice, 2 bob, 4 a guest, 6 echo, 7 one that
  /// registers, 8 one that resumes.
  static let more: [(String, Input)] = [
    ("a message", .command(ConnectionID(2), .sendMessage(room: "lobby", text: "on", key: nil), re: "1")),
    ("a key again", .command(ConnectionID(1), .sendPrivateMessage(to: "bob", text: "x", key: "p"), re: "2")),
    ("a join", .command(ConnectionID(4), .join(room: "TEA", after: nil), re: "3")),
    ("a resume", .authenticated(RequestID(8), accepted(user: 1))),
    ("a registration", .authenticated(RequestID(7), accepted(user: nil))),
    ("a leave", .command(ConnectionID(6), .leave(room: "lobby"), re: nil)),
    ("a cut", .cut(ConnectionID(2))),
    (
      "a private message",
      .command(ConnectionID(6), .sendPrivateMessage(to: "bob", text: "x", key: nil), re: nil)
    ),
    ("a connection", .connected(ConnectionID(20))),
    ("a connection that cannot resume", .connected(ConnectionID(21), resumable: false)),
    ("a goodbye", .closed(ConnectionID(4))),
    ("a restart", .restarted),
    (
      "an edit",
      .command(
        ConnectionID(1), .editMessage(.room("lobby"), seq: 1, text: "on"), re: "7",
        found: Lookup.Found(author: UserID(1), at: .virtualStart, isDeleted: false))
    ),
    (
      "a reaction",
      .command(
        ConnectionID(1), .react(.room("lobby"), seq: 1, reaction: "👍", adds: false), re: "8",
        found: Lookup.Found(
          author: UserID(1), at: .virtualStart, isDeleted: false, reactions: Samples.reactions))
    ),
    ("a deleted message", .administered(.deleteMessage(.room("lobby"), seq: 1))),
    ("a deleted private message", .administered(.deleteMessage(.between("alice", "bob"), seq: 2))),
    ("a deleted room", .administered(.deleteRoom("LOBBY"))),
    ("a deleted user", .administered(.deleteUser("bob"))),
    ("a topic", .command(ConnectionID(2), .moderate(room: "salon", .setTopic("new")), re: "4")),
    ("a mute that is over", .command(ConnectionID(1), .moderate(room: "salon", .unmute("bob")), re: "5")),
    (
      "a search",
      .command(
        ConnectionID(1), .search(.messages(query: "hi", room: nil, from: nil, limit: nil, cursor: nil)),
        re: "6")
    ),
    ("a revoked token", .administered(.revokeToken(Stage.token(1)))),
    ("another password", .administered(.setPassword("bob"))),
    ("a suspension", .administered(.suspendUser("bob"))),
    ("a log-out", .administered(.logOutUser("bob"))),
    ("another owner", .administered(.setOwner(room: "lobby", user: "bob"))),
    ("no guests", .administered(.removeGuests("lobby"))),
    ("an invitation", .administered(.makeInvitation(Samples.digest, uses: 1, seconds: 60))),
    ("a ban", .administered(.banAddress("192.0.2.0", peers: [Peer(7)], seconds: nil))),
    (
      "a revoked token of one's own", .command(ConnectionID(1), .revokeToken(id: "0123456789abcdef"), re: "9")
    ),
    ("a provision", .provisioned(user: "reminder", bot: true, token: Samples.digest)),
  ]

  private static func accepted(user: UInt32?) -> Authentication {
    .accepted(user: user.map { UserID($0) }, session: Samples.digest, token: nil)
  }
}
