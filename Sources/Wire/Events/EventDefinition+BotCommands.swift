import Engine

// The commands that bots have in rooms.
extension EventDefinition {
  static let botCommands = [commandList, commandsChanged, botCommand]

  private static let commands = Field(
    "commands",
    .list(
      of: .object(
        RoomCommand.fields + [
          Field("bot", .text, "The bot that has registered it."),
          Field(
            "absent", .flag, .conditional("Where it is true."),
            "The bot is not in the room now, and the command cannot be given."),
        ])), "The commands of all bots, in the order in which these registered any.")

  static let commandList = EventDefinition(
    .commandList, "The commands that bots have in a room.", [room, commands], isOnlyReply: true)

  static let commandsChanged = EventDefinition(
    .commandsChanged, "A bot in a room has registered other commands, or has left with its own.",
    [room, commands])

  static let botCommand = EventDefinition(
    .botCommand, "Somebody gave this bot a command.",
    [
      room,
      Field("user", .text, .conditional("Where it was no guest."), "Who gave it."),
      Field("command", .text, "The command's name."),
      Field(
        "options", .object([]),
        "The options that were given, by their names: texts, integers (a `duration` in milliseconds), numbers, `true` and `false`."
      ),
      Field(
        "number", .integer(least: 1),
        "Its place among the commands that the bot was given in the room, from 1."),
    ])
}

extension FrameObject {
  func add(_ list: Event.CommandList) {
    add("room", list.room)
    add("commands", list.commands.map { FrameObject($0) })
  }

  func add(_ given: Event.GivenCommand) {
    add("room", given.room)
    if let user = given.user { add("user", user) }
    add("command", given.command)
    let options = FrameObject()
    for option in given.options { options.add(named: option.name, option.value) }
    add("options", options)
    add("number", given.number)
  }

  private convenience init(_ listed: Event.ListedCommand) {
    self.init()
    let command = listed.command
    add("name", command.name)
    add("about", command.about)
    if !command.options.isEmpty { add("options", command.options.map { FrameObject($0) }) }
    if command.who != .users { add("who", command.who.rawValue) }
    add("bot", listed.bot)
    if listed.isAbsent { add("absent", true) }
  }

  private convenience init(_ option: RoomCommand.Option) {
    self.init()
    add("name", option.name)
    add("kind", option.kind.rawValue)
    if !option.about.isEmpty { add("about", option.about) }
    if option.isOptional { add("optional", true) }
    if !option.choices.isEmpty { add("choices", option.choices) }
  }
}
