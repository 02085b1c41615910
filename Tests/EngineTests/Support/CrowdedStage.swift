@testable import Engine

extension Stage {
  /// A stage whose state has something of everything that a state can hold.
  static func crowded() -> Stage {
    var limits = Limits()
    limits[.presenceEach] = 3
    limits[.sessionsPerUser] = 20
    limits[.keysPerUser] = 3
    limits[.commandsBurst] = 1000
    limits[.loginSeconds] = 3600
    var stage = Stage(limits: limits)
    let alice = stage.user("alice")
    let bob = stage.user("Bob")
    let zoe = stage.user("zo\u{eb}")
    stage.apply(.provisioned(user: "echo", bot: true, token: token(4)))
    let guest = stage.connect(resumable: false)
    for connection in [alice, bob, zoe, guest] {
      stage.send(.join(room: "lobby", after: nil), from: connection, re: nil)
      stage.send(.join(room: "Stra\u{df}e", after: 0), from: connection)
    }
    stage.converse(alice, bob)
    stage.keepOrder(alice, bob)
    stage.leaveTraces(alice: alice, zoe: zoe)
    return stage
  }

  /// Every command once, so that every kind of delivery waits in some log.
  private mutating func converse(_ alice: ConnectionID, _ bob: ConnectionID) {
    for key in ["a", "b", "c", "d"] {
      send(.sendMessage(room: "lobby", text: "hi \(key)", key: key), from: alice)
      now = now.advanced(byMilliseconds: 7)
    }
    send(.sendPrivateMessage(to: "bob", text: "psst \u{1f511}", key: "p"), from: alice)
    send(.sendPrivateMessage(to: "alice", text: "what?", key: nil), from: bob)
    send(.sendPrivateMessage(to: "alice", text: "to myself", key: nil), from: alice)
    send(.fetchHistory(.room("lobby"), page: .before(3), limit: 2), from: bob)
    send(.fetchHistory(.with("alice"), page: .latest, limit: nil), from: bob)
    send(.search(.users(query: "AL", limit: nil, cursor: nil)), from: bob)
    send(
      .search(
        .messages(
          query: "hi \"a b\"", room: "lobby", from: "alice", limit: 1, cursor: nil, mentions: true)),
      from: bob)
    send(.listRooms(limit: nil, cursor: nil), from: bob)
    send(.listUsers(room: "lobby"), from: bob)
    send(.listUsers(room: "lobby", limit: 1), from: bob)
    send(.listConversations(limit: nil, cursor: nil), from: bob)
    send(.createRoom(room: "tea"), from: bob)
    send(.typeLine(room: nil, line: "/help"), from: bob)
    send(.ping(received: 3), from: bob)
    send(.setTimer("soon", milliseconds: 10), from: bob)
    for wait in 1...3 { send(.setTimer("late", milliseconds: Int64(wait) * 60_000), from: bob) }
    pass(milliseconds: 10)
    send(.setPassword(old: Secret(1), new: Secret(2)), from: bob)
    send(.join(room: "", after: nil), from: bob)
    apply(.malformed(bob, Refusal(.badJSON, "no", field: "x", retryAfterMilliseconds: 3), re: nil))
    apply(.refused(bob, RefusedCommand(Refusal(.rateLimited, "no"), .queries), re: "8"))
  }

  /// Rooms with everything that owners and moderators can decide, and a broadcast of each kind.
  private mutating func keepOrder(_ alice: ConnectionID, _ bob: ConnectionID) {
    send(.join(room: "salon", after: nil), from: bob)
    for user in ["bob", "zo\u{eb}", "echo"] {
      for request in [
        .mute(user, seconds: 3600, reason: "loud"), .ban(user, reason: "why"), .unban(user),
        .setRole(user, .moderator), .unmute(user),
      ] as [ModerationRequest] {
        send(.moderate(room: "Stra\u{df}e", request), from: alice)
      }
    }
    for request in [
      .setTopic("the rules"), .setRoom(RoomAccess(inviteOnly: true, unlisted: true)),
      .ban("zo\u{eb}", reason: nil),
      .invite("echo"), .invite("alice"), .mute("alice", seconds: 60, reason: nil),
      .setRole("alice", .moderator), .kick("alice", reason: nil), .ban("alice", reason: nil),
    ] as [ModerationRequest] {
      send(.moderate(room: "salon", request), from: bob)
    }
    // Both now look for what may not be shown to them.
    for search in [
      .search(.messages(query: "hi", room: nil, from: nil, limit: nil, cursor: nil)),
      .listRooms(limit: nil, cursor: nil),
    ] as [Command] {
      for connection in [alice, bob] { send(search, from: connection) }
    }
  }

  /// A message of each kind that was deleted, and a room that was.
  private mutating func administer(alice: ConnectionID) {
    send(.join(room: "attic", after: nil), from: alice)
    send(.sendMessage(room: "attic", text: "dust", key: nil), from: alice)
    found = Lookup.Found(
      author: engine.userID(of: "alice")!, at: now, isDeleted: false,
      extras: MessageExtras(replyTo: 1, data: "[]"))
    for place in [Conversation.room("lobby"), .with("bob")] {
      send(.editMessage(place, seq: 1, text: "not quite, @bob"), from: alice)
    }
    found?.reactions = Samples.reactions
    for place in [Conversation.room("lobby"), .with("bob")] {
      send(.react(place, seq: 1, reaction: "👍", adds: false), from: alice)
    }
    apply(.administered(.deleteMessage(.room("lobby"), seq: 2)))
    apply(.administered(.deleteMessage(.between("bob", "alice"), seq: 1)))
    apply(.administered(.deleteRoom("attic")))
    apply(.administered(.makeInvitation(Samples.digest, uses: 2, seconds: 60)))
    for seconds in [60, nil] {
      apply(.administered(.banAddress("192.0.2.\(seconds ?? 0)", peers: [Peer(99)], seconds: seconds)))
    }
    apply(.administered(.suspendUser("ZOE\u{308}")))
  }

  /// Sessions in every state, rooms left, joins that wait to be told, a request that waits for its outcome.
  private mutating func leaveTraces(alice: ConnectionID, zoe: ConnectionID) {
    let tab = connect()
    logIn(1, over: tab)
    send(.listSessions, from: tab)
    send(.listTokens, from: tab)
    send(.join(room: "lobby", after: nil), from: tab)
    send(
      .sendMessage(
        room: "lobby", text: "from a tab, @bob", key: nil, extras: MessageExtras(replyTo: 1, data: "{}")),
      from: tab)
    for place in [Conversation.room("lobby"), .with("bob")] { send(.markRead(place, seq: 1), from: tab) }
    send(.leave(room: "lobby"), from: alice)
    let echo = connect(from: Peer(8))
    logIn(4, over: echo)
    for room in ["lobby", "stra\u{df}e"] { send(.join(room: room, after: nil), from: echo) }
    send(.sendMessage(room: "lobby", text: "beep", key: nil), from: echo)
    send(
      .sendPrivateMessage(
        to: "bob", text: "@alice boop", key: nil, extras: MessageExtras(data: "{\"boop\":1}")), from: echo)
    send(.setCommands(room: "lobby", Samples.roomCommands), from: echo)
    send(.typeLine(room: "lobby", line: #"/all a b 1 1.5 1m on echo a"#), from: tab)
    send(.listCommands(room: "lobby"), from: tab)
    send(.setStatus(Status(.away, text: "at lunch")), from: tab)
    send(.readUser("echo"), from: tab)
    send(.block(user: "bob", adds: true), from: tab)
    send(.tellTyping(.room("lobby"), stopped: false), from: tab)
    send(.tellTyping(.with("bob"), stopped: false), from: tab)
    pass(milliseconds: 1000)
    administer(alice: alice)
    apply(.closed(zoe))
    apply(.administered(.deleteUser("ZOE\u{308}")))
    apply(.cut(tab))
    answersRequests = false
    let late = connect(from: Peer(7))
    send(.register(user: "late", password: Secret(9), invitation: Samples.digest), from: late, re: "reg")
    let back = connect()
    logIn(1, over: back, resume: Self.session(1), received: 2)
    let guessing = connect(from: Peer(7))
    send(.logIn(.password(user: "Zo\u{eb}", Secret(9)), resume: nil), from: guessing)
    reject(RequestID(9))
    send(.logIn(.password(user: "nobody", Secret(9)), resume: nil, remember: true), from: guessing)
    apply(.closed(guessing))
    let known = connect(from: Peer(8))
    apply(.connected(ConnectionID(known.number + 1), peer: Peer(9), visit: .account))
    send(.logIn(.password(user: "echo", Secret(9)), resume: nil), from: known)
    apply(.closed(connect()))
    let wrong = connect(from: Peer(7))
    send(.logIn(.token(Self.token(99)), resume: nil), from: wrong)
    reject(RequestID(engine.lastRequest))
    apply(.closed(wrong))
  }
}
