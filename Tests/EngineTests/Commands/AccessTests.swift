import Testing

@testable import Engine

/// Every permission for every kind of person in every kind of room, held against the table of access.
@Suite struct AccessTests {
  /// A kind of room.
  private enum Door: CaseIterable {
    case open
    case unlisted
    case inviteOnly
    case usersOnly

    var access: RoomAccess {
      switch self {
      case .open: RoomAccess(inviteOnly: false)
      case .unlisted: RoomAccess(unlisted: true)
      case .inviteOnly: RoomAccess(inviteOnly: true)
      case .usersOnly: RoomAccess(usersOnly: true)
      }
    }
  }

  /// A kind of person. Those of the tutorials have the connection for their room and cannot resume.
  private enum Kind: String, CaseIterable {
    case owner, moderator, inside, outside, muted, banned, invited
    case guestInside, guestOutside
    case tutorialUser, tutorialGuest

    var isGuest: Bool { [.guestInside, .guestOutside, .tutorialGuest].contains(self) }
    var isTutorial: Bool { [.tutorialUser, .tutorialGuest].contains(self) }
    var joins: Bool { ![.outside, .banned, .invited, .guestOutside].contains(self) }

    /// What is known of them, said by hand and not read off the engine.
    func standing(behind door: Door) -> RoomStanding {
      var standing = RoomStanding(
        role: isGuest ? nil : self == .owner ? .owner : self == .moderator ? .moderator : .member)
      standing.inviteOnly = door == .inviteOnly
      standing.unlisted = door == .unlisted
      standing.usersOnly = door == .usersOnly
      // Guests are put out of a room that is closed to them.
      standing.isInside = joins && !(isGuest && (door == .inviteOnly || door == .usersOnly))
      standing.isPresent = standing.isInside && !isGuest
      standing.isBanned = self == .banned
      standing.isAuthor = self == .owner
      standing.isInvited = self == .invited
      if self == .muted { standing.mutedUntil = Instant.virtualStart.advanced(byMilliseconds: 60_000) }
      return standing
    }
  }

  /// A room of each kind with everybody in their place, and a member `sub` upon whom things are done.
  private struct House {
    var stage = Stage(limits: .unhurried)
    var people: [Kind: ConnectionID] = [:]

    init(_ door: Door) {
      for kind in Kind.allCases {
        let connection = stage.connect(resumable: !kind.isTutorial)
        people[kind] = connection
        guard !kind.isGuest else { continue }
        stage.send(.register(user: kind.rawValue, password: Secret(1)), from: connection)
      }
      let sub = stage.user("sub")
      stage.found = Lookup.Found(author: UserID(1), at: .virtualStart, isDeleted: false)
      for kind in Kind.allCases where kind.joins { join(people[kind]!) }
      join(sub)
      say("first", from: people[.owner]!)
      for request in [
        .setRole(Kind.moderator.rawValue, .moderator), .ban(Kind.banned.rawValue, reason: nil),
        .mute(Kind.muted.rawValue, seconds: 60, reason: nil), .invite(Kind.invited.rawValue),
        .setRoom(door.access),
      ] as [ModerationRequest] {
        stage.send(.moderate(room: "lobby", request), from: people[.owner]!)
      }
      for connection in people.values { _ = stage.take(connection) }
      stage.answersRequests = false
    }

    mutating func join(_ connection: ConnectionID) {
      stage.send(.join(room: "lobby", after: nil), from: connection)
    }

    mutating func say(_ text: String, from connection: ConnectionID) {
      stage.send(.sendMessage(room: "lobby", text: text, key: nil), from: connection)
    }

    func has(_ kind: Kind) -> Bool { stage.engine.isConnected(people[kind]!) }

    /// How a command is refused for who sends it, or nil where it is not.
    mutating func refusal(of command: Command, by kind: Kind) -> ErrorCode? {
      stage.send(command, from: people[kind]!)
      // Some of what is allowed puts the sender out.
      guard has(kind) else { return nil }
      let code = stage.refusal(people[kind]!)
      return [.forbidden, .authRequired, .notInRoom].contains(code) ? code : nil
    }
  }

  private static func moderate(_ request: ModerationRequest) -> Command {
    .moderate(room: "lobby", request)
  }

  /// A command that does it, with everything else about it right.
  private static func command(_ permission: Permission) -> Command {
    switch permission {
    case .register: .register(user: "new", password: Secret(1))
    case .logIn: .logIn(.password(user: "sub", Secret(1)), resume: nil)
    case .logOut: .logOut()
    case .setPassword: .setPassword(old: Secret(1), new: Secret(2))
    case .listSessions: .listSessions
    case .endSessions: .endSessions(id: nil)
    case .listTokens: .listTokens
    case .revokeToken: .revokeToken(id: "0123456789abcdef")
    case .ping: .ping(received: nil)
    case .setTimer: .setTimer("tea", milliseconds: 1000)
    case .cancelTimer: .cancelTimer("tea")
    case .listRooms: .listRooms(limit: nil, cursor: nil)
    case .searchUsers: .search(.users(query: "s", limit: nil, cursor: nil))
    case .searchMessages: .search(.messages(query: "first", room: nil, from: nil, limit: nil, cursor: nil))
    case .searchMentions:
      .search(.messages(query: "", room: nil, from: nil, limit: nil, cursor: nil, mentions: true))
    case .sendPrivateMessage: .sendPrivateMessage(to: "sub", text: "hi", key: nil)
    case .readPrivateMessages: .fetchHistory(.with("sub"), page: .latest, limit: nil)
    case .listConversations: .listConversations(limit: nil, cursor: nil)
    case .markRead: .markRead(.room("lobby"), seq: 1)
    case .makeRoom: .createRoom(room: "den")
    case .enterRoom: .join(room: "lobby", after: nil)
    case .leaveRoom: .leave(room: "lobby")
    case .listUsers: .listUsers(room: "lobby")
    case .readRoom: .fetchHistory(.room("lobby"), page: .latest, limit: nil)
    case .searchRoom: .search(.messages(query: "first", room: "lobby", from: nil, limit: nil, cursor: nil))
    case .speak: .sendMessage(room: "lobby", text: "hi", key: nil)
    case .editMessage: .editMessage(.room("lobby"), seq: 1, text: "hi")
    case .react: .react(.room("lobby"), seq: 1, reaction: "👍", adds: true)
    case .deleteMessage: moderate(.deleteMessage(seq: 1))
    case .kick: moderate(.kick("sub", reason: nil))
    case .mute: moderate(.mute("sub", seconds: 1, reason: nil))
    case .unmute: moderate(.unmute("sub"))
    case .ban: moderate(.ban("sub", reason: nil))
    case .unban: moderate(.unban("sub"))
    case .giveReason: moderate(.kick("sub", reason: "loud"))
    case .invite: moderate(.invite("sub"))
    case .uninvite: moderate(.uninvite("sub"))
    case .setTopic: moderate(.setTopic("tea"))
    case .setRole: moderate(.setRole("sub", .moderator))
    case .setRoom: moderate(.setRoom(RoomAccess(unlisted: true)))
    case .deleteRoom: moderate(.deleteRoom)
    case .tellTyping: .tellTyping(.room("lobby"), stopped: false)
    case .setCommands: .setCommands(room: "lobby", [])
    case .listCommands: .listCommands(room: "lobby")
    case .setStatus: .setStatus(Status(.away))
    case .readUser: .readUser("sub")
    case .block: .block(user: "sub", adds: true)
    }
  }

  /// The lines that mean a permission, where there is one.
  private static func line(_ permission: Permission) -> String? {
    switch permission {
    case .sendPrivateMessage: "/pm sub hi"
    case .enterRoom: "/join lobby"
    case .leaveRoom: "/leave lobby"
    case .listUsers: "/who lobby"
    case .readRoom: "/history lobby"
    case .readPrivateMessages: "/history @sub"
    case .listConversations: "/conversations"
    case .markRead: "/read lobby"
    case .makeRoom: "/join den"
    case .listRooms: "/rooms"
    case .searchUsers: "/search @s"
    case .searchMessages: "/search first"
    case .speak: "hi"
    case .kick: "/kick sub"
    case .mute: "/mute sub 10m"
    case .unmute: "/unmute sub"
    case .ban: "/ban sub"
    case .unban: "/unban sub"
    case .giveReason: "/kick sub loud"
    case .invite: "/invite sub"
    case .uninvite: "/uninvite sub"
    case .setTopic: "/topic tea"
    case .setRole: "/mod sub"
    case .setRoom: "/room unlisted"
    case .editMessage: "/edit 1 hi"
    case .react: "/react 1 👍"
    case .deleteMessage: "/delete 1"
    case .setStatus: "/status away"
    case .readUser: "/whois sub"
    case .register, .logIn, .logOut, .setPassword, .listSessions, .endSessions, .listTokens, .revokeToken,
      .ping, .setTimer,
      .cancelTimer,
      .searchRoom, .searchMentions, .deleteRoom, .tellTyping, .setCommands, .listCommands, .block:
      nil
    }
  }

  /// What the table says of somebody who does something.
  private static func verdict(_ permission: Permission, _ standing: RoomStanding) -> ErrorCode? {
    switch (permission.access.login, standing.role) {
    case (.guests, .some): return .forbidden
    case (.users, nil): return .authRequired
    case (.everybody, _), (.guests, nil), (.users, .some): break
    }
    switch permission.access.conditions.first(where: { !$0.holds(for: standing) }) {
    case nil: return nil
    case .presence: return .notInRoom
    case .entrance, .voice, .role, .author, .authorship, .bot: return .forbidden
    }
  }

  @Test func `nobody may do more or less than the table says, by a command or by a line`() {
    for door in Door.allCases {
      let house = House(door)
      for kind in Kind.allCases where house.has(kind) {
        let standing = kind.standing(behind: door)
        for permission in Permission.allCases {
          let expected = Self.verdict(permission, standing)
          var copy = house
          #expect(
            copy.refusal(of: Self.command(permission), by: kind) == expected,
            "\(kind) \(permission), room \(door)")
          guard let line = Self.line(permission) else { continue }
          copy = house
          #expect(
            copy.refusal(of: .typeLine(room: "lobby", line: line), by: kind) == expected,
            "\(kind) types \(line), room \(door)")
        }
      }
    }
  }

  @Test func `whoever wrote a message may take it away, where they may come in`() {
    for door in Door.allCases {
      let house = House(door)
      for kind in Kind.allCases where !kind.isGuest {
        var copy = house
        guard let user = copy.stage.engine.userID(of: kind.rawValue) else { continue }
        copy.stage.found = Lookup.Found(author: user, at: .virtualStart, isDeleted: false)
        let mayEnter = kind.standing(behind: door).barrier == nil
        #expect(
          copy.refusal(of: Self.moderate(.deleteMessage(seq: 1)), by: kind)
            == (mayEnter ? nil : .forbidden), "\(kind), room \(door)")
      }
    }
  }

  @Test func `a request over HTTP speaks where its user may come in, and nobody is told of a join`() {
    for door in Door.allCases {
      let house = House(door)
      for kind in Kind.allCases where !kind.isGuest {
        var copy = house
        guard let user = copy.stage.engine.userID(of: kind.rawValue) else { continue }
        let visit = ConnectionID(copy.stage.engine.lastConnection.number + 1)
        copy.stage.answersRequests = true
        copy.stage.apply(.connected(visit, visit: .command))
        copy.stage.logIn(UInt32(user.number), over: visit)
        _ = copy.stage.take(visit)
        copy.say("hi", from: visit)
        let standing = kind.standing(behind: door)
        let isHeard = standing.barrier == nil && standing.mutedUntil == nil
        #expect(copy.stage.refusal(visit) == (isHeard ? nil : .forbidden), "\(kind), room \(door)")
        copy.stage.apply(.closed(visit))
        let told = copy.stage.take(copy.people[.inside]!)
        #expect(told.count == (isHeard ? 1 : 0), "\(kind), room \(door)")
      }
    }
  }

  @Test func `the list shows a room, and a search its messages, to those alone who may know of them`() {
    for door in Door.allCases {
      var house = House(door)
      for kind in Kind.allCases where house.has(kind) {
        let standing = kind.standing(behind: door)
        let isKnown =
          switch door {
          case .open, .usersOnly: true
          case .unlisted: standing.isInside
          case .inviteOnly:
            standing.isInside || standing.isInvited || standing.role.map { $0 > .member } == true
          }
        house.stage.send(.listRooms(limit: nil, cursor: nil), from: house.people[kind]!)
        var shown: [RoomID]?
        for case .answer(.rooms(let search), _, _) in house.stage.effects { shown = search.shown }
        let isSecluded = door == .unlisted || door == .inviteOnly
        #expect((!isSecluded || shown?.contains(RoomID(1)) == true) == isKnown, "\(kind), room \(door)")
        let session = house.stage.engine.connections[house.people[kind]!]
        #expect(
          house.stage.engine.mayRead(RoomID(1), session) == (standing.barrier == nil), "\(kind), room \(door)"
        )
        let isFound =
          standing.barrier == nil
          && (door != .unlisted || standing.isInside || kind == .owner || kind == .moderator)
        #expect(house.stage.engine.mayFind(RoomID(1), session) == isFound, "\(kind), room \(door)")
      }
    }
  }

  @Test func `a tutorial's guest is gone from a room that is closed to guests, and everybody else is there`()
  {
    for door in Door.allCases {
      let house = House(door)
      for kind in Kind.allCases {
        let isPutOut = kind == .tutorialGuest && (door == .inviteOnly || door == .usersOnly)
        #expect(house.has(kind) == !isPutOut, "\(kind), room \(door)")
      }
    }
  }

  @Test func `whoever's account was closed, and an operator's doing, need no row`() {
    var house = House(.open)
    house.stage.apply(.administered(.deleteUser(Kind.owner.rawValue)))
    #expect(!house.stage.engine.isConnected(house.people[.owner]!))
    #expect(house.refusal(of: Self.moderate(.setTopic("tea")), by: .moderator) == nil)
  }
}
