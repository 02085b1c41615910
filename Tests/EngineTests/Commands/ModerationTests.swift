import Testing

@testable import Engine

@Suite struct ModerationTests {
  /// A room of alice's with bob and carl as its moderators, dora as a member, ed banned and fay outside; `tea` is bob's.
  private struct House {
    var stage = Stage(limits: .unhurried)
    var people: [String: ConnectionID] = [:]

    init() {
      for name in ["alice", "bob", "carl", "dora", "ed", "fay"] { people[name] = stage.user(name) }
      people["guest"] = stage.connect()
      for name in ["alice", "bob", "carl", "dora", "ed", "guest"] { join(name, "lobby") }
      join("bob", "tea")
      say(.setRole("bob", .moderator))
      say(.setRole("carl", .moderator))
      say(.ban("ed", reason: nil))
      say(.mute("dora", seconds: 60, reason: nil))
      say(.invite("fay"))
      say(.setTopic("old"))
      stage.send(.sendMessage(room: "lobby", text: "hi", key: nil), from: self["alice"])
      for name in people.keys { _ = stage.take(self[name]) }
    }

    subscript(name: String) -> ConnectionID { people[name] ?? ConnectionID(0) }

    mutating func join(_ name: String, _ room: String) {
      stage.send(.join(room: room, after: nil), from: self[name])
    }

    mutating func say(_ request: ModerationRequest, by name: String = "alice", in room: String = "lobby") {
      stage.send(.moderate(room: room, request), from: self[name])
    }

    mutating func code(of request: ModerationRequest, by name: String, in room: String = "lobby")
      -> ErrorCode?
    {
      say(request, by: name, in: room)
      return stage.refusal(self[name])
    }

    func rank(_ name: String) -> Role {
      guard let user = stage.engine.userID(of: name) else { return .member }
      return stage.engine.role(of: user, in: RoomID(1))
    }
  }

  private static let names = ["alice", "bob", "carl", "dora", "ed", "fay", "guest", "nobody"]

  private static let requests: [ModerationRequest] =
    names.flatMap { name -> [ModerationRequest] in
      [
        .kick(name, reason: nil), .kick(name, reason: String(repeating: "x", count: 300)),
        .mute(name, seconds: 5, reason: "loud"), .mute(name, seconds: 0, reason: nil),
        .mute(name, seconds: .max, reason: nil), .unmute(name), .ban(name, reason: "\u{1}"),
        .ban(name, reason: nil), .unban(name), .setRole(name, .member), .setRole(name, .moderator),
        .setRole(name, .owner), .invite(name), .uninvite(name),
      ]
    } + [
      .setTopic(""), .setTopic("old"), .setTopic("new"), .setTopic("a\nb"),
      .setTopic(String(repeating: "x", count: 300)), .setRoom(RoomAccess(inviteOnly: true)),
      .setRoom(RoomAccess(unlisted: true)), .setRoom(RoomAccess(inviteOnly: false, unlisted: false)),
      .deleteMessage(seq: 0), .deleteMessage(seq: 1), .deleteMessage(seq: 2),
    ]

  /// What may be known of a message: nothing, or that the owner or a member wrote it.
  private static let found: [Lookup.Found?] = [
    nil, .init(author: UserID(1), at: .virtualStart, isDeleted: false),
    .init(author: UserID(1), at: .virtualStart, isDeleted: true),
    .init(author: UserID(4), at: .virtualStart, isDeleted: false),
  ]

  @Test func `what is refused changes no byte, and everything that is done is told or was so`() {
    let house = House()
    let before = house.stage.engine.conversationBytes
    var codes: Set<ErrorCode> = []
    var done = 0
    for by in Self.names where by != "nobody" {
      for (request, found) in Self.requests.flatMap({ request in Self.found.map { (request, $0) } }) {
        for room in ["lobby", "tea", "attic"] {
          var copy = house
          copy.stage.found = found
          if let code = copy.code(of: request, by: by, in: room) {
            codes.insert(code)
            #expect(copy.stage.engine.conversationBytes == before, "\(by) in \(room): \(request)")
          } else {
            done += 1
            #expect(by != "guest" && room != "attic", "\(by) in \(room): \(request)")
          }
        }
      }
    }
    #expect(
      codes == [
        .authRequired, .forbidden, .noSuchRoom, .noSuchUser, .notInRoom, .badFrame, .tooLarge, .noSuchMessage,
      ])
    #expect(done > 150)
  }

  @Test func `nobody acts upon an equal or a better, whatever it is`() {
    let house = House()
    let acts: [(String) -> ModerationRequest] = [
      { .kick($0, reason: nil) }, { .mute($0, seconds: 1, reason: nil) }, { .unmute($0) },
      { .ban($0, reason: nil) }, { .unban($0) }, { .setRole($0, .member) }, { .setRole($0, .owner) },
    ]
    for by in Self.names.prefix(6) {
      for name in Self.names.prefix(6) where house.rank(name) >= house.rank(by) || name == by {
        for act in acts {
          var copy = house
          #expect(copy.code(of: act(name), by: by) == .forbidden, "\(by): \(act(name))")
        }
      }
    }
  }

  @Test func `whose account is closed is in no list of a room`() {
    var house = House()
    for name in ["carl", "ed", "dora", "fay"] { house.stage.apply(.administered(.deleteUser(name))) }
    var rules = RoomRules()
    rules.moderators = [UserID(2)]
    rules.topic = "old"
    #expect(house.stage.engine.rooms[RoomID(1)].rules == rules)
  }

  @Test func `a room of which nothing is decided any more keeps nothing`() {
    var house = House()
    for request in [
      .setRole("bob", .member), .setRole("carl", .member), .unban("ed"), .unmute("dora"), .uninvite("fay"),
      .setTopic(""),
    ] as [ModerationRequest] {
      house.say(request)
    }
    #expect(house.stage.engine.rooms[RoomID(1)].rules == nil)
    #expect(house.stage.engine.standing.isEmpty)
  }

  @Test func `moderation has an allowance like other commands`() {
    var limits = Limits()
    limits[.commandsBurst] = 3
    limits[.commandsPerSecond] = 1
    var stage = Stage(limits: limits)
    let alice = stage.user("alice")
    stage.send(.join(room: "lobby", after: nil), from: alice)
    stage.pass(milliseconds: 9000)
    for topic in ["a", "b", "c"] {
      stage.send(.moderate(room: "lobby", .setTopic(topic)), from: alice)
      #expect(stage.refusal(alice) == nil)
    }
    stage.send(.moderate(room: "lobby", .setTopic("d")), from: alice)
    #expect(stage.refusal(alice) == .rateLimited)
  }

  @Test func `a list names the rooms that are shown to the asker and not to all, and no others`() {
    var house = House()
    house.join("fay", "den")
    house.say(.setRoom(RoomAccess(inviteOnly: true, unlisted: true)), by: "fay", in: "den")
    house.say(.setRoom(RoomAccess(unlisted: true)), by: "bob", in: "tea")
    func shown(_ name: String) -> [UInt32] {
      var copy = house
      copy.stage.send(.listRooms(limit: nil, cursor: nil), from: house[name])
      for case .answer(.rooms(let search), _, _) in copy.stage.effects { return search.shown.map(\.number) }
      return []
    }
    func closed(_ name: String) -> [UInt32] {
      let engine = house.stage.engine
      let session = engine.connections[house[name]]
      return (1...3).filter { !engine.mayRead(RoomID($0), session) }
    }
    #expect(closed("fay") == [])
    #expect(closed("ed") == [1, 3])
    #expect(closed("bob") == [3])
    #expect(closed("guest") == [3])
    #expect(shown("fay") == [3])
    #expect(shown("bob") == [2])
    #expect(shown("ed") == [])
    #expect(shown("guest") == [])
  }

  @Test func `an invite-only room is shown to those who may enter it, as roles and invitations come and go`()
    throws
  {
    var house = House()
    house.join("fay", "den")
    house.say(.setRoom(RoomAccess(inviteOnly: true)), by: "fay", in: "den")
    house.say(.invite("ed"), by: "fay", in: "den")
    house.say(.setRole("bob", .moderator), by: "fay", in: "den")
    func shown(_ engine: Engine) -> [UInt32] {
      engine.standing.filter { $0.value == [RoomID(3)] }.keys.map(\.number).sorted()
    }
    func number(_ name: String) throws -> UInt32 {
      try house.stage.engine.user(named: name, field: "user").number
    }
    func expectShown(to names: String...) throws {
      #expect(shown(house.stage.engine) == (try names.map(number)).sorted())
      // What is derived from a state that was read is the same.
      let copy = try Engine(canonicalBytes: house.stage.engine.canonicalBytes)
      #expect(copy.standing == house.stage.engine.standing)
    }
    try expectShown(to: "fay", "ed", "bob")
    house.say(.uninvite("ed"), by: "fay", in: "den")
    try expectShown(to: "fay", "bob")
    house.say(.setRole("bob", .owner), by: "fay", in: "den")
    try expectShown(to: "fay", "bob")
    house.say(.setRole("fay", .member), by: "bob", in: "den")
    try expectShown(to: "bob")
    house.say(.setRoom(RoomAccess(unlisted: true)), by: "bob", in: "den")
    try expectShown()
  }

  @Test(
    arguments: [
      ("/kick bob", .kick("bob", reason: nil)),
      ("/KICK bob  for a while ", .kick("bob", reason: "for a while")),
      ("/mute bob 90s", .mute("bob", seconds: 90, reason: nil)),
      ("/mute bob 10m too loud", .mute("bob", seconds: 600, reason: "too loud")),
      ("/mute bob 2h", .mute("bob", seconds: 7200, reason: nil)),
      ("/mute bob 7d", .mute("bob", seconds: 604_800, reason: nil)),
      ("/unmute bob", .unmute("bob")),
      ("/ban bob", .ban("bob", reason: nil)),
      ("/ban bob why not", .ban("bob", reason: "why not")),
      ("/unban bob", .unban("bob")),
      ("/topic tea and cake", .setTopic("tea and cake")),
      ("/topic", .setTopic("")),
      ("/delete 12", .deleteMessage(seq: 12)),
      ("/mod bob", .setRole("bob", .moderator)),
      ("/unmod bob", .setRole("bob", .member)),
      ("/owner bob", .setRole("bob", .owner)),
      ("/invite bob", .invite("bob")),
      ("/uninvite bob", .uninvite("bob")),
      ("/room invite-only", .setRoom(RoomAccess(inviteOnly: true))),
      ("/room Open", .setRoom(RoomAccess(inviteOnly: false, usersOnly: false))),
      ("/room users-only", .setRoom(RoomAccess(usersOnly: true))),
      ("/room unlisted", .setRoom(RoomAccess(unlisted: true))),
      ("/room listed", .setRoom(RoomAccess(unlisted: false))),
    ] as [(String, ModerationRequest)])
  func `a line of a moderator means what a person would expect`(line: String, request: ModerationRequest)
    throws
  {
    let house = House()
    let session = try #require(house.stage.engine.connections[house["alice"]])
    #expect(
      try house.stage.engine.interpret(line, in: nil, of: session) == .moderate(room: "lobby", request))
  }
}
