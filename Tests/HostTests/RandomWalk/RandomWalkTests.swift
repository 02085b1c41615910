import Host
import Store
import TestSupport
import Testing
import Wire

@testable import Engine

@Suite struct RandomWalkTests {
  @Test(arguments: 1...UInt64(Soak.rounds(2, of: 6)))
  func `whatever happens, everything fits together and comes back after a crash`(seed: UInt64) throws {
    var walk = try Walk(seed: seed)
    for step in 1...2500 {
      try walk.step()
      let faults = walk.faults
      try #require(faults.isEmpty, "seed \(seed), step \(step), after \(walk.lastStep): \(faults)")
      if step % 50 == 0 {
        try #require(try walk.isRecovered(), "seed \(seed), step \(step), after \(walk.lastStep)")
      }
    }
    let replayed = try JournalWalk.toTheEnd(of: walk.chat.store, .segments)
    #expect(replayed.engine.canonicalBytes == walk.chat.host.engine.canonicalBytes, "seed \(seed)")
    for fault in try walk.historyFaults() { Issue.record("seed \(seed): \(fault)") }
  }

  /// What no client can bring about, or a walk does not send.
  private static let unreachable: [ErrorCode] = [
    .tooDeep, .unavailable, .internal, .noSuchMessage, .noSuchToken, .suspended, .registrationClosed,
    .invitationInvalid,
  ]

  @Test func `a walk reaches what it should`() throws {
    // A walk has no bots, asks for no tokens and blocks nobody; its clients do not keep what is not counted,
    // and they take a reaction away too seldom.
    let elsewhere = [
      "hello", "ready", "error", "commands_changed", "bot_command", "typing", "reaction_removed",
      "token_list", "block_list",
    ]
    let events = EventType.allCases.map(\.rawValue).filter { !elsewhere.contains($0) }
    let codes = ErrorCode.allCases.filter { !Self.unreachable.contains($0) }.map(\.rawValue)
    var missing = Set(events + codes)
    for seed in 1...8 {
      var walk = try Walk(seed: UInt64(seed))
      for _ in 1...4000 {
        try walk.step()
        missing.subtract(walk.heard.map { $0.string("code") ?? $0.string("type") ?? "" })
      }
      #expect(walk.resumes.worked > 5)
      #expect(walk.resumes.failed > 20)
      #expect(walk.restarts > 5)
      if missing.isEmpty { break }
    }
    #expect(missing.isEmpty)
  }
}

/// One chat in which anything may happen next.
struct Walk {
  let chat: Chat
  private var chatter: Chatter
  private var clients: [Client] = []
  private var tokens: [String] = []
  /// What the newest step was.
  private(set) var lastStep = ""
  /// What all clients were told by the newest step.
  private(set) var heard: [JSON] = []
  private(set) var resumes = (worked: 0, failed: 0)
  private(set) var restarts = 0
  /// What was said where, as it was first seen.
  private var said: [String: String] = [:]
  private var contradictions: [String] = []
  /// Where an operator took a message away.
  private var deleted: Set<String> = []

  init(seed: UInt64) throws {
    chatter = Chatter(seed: seed)
    chat = try Chat(
      limits: .with {
        $0[.presenceEach] = 2
        $0[.resumeSeconds] = 30
        $0[.resumeFrames] = 12
        $0[.sendQueueBytes] = 20_000
        $0[.roomsPerSession] = 3
        $0[.sessionsPerUser] = 3
        $0[.keysPerUser] = 4
        $0[.messageCharacters] = 30
        $0[.userListNames] = 3
        $0[.badFrames] = 8
        ($0[.tokenSeconds], $0[.unusedAccountSeconds]) = (200, 60)
        ($0[.commandsBurst], $0[.commandsPerSecond]) = (8, 2)
        ($0[.messagesBurst], $0[.messagesPerSecond]) = (3, 1)
      }, snapshotInterval: 150)
  }

  // MARK: Steps

  mutating func step() throws {
    try chat.passes(milliseconds: Int64(chatter.number(0..<150)))
    switch chatter.number(0..<100) {
    case 0..<6 where clients.count < 14: try comes()
    case 6..<14: try logsIn()
    case 14..<19: try isCut()
    case 19..<29: try returns()
    case 29..<31: try closes()
    case 31..<33: try timePasses()
    case 33: try crashes()
    case 34: try administers()
    case 35..<43: try keepsOrder()
    default: try speaks()
    }
    hearAll()
  }

  private mutating func note(_ what: String, _ client: Client? = nil) {
    lastStep = client.map { "connection \($0.connection.number) \(what)" } ?? what
  }

  private mutating func open() -> Client? {
    let open = clients.filter(\.isOpen)
    return open.isEmpty ? nil : chatter.pick(open)
  }

  private mutating func comes() throws {
    let client = try chat.guest()
    clients.append(client)
    note("comes", client)
  }

  private mutating func logsIn() throws {
    guard let client = open() else { return }
    let frame: String
    if tokens.isEmpty || chatter.chance(25) {
      let name = chatter.chance(80) ? chatter.pick(Chatter.users) : chatter.pick(Chatter.userSpellings)
      frame = #"{"type":"register","user":"\#(name)","password":"\#(Client.password)"}"#
    } else if chatter.chance(20) {
      let password = chatter.chance(70) ? Client.password : "wrong horse"
      frame = #"{"type":"login","user":"\#(chatter.pick(Chatter.userSpellings))","password":"\#(password)"}"#
    } else {
      frame = #"{"type":"login","token":"\#(chatter.pick(tokens))"}"#
    }
    note(frame, client)
    try client.sends(frame)
    if let token = client.token, !tokens.contains(token) { tokens.append(token) }
  }

  private mutating func speaks() throws {
    guard let client = open() else { return }
    let frame = chatter.frame()
    note(frame, client)
    // Nobody may be there to be told of it.
    if frame.contains("edit") { said = [:] }
    // Now and then somebody leans on the key.
    for _ in 0..<(chatter.chance(4) ? 6 : 1) where client.isOpen { try client.sends(frame) }
  }

  /// Whoever owns a room does something in it.
  private mutating func keepsOrder() throws {
    let engine = chat.host.engine
    let room = chatter.pick(Chatter.rooms)
    guard let id = engine.roomIDs[room], let owner = engine.rooms[id].owner else { return }
    let owners = clients.filter { $0.isOpen && engine.userName(on: $0.connection) == engine.name(of: owner) }
    guard !owners.isEmpty else { return }
    let client = chatter.pick(owners)
    let inside = engine.users(in: id).filter { $0 != owner }.map(engine.name)
    let user = chatter.pick(inside.isEmpty || chatter.chance(40) ? Chatter.users : inside)
    let rules = engine.rooms[id].rules ?? RoomRules()
    let frame: String
    if let banned = rules.bans.users.first, chatter.chance(20) {
      frame = #"{"type":"unban","room":"\#(room)","user":"\#(engine.name(of: banned))"}"#
    } else if let muted = rules.mutes.last?.user, chatter.chance(20) {
      frame = #"{"type":"unmute","room":"\#(room)","user":"\#(engine.name(of: muted))"}"#
    } else {
      frame = "{\(chatter.moderation(#""room":"\#(room)""#, user))}"
    }
    note(frame, client)
    try client.sends(frame)
  }

  private mutating func isCut() throws {
    guard let client = open() else { return }
    note("is cut", client)
    try client.isCut(losing: chatter.number(0..<6))
  }

  private mutating func returns() throws {
    let away = clients.filter { !$0.isOpen && $0.session != nil }
    guard !away.isEmpty, !tokens.isEmpty else { return }
    let client = chatter.pick(away)
    let own = chatter.chance(60) ? client.token : nil
    let token = own ?? chatter.pick(tokens)
    note("returns with \(token)", client)
    let resumed = try client.tries(token: token)
    if resumed { resumes.worked += 1 } else { resumes.failed += 1 }
  }

  private mutating func closes() throws {
    guard let client = open() else { return }
    note("closes", client)
    try client.closes()
  }

  private mutating func timePasses() throws {
    let milliseconds = Int64(chatter.pick([1, 999, 1000, 5000, 29_000, 31_000, 700_000]))
    note("\(milliseconds) ms pass")
    if chatter.chance(50) {
      try chat.passes(milliseconds: milliseconds)
    } else {
      chat.oversleeps(milliseconds: milliseconds)
      _ = try chat.guest().closes()
    }
  }

  private mutating func crashes() throws {
    note("a crash")
    restarts += 1
    try chat.restarts()
    for client in clients where client.isOpen {
      client.loses(chatter.number(0..<3))
      client.wasCut()
    }
  }

  /// An operator does something. Accounts are left alone, because nobody else may have their names.
  private mutating func administers() throws {
    let room = chatter.pick(Chatter.rooms)
    let seq = UInt64(chatter.number(1..<12))
    let request: AdminRequest
    switch chatter.number(0..<12) {
    case 0..<4: request = .deleteMessage(.room(room), seq: seq)
    case 4..<6:
      request = .deleteMessage(.between(chatter.pick(Chatter.users), chatter.pick(Chatter.users)), seq: seq)
    case 6: request = .deleteRoom(room)
    case 7..<9:
      request = .createToken(user: chatter.pick(Chatter.users), bot: false, label: "walk")
    case 9: request = .logOutUser(chatter.pick(Chatter.users))
    case 10: request = .setOwner(room: room, user: chatter.pick(Chatter.users))
    default:
      let known = try chat.administer(.listTokens(user: nil, .init())).array("tokens")
      guard !known.isEmpty else { return }
      request = .revokeToken(id: chatter.pick(known).string("id") ?? "")
    }
    note("\(request)")
    let answer = try chat.administer(request)
    if let token = answer.string("token") { tokens.append(token) }
    guard let name = answer["deleted"]?.string("room") else { return }
    if let seq = answer["deleted"]?.integer("seq") {
      deleted.insert("\(name) \(seq)")
    } else {
      said = said.filter { !$0.key.hasPrefix("\(name) ") }
      deleted = deleted.filter { !$0.hasPrefix("\(name) ") }
    }
  }

  private mutating func hearAll() {
    heard = []
    for client in clients {
      let frames = client.getsAll()
      // What is sent again was answered before, when more may have been open.
      if client.isOpen, !lastStep.contains("returns") {
        contradictions += frames.flatMap { leaks(in: $0, to: client.connection) }.map {
          "an answer shows \($0)"
        }
      }
      heard += frames
    }
    for frame in heard {
      if frame.string("type") == "message_deleted", let room = frame.string("room"),
        let seq = frame.integer("seq")
      {
        deleted.insert("\(room) \(seq)")
      }
      for session in frame.array("sessions") {
        chatter.sessions = (chatter.sessions + [session.string("session_id") ?? ""]).suffix(5)
      }
      if let cursor = frame.string("cursor") { chatter.cursors = (chatter.cursors + [cursor]).suffix(5) }
      var messages = frame.array("messages")
      switch frame.string("type") {
      case "message_edited":
        said["\(frame.string("room") ?? "") \(frame.integer("seq") ?? 0)"] = nil
        messages.append(frame)
      case "chat_message": messages.append(frame)
      case _: break
      }
      for message in messages {
        guard let room = frame.string("room"), let seq = message.integer("seq") else { continue }
        // What was still on its way when it was deleted may be read later, but not be told again.
        if message["deleted"] == .bool(true) {
          if message.string("message") != "" { contradictions.append("\(room) \(seq) has a text") }
          continue
        }
        if deleted.contains("\(room) \(seq)") { contradictions.append("\(room) \(seq) is back") }
        let content = [message.string("user"), message.string("message"), message.string("at")].description
        if let first = said["\(room) \(seq)"], first != content {
          contradictions.append("\(room) \(seq) was \(first) and is \(content)")
        }
        said["\(room) \(seq)"] = content
      }
    }
    clients.removeAll { !$0.isOpen && $0.session == nil }
    if clients.count >= 14, chatter.chance(20) { clients.removeAll { !$0.isOpen } }
  }

  /// The rooms in an answer that whoever asked may not read, or not see in the list.
  private func leaks(in frame: JSON, to connection: ConnectionID) -> [String] {
    let engine = chat.host.engine
    let session = engine.connections[connection]
    switch frame.string("type") {
    case "search": return frame.array("results").compactMap { $0.string("room") }.filter { isClosed($0) }
    case "history": return [frame.string("room")].compactMap(\.self).filter { isClosed($0) }
    case "room_list":
      let shown = engine.roomsShown(to: session)
      let hidden = engine.rooms.values.indices.map { RoomID(UInt32($0) + 1) }
        .filter { engine.rooms[$0].rules?.isSecluded == true && !shown.contains($0) }.map(engine.name(of:))
      return frame.array("rooms").compactMap { $0.string("room") }.filter(hidden.contains)
    case _: return []
    }
    func isClosed(_ room: String) -> Bool { engine.barrier(toRoom: room, on: connection) != nil }
  }

  // MARK: Checks

  /// What does not fit, after any step.
  var faults: [String] {
    var faults = chat.host.engine.brokenInvariants + contradictions
    for client in clients where client.isOpen {
      guard let sent = chat.host.engine.framesSent(over: client.connection) else { continue }
      if sent != UInt64(client.transcript.count) {
        faults.append(
          "connection \(client.connection.number) has \(client.transcript.count) frames of \(sent)")
      }
    }
    return faults
  }

  /// Whether the state comes back from its bytes, and from the store.
  func isRecovered() throws -> Bool {
    let bytes = chat.host.engine.canonicalBytes
    return try Engine(canonicalBytes: bytes).canonicalBytes == bytes
      && Recovery.find(in: chat.store).engine.canonicalBytes == bytes
  }

  /// Rooms and pairs whose messages are not numbered densely from 1.
  func historyFaults() throws -> [String] {
    let engine = chat.host.engine
    var faults: [String] = []
    func check(_ query: Query, _ count: UInt64) throws {
      guard case .messages(let rows, _) = try chat.store.answer(query),
        rows.map(\.seq) == Array(1...max(count, 1))
      else {
        if count > 0 { faults.append("\(query)") }
        return
      }
    }
    for (index, room) in engine.rooms.values.enumerated() where !room.isDeleted {
      try check(
        .roomHistory(RoomID(UInt32(index) + 1), page: .after(0), limit: .max, through: .max), room.seq)
    }
    for talk in engine.pairs.talks {
      try check(
        .privateHistory(talk.pair, asker: talk.pair.low, page: .after(0), limit: .max, through: .max),
        talk.seq)
      for user in [talk.pair.low, talk.pair.high] where !engine.users[user].isErased {
        let search = ConversationSearch(asker: user, limit: .max, counted: 1, fingerprint: 0)
        guard case .conversations(let rows, more: false) = try chat.store.answer(.conversations(search)),
          rows.contains(where: { $0.other == talk.pair.other(than: user) && $0.seq == talk.seq })
        else {
          faults.append("conversation of \(user.number) in \(talk)")
          continue
        }
      }
    }
    return faults
  }
}
