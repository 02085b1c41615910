// The commands that bots register in rooms.

extension Engine {
  /// Puts a bot's commands in a room in the place of those that it had there; an empty list takes them away.
  mutating func setCommands(
    _ commands: [RoomCommand], in name: String, re: String?, by session: SessionID
  ) throws(Refusal) {
    let bot = try user(of: session, for: .setCommands)
    let room = try self.room(named: name)
    try require(.setCommands, in: room, of: session, isBot: users[bot].bot)
    let others = rooms[room].commands.filter { $0.bot != bot }.flatMap(\.commands)
    try check(commands, beside: others)
    confirm(re: re, to: session)

    let place = rooms[room].commands.firstIndex { $0.bot == bot }
    let before = place.map { rooms[room].commands[$0].commands } ?? []
    // Texts of any length are compared as bytes.
    guard Self.bytes(of: before) != Self.bytes(of: commands) else { return }
    if let place, commands.isEmpty {
      rooms[room].commands.remove(at: place)
    } else if let place {
      rooms[room].commands[place].commands = commands
    } else {
      rooms[room].commands.append(RegisteredCommands(bot: bot, commands: commands))
    }
    broadcast(.commandsChanged(commandList(of: room)), in: room)
  }

  mutating func listCommands(of name: String, re: String?, session: SessionID) throws(Refusal) {
    let room = try self.room(named: name)
    try require(.listCommands, in: room, of: session)
    reply(.commandList(commandList(of: room)), re: re, to: session)
  }

  /// Takes the commands of a user away who has left a room for good, and tells those who are in it.
  mutating func forgetCommands(of bot: UserID, in room: RoomID) {
    guard let place = rooms[room].commands.firstIndex(where: { $0.bot == bot }) else { return }
    rooms[room].commands.remove(at: place)
    broadcast(.commandsChanged(commandList(of: room)), in: room)
  }

  private static func bytes(of commands: [RoomCommand]) -> [UInt8] {
    var writer = CanonicalWriter()
    writer.write(1, all: commands)
    return writer.bytes
  }

  private func commandList(of room: RoomID) -> Event.CommandList {
    Event.CommandList(
      room: rooms[room].name,
      commands: rooms[room].commands.flatMap { registered -> [Event.ListedCommand] in
        let isAbsent = rooms[room].presence[registered.bot] == nil
        return registered.commands.map {
          Event.ListedCommand($0, bot: users[registered.bot].name, isAbsent: isAbsent)
        }
      })
  }
}

// MARK: - What may be registered

extension Engine {
  private func check(_ commands: [RoomCommand], beside others: [RoomCommand]) throws(Refusal) {
    func bad(_ message: String, _ code: ErrorCode = .badFrame) -> Refusal {
      Refusal(code, message, field: "commands")
    }
    var names = others.map(\.name)
    guard names.count + commands.count <= limits[.roomCommands] else {
      throw bad("The room would have more than \(limits[.roomCommands]) commands.", .tooMany)
    }
    guard (others + commands).reduce(0, { $0 + $1.textBytes }) <= limits[.commandBytes] else {
      throw bad(
        "The texts of the room's commands would have more than \(limits[.commandBytes]) bytes.", .tooLarge)
    }
    for (index, command) in commands.enumerated() {
      guard Self.isWord(command.name) else {
        throw bad("Command \(index + 1) \(Self.wordRule).", .nameInvalid)
      }
      let name = command.name
      // `/quit` ends a chat without the server.
      guard LineCommand(word: name) == nil, ModerationLine(word: name) == nil, name != "quit",
        !names.contains(name)
      else {
        throw bad("There is a command /\(name) already.", .nameTaken)
      }
      names.append(name)
      guard !command.about.isEmpty, command.about.isLine else {
        throw bad("/\(name) does not say in one line what it is about.")
      }
      try check(command.options, of: name)
    }
  }

  private func check(_ options: [RoomCommand.Option], of name: String) throws(Refusal) {
    func bad(_ message: String, _ code: ErrorCode = .badFrame) -> Refusal {
      Refusal(code, message, field: "commands")
    }
    guard options.count <= RoomCommand.mostOptions else {
      throw bad("/\(name) has more than \(RoomCommand.mostOptions) options.", .tooMany)
    }
    var names: [String] = []
    for (index, option) in options.enumerated() {
      guard Self.isWord(option.name) else {
        throw bad("Option \(index + 1) of /\(name) \(Self.wordRule).", .nameInvalid)
      }
      guard !names.contains(option.name) else {
        throw bad("/\(name) has two options \(option.name).", .nameTaken)
      }
      names.append(option.name)
      guard option.isOptional || index == 0 || !options[index - 1].isOptional else {
        throw bad("The option \(option.name) of /\(name) follows one that may be left out.")
      }
      guard option.about.isLine else {
        throw bad("The option \(option.name) of /\(name) does not say in one line what it is about.")
      }
      let isChoice = option.kind == .choice
      guard isChoice == !option.choices.isEmpty else {
        throw bad("The option \(option.name) of /\(name) \(isChoice ? "needs" : "cannot have") choices.")
      }
      guard option.choices.count <= RoomCommand.mostChoices else {
        throw bad(
          "The option \(option.name) of /\(name) has more than \(RoomCommand.mostChoices) choices.", .tooMany)
      }
      // What is longer is never compared.
      guard option.choices.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 100 && $0.isLine }) else {
        throw bad("A choice of the option \(option.name) of /\(name) is no line of 1 to 100 bytes.")
      }
    }
  }

  private static var wordRule: String {
    "has no right name: 1 to 32 of a to z, 0 to 9, _ and -, a letter first"
  }

  /// Whether a text can be the name of a command or an option.
  private static func isWord(_ text: String) -> Bool {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    guard let first = text.utf8.first, letters.contains(first), text.utf8.count <= 32 else { return false }
    return text.utf8.allSatisfy {
      letters.contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
    }
  }
}

// MARK: - Giving a command

extension Engine {
  /// Where a command of a bot is.
  private struct CommandPlace {
    let room: RoomID
    let index: Int
    let command: RoomCommand
  }

  /// The command of this name in a room that a session is in. Outside, nobody learns of it.
  private func place(ofCommand name: String, in room: String?, of session: SessionID) -> CommandPlace? {
    guard let room = room.flatMap({ roomIDs[$0] }), sessions[session].membership(of: room) != nil
    else { return nil }
    for (index, registered) in rooms[room].commands.enumerated() {
      guard let command = registered.commands.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
        continue
      }
      return CommandPlace(room: room, index: index, command: command)
    }
    return nil
  }

  /// Whether there is a command of this name in a room that a session is in.
  func hasBotCommand(_ name: String, in room: String?, of session: SessionID) -> Bool {
    place(ofCommand: name, in: room, of: session) != nil
  }

  /// Carries out a line that stands for no command of a frame: one of a bot, or `/help`.
  mutating func carryOut(line: String, in room: String?, re: String?, session: SessionID) throws(Refusal) {
    let (word, tail) = Self.splitWord(line.dropFirst())
    guard let place = place(ofCommand: word.lowercasedWord, in: room, of: session) else {
      return reply(.help(help(in: room, for: session)), re: re, to: session)
    }
    try give(place, tail, re: re, by: session)
  }

  private mutating func give(
    _ place: CommandPlace, _ tail: String, re: String?, by session: SessionID
  ) throws(Refusal) {
    let (room, command) = (place.room, place.command)
    // It makes the bot speak, and so needs what speaking needs.
    try require(.speak, in: room, of: session)
    try requireAudience(of: command, in: room, session)
    let values = command.values(in: tail) { name in
      userIDs[name].flatMap { users[$0].isDeleted ? nil : users[$0].name }
    }
    guard let options = values else {
      throw Refusal(.badFrame, "Usage: \(command.usage)", field: "line")
    }
    guard let inbox = inbox(of: rooms[room].commands[place.index].bot, in: room) else {
      throw Refusal(.unavailable, "The bot of /\(command.name) is not here now.")
    }
    confirm(re: re, to: session)
    rooms[room].commands[place.index].given += 1
    let given = Event.GivenCommand(
      room: rooms[room].name, user: sessions[session].user.map { users[$0].name }, command: command.name,
      options: options, number: rooms[room].commands[place.index].given)
    reply(.botCommand(given), to: inbox)
  }

  private func requireAudience(of command: RoomCommand, in room: RoomID, _ session: SessionID) throws(Refusal)
  {
    let least: Role
    switch command.who {
    case .everyone: return
    case .users: least = .member
    case .moderators: least = .moderator
    case .owner: least = .owner
    }
    guard let user = sessions[session].user else {
      throw Refusal(.authRequired, "Log in to use /\(command.name).")
    }
    guard role(of: user, in: room) >= least else {
      throw Refusal(
        .forbidden,
        "/\(command.name) is for the room's owner\(least == .owner ? "" : " and its moderators").",
        field: "line")
    }
  }

  /// The session of a bot that gets a command: the first that is connected and in the room, or else the first that may come back.
  private func inbox(of bot: UserID, in room: RoomID) -> SessionID? {
    let inside = users[bot].sessions.filter { sessions[$0].membership(of: room) != nil }
    return inside.first { !sessions[$0].isDetached } ?? inside.first
  }

  /// The lines that a person can type in a room.
  private func help(in room: String?, for session: SessionID) -> [Event.HelpLine] {
    guard let room = room.flatMap({ roomIDs[$0] }), sessions[session].membership(of: room) != nil
    else { return LineCommand.helpLines }
    return LineCommand.helpLines
      + rooms[room].commands.flatMap(\.commands).map { Event.HelpLine(usage: $0.usage, about: $0.about) }
  }
}
