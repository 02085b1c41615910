import Testing

@testable import Engine

/// Commands that bots register in rooms, as far as no scenario can reach it.
@Suite struct BotCommandTests {
  private static let note = RoomCommand("note", "Takes a note.", [.init("text", .text)])

  /// Alice's lobby with a bot in it that has a command.
  private struct Lobby {
    var stage = Stage()
    let alice: ConnectionID
    let bot: ConnectionID

    init() {
      alice = stage.user("alice")
      stage.apply(.provisioned(user: "echo", bot: true, token: Stage.token(2)))
      bot = stage.connect()
      stage.logIn(2, over: bot)
      stage.send(.join(room: "lobby", after: nil), from: alice)
      stage.send(.join(room: "lobby", after: nil), from: bot)
      stage.send(.setCommands(room: "lobby", [note]), from: bot)
    }

    /// One more session of the bot.
    mutating func another() -> ConnectionID {
      let connection = stage.connect()
      stage.logIn(2, over: connection)
      return connection
    }

    /// Alice gives the command; why it was refused, or nil where it was not.
    mutating func give() -> ErrorCode? {
      _ = stage.take(alice)
      stage.send(.typeLine(room: "lobby", line: "/note tea"), from: alice)
      return stage.refusal(alice)
    }
  }

  @Test func `a bot outside of a room registers nothing there`() {
    var lobby = Lobby()
    lobby.stage.send(.leave(room: "lobby"), from: lobby.bot)
    lobby.stage.send(.setCommands(room: "lobby", [Self.note]), from: lobby.bot)
    #expect(lobby.stage.refusal(lobby.bot) == .notInRoom)
  }

  @Test func `a bot that leaves, whose account is closed, or whose room goes, has no commands there`() {
    var left = Lobby()
    #expect(left.give() == nil)
    left.stage.send(.leave(room: "lobby"), from: left.bot)
    #expect(left.give() == .unknownCommand)
    var closed = Lobby()
    closed.stage.apply(.administered(.deleteUser("echo")))
    #expect(closed.give() == .unknownCommand)
    var gone = Lobby()
    gone.stage.apply(.administered(.deleteRoom("lobby")))
    #expect(gone.stage.engine.rooms[RoomID(1)].commands.isEmpty)
  }

  @Test func `a bot whose only session is elsewhere gets no command`() {
    var lobby = Lobby()
    _ = lobby.another()
    lobby.stage.apply(.closed(lobby.bot))
    #expect(lobby.give() == .unavailable)
  }

  @Test func `of several sessions the first that is connected gets a command`() {
    var lobby = Lobby()
    let second = lobby.another()
    lobby.stage.send(.join(room: "lobby", after: nil), from: second)
    for connection in [lobby.bot, second] { _ = lobby.stage.take(connection) }
    #expect(lobby.give() == nil)
    #expect(lobby.stage.take(lobby.bot).count == 1)
    #expect(lobby.stage.take(second).isEmpty)
    lobby.stage.apply(.cut(lobby.bot))
    #expect(lobby.give() == nil)
    #expect(lobby.stage.take(second).count == 1)
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
    #expect(command.values(in: text, user: { $0 })?.first?.value == value)
  }
}
