import Testing

@testable import Engine

@Suite struct LineCommandTests {
  /// What a line means to a user who joined `tea` and then `lobby`.
  private func meaning(of line: String, in room: String? = nil) throws -> Command {
    var stage = Stage()
    let alice = stage.user("alice")
    for room in ["tea", "lobby"] { stage.send(.join(room: room, after: nil), from: alice) }
    let session = try #require(stage.engine.connections[alice])
    return try stage.engine.interpret(line, in: room, of: session)
  }

  @Test(
    arguments: [
      ("hi", .sendMessage(room: "lobby", text: "hi", key: nil)),
      ("  /join x", .sendMessage(room: "lobby", text: "  /join x", key: nil)),
      ("//join x", .sendMessage(room: "lobby", text: "/join x", key: nil)),
      ("", .sendMessage(room: "lobby", text: "", key: nil)),
      ("/join tea", .join(room: "tea", after: nil)),
      ("/JOIN  tea  ", .join(room: "tea", after: nil)),
      ("/join two words", .join(room: "two words", after: nil)),
      ("/leave", .leave(room: "lobby")),
      ("/leave tea", .leave(room: "tea")),
      ("/pm bob hi there ", .sendPrivateMessage(to: "bob", text: "hi there", key: nil)),
      ("/pm\tbob\t/join x", .sendPrivateMessage(to: "bob", text: "/join x", key: nil)),
      ("/who", .listUsers(room: "lobby")),
      ("/who tea", .listUsers(room: "tea")),
      ("/rooms", .listRooms(limit: nil, cursor: nil)),
      (
        #"/search "under the mat" key"#,
        .search(
          .messages(query: #""under the mat" key"#, room: nil, from: nil, limit: nil, cursor: nil))
      ),
      ("/search @ali", .search(.users(query: "ali", limit: nil, cursor: nil))),
      ("/history", .fetchHistory(.room("lobby"), page: .latest, limit: nil)),
      ("/history 5", .fetchHistory(.room("lobby"), page: .latest, limit: 5)),
      ("/history tea 5", .fetchHistory(.room("tea"), page: .latest, limit: 5)),
      ("/history @bob", .fetchHistory(.with("bob"), page: .latest, limit: nil)),
      ("/history @bob 7", .fetchHistory(.with("bob"), page: .latest, limit: 7)),
      ("/conversations", .listConversations(limit: nil, cursor: nil)),
      ("/read", .markRead(.room("lobby"), seq: 0)),
      ("/Read  tea ", .markRead(.room("tea"), seq: 0)),
      ("/read @bob", .markRead(.with("bob"), seq: 0)),
      ("/help", .typeLine(room: "lobby", line: "/help")),
      (
        "/reply 3 yes, of  course ",
        .sendMessage(room: "lobby", text: "yes, of  course", key: nil, extras: MessageExtras(replyTo: 3))
      ),
      ("/help me", .typeLine(room: "lobby", line: "/help me")),
    ] as [(String, Command)])
  func `a line means what a person would expect`(line: String, command: Command) throws {
    #expect(try meaning(of: line) == command)
  }

  @Test func `the room that the line names is meant before the one joined last`() throws {
    #expect(try meaning(of: "hi", in: "tea") == .sendMessage(room: "tea", text: "hi", key: nil))
    #expect(try meaning(of: "/leave", in: "tea") == .leave(room: "tea"))
    #expect(try meaning(of: "/history", in: "tea") == .fetchHistory(.room("tea"), page: .latest, limit: nil))
  }

  @Test(
    arguments: [
      ("/history -1", .badFrame), ("/history a b 5", .badFrame), ("/reply", .badFrame),
      ("/reply 1", .badFrame), ("/reply x y", .badFrame), ("/conversations all", .badFrame),
      ("/join\u{301} x", .unknownCommand),
    ] as [(String, ErrorCode)])
  func `a line that means nothing is refused`(line: String, code: ErrorCode) throws {
    let refusal = try #require(throws: Refusal.self) { try meaning(of: line) }
    #expect(refusal.code == code)
    #expect(refusal.field == "line")
  }

  @Test(arguments: ["hi", "//hi", "/leave", "/who", "/history", "/history 5", "/read"])
  func `outside of every room there is nothing that here could mean`(line: String) throws {
    var stage = Stage()
    let alice = stage.user("alice")
    let session = try #require(stage.engine.connections[alice])
    let refusal = try #require(throws: Refusal.self) {
      try stage.engine.interpret(line, in: nil, of: session)
    }
    #expect(refusal.code == .notInRoom)
  }

  @Test func `help lists every command once`() {
    let words = LineCommand.helpLines.map { $0.usage.dropFirst().prefix { $0 != " " } }
    #expect(words.first == "join")
    #expect(
      words.map(String.init).sorted()
        == (LineCommand.allCases.map(\.rawValue) + ModerationLine.allCases.map(\.rawValue)).sorted())
    #expect(LineCommand.helpLines.allSatisfy { !$0.about.isEmpty })
  }
}
