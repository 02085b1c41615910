import Testing

@testable import Engine

/// Commands that bots register in rooms, as far as no scenario can reach it.
@Suite struct BotCommandTests {
  private static let note = RoomCommand("note", "Takes a note.", [.init("text", .text)])

  /// Alice's lobby with a bot in it that has a command.
  private static func stage() -> (Stage, alice: ConnectionID, bot: ConnectionID) {
    var stage = Stage()
    let alice = stage.user("alice")
    stage.apply(.provisioned(user: "echo", bot: true, token: Stage.token(2)))
    let bot = stage.connect()
    stage.logIn(2, over: bot)
    stage.send(.join(room: "lobby", after: nil), from: alice)
    stage.send(.join(room: "lobby", after: nil), from: bot)
    stage.send(.setCommands(room: "lobby", [note]), from: bot)
    return (stage, alice, bot)
  }

  private static func give(_ stage: inout Stage, by connection: ConnectionID) -> ErrorCode? {
    _ = stage.take(connection)
    stage.send(.typeLine(room: "lobby", line: "/note tea"), from: connection)
    return stage.refusal(connection)
  }

  @Test func `a bot outside of a room registers nothing there`() {
    var (stage, _, bot) = Self.stage()
    stage.send(.leave(room: "lobby"), from: bot)
    stage.send(.setCommands(room: "lobby", [Self.note]), from: bot)
    #expect(stage.refusal(bot) == .notInRoom)
  }

  @Test func `a bot that leaves, whose account is closed, or whose room goes, has no commands there`() {
    var (left, alice, bot) = Self.stage()
    #expect(Self.give(&left, by: alice) == nil)
    left.send(.leave(room: "lobby"), from: bot)
    #expect(Self.give(&left, by: alice) == .unknownCommand)
    var (closed, owner, _) = Self.stage()
    closed.apply(.administered(.deleteUser("echo")))
    #expect(Self.give(&closed, by: owner) == .unknownCommand)
    var (gone, _, _) = Self.stage()
    gone.apply(.administered(.deleteRoom("lobby")))
    #expect(gone.engine.rooms[RoomID(1)].commands.isEmpty)
  }

  @Test func `a bot that has a session elsewhere only gets no command`() {
    var (stage, alice, bot) = Self.stage()
    let other = stage.connect()
    stage.logIn(2, over: other)
    stage.apply(.closed(bot))
    #expect(Self.give(&stage, by: alice) == .unavailable)
  }

  @Test func `of several sessions the first that is connected gets a command`() {
    var (stage, alice, bot) = Self.stage()
    let second = stage.connect()
    stage.logIn(2, over: second)
    stage.send(.join(room: "lobby", after: nil), from: second)
    for connection in [bot, second] { _ = stage.take(connection) }
    #expect(Self.give(&stage, by: alice) == nil)
    #expect((stage.take(bot).count, stage.take(second).count) == (1, 0))
    stage.apply(.cut(bot))
    #expect(Self.give(&stage, by: alice) == nil)
    #expect(stage.take(second).count == 1)
  }

  @Test func `what an erased user gave is taken from what waits`() {
    let given = Event.GivenCommand(
      room: "lobby", user: "alice", command: "note",
      options: [.init("text", .text("secret")), .init("whom", .text("alice"))], number: 1)
    let erased = Event.GivenCommand(
      room: "lobby", user: "(erased 1)", command: "note", options: [], number: 1)
    #expect(Event.botCommand(given).erasing("alice", to: "(erased 1)") == .botCommand(erased))
    let byBob = Event.GivenCommand(
      room: "lobby", user: "bob", command: "note", options: [.init("whom", .text("alice"))], number: 1)
    guard case .botCommand(let named)? = Event.botCommand(byBob).erasing("alice", to: "(erased 1)") else {
      Issue.record("Alice's name stays")
      return
    }
    #expect(named.options == [.init("whom", .text("(erased 1)"))])
  }

  @Test(
    arguments: [
      (.integer, "+5", .integer(5)), (.integer, "-9007199254740991", .integer(-9_007_199_254_740_991)),
      (.integer, "-9223372036854775808", nil), (.integer, "", nil), (.number, "00.50", .number("0.50")),
      (.number, "-0", .number("-0")), (.number, "1e5", nil), (.number, ".5", nil), (.number, "1.2.3", nil),
      (.number, "1234567890123456", nil), (.duration, "366d", .integer(31_622_400_000)),
      (.duration, "366d1s", nil),
      (.duration, "1d2h3m4s", .integer(93_784_000)), (.duration, "5", nil), (.duration, "h", nil),
      (.duration, "99999999999999999999s", nil), (.flag, "TRUE", .flag(true)),
      (.word, "e\u{301}", .text("e\u{301}")),
    ] as [(RoomCommand.Kind, String, OptionValue?)])
  func `an option is read by its kind`(kind: RoomCommand.Kind, text: String, value: OptionValue?) {
    let command = RoomCommand("x", "X.", [.init("a", kind)])
    #expect(command.options(in: text, user: { $0 })?.first?.value == value)
  }
}
