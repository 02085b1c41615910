import Testing

@testable import Engine

@Suite struct MentionTests {
  /// Whom a text mentions where these users are registered, by their numbers.
  private func mentions(
    in text: String, users: [String] = ["bob", "Eve", "bob.", "josé", "a-b", "a"], limits: Limits = Limits()
  ) -> [String] {
    var stage = Stage(limits: limits)
    for user in users { _ = stage.user(user) }
    return stage.engine.mentions(in: text).map { stage.engine.name(of: $0) }
  }

  @Test(
    arguments: [
      ("hi bob", []), ("hi @bob", ["bob"]), ("@bob", ["bob"]), ("@BOB and @eve", ["bob", "Eve"]),
      ("@eve, @bob! @eve", ["Eve", "bob"]), ("(@bob)", ["bob"]), ("@bob's tea", ["bob"]),
      ("\"@bob\"", ["bob"]),
      ("@bobby", []), ("me@bob", []), ("9@bob", []), ("é@bob", []), ("@", []), ("@ bob", []),
      ("@@bob", ["bob"]),
      ("@bob.", ["bob."]), ("@bob..", ["bob."]), ("@bob,", ["bob"]), ("@eve.", ["Eve"]), ("@a-b", ["a-b"]),
      ("@a-c", ["a"]), ("@a_b", []), ("@jose\u{301}", ["josé"]), ("@jose", []), ("@bob\u{301}", []),
      ("@nobody", []), ("@bob@eve", ["bob"]), ("@bob\n@eve", ["bob", "Eve"]), ("。@bob", ["bob"]),
    ] as [(String, [String])])
  func `a name after an at sign is mentioned`(text: String, names: [String]) {
    #expect(mentions(in: text) == names)
  }

  @Test func `no more users are mentioned than the limit allows`() {
    var limits = Limits()
    limits[.mentions] = 2
    #expect(mentions(in: "@a @bob @eve", limits: limits) == ["a", "bob"])
    limits[.mentions] = 0
    #expect(mentions(in: "@a @bob @eve", limits: limits).isEmpty)
  }

  @Test func `a text of beginnings of names is given up`() {
    let text = String(repeating: "@,", count: 2000)
    #expect(mentions(in: text + " @bob").isEmpty)
  }

  @Test func `nobody is mentioned whose account is closed, and an erased name is in no mention that waits`()
    throws
  {
    var stage = Stage()
    let (alice, bob) = (stage.user("alice"), stage.user("bob"))
    for user in [alice, bob] { stage.send(.join(room: "lobby", after: nil), from: user) }
    stage.send(.sendMessage(room: "lobby", text: "hi @bob", key: nil), from: alice)
    #expect(stage.engine.rooms[RoomID(1)].log.entries.contains { "\($0.delivery)".contains("\"bob\"") })
    stage.apply(.administered(.deleteUser("bob")))
    #expect(stage.engine.mentions(in: "hi @bob").isEmpty)
    stage.apply(.administered(.eraseUser(UserID(2))))
    let mentions = stage.engine.rooms[RoomID(1)].log.entries.compactMap { entry -> [String]? in
      guard case .event(.chatMessage(_, let message), _) = entry.delivery else { return nil }
      return message.content.extras?.mentions
    }
    #expect(mentions == [["(erased 2)"]])
  }
}
