package import Engine

// The commands that bots have in rooms.
extension CommandDefinition {
  static let botCommands = [setCommands, listCommands]

  package static let setCommands = CommandDefinition(
    "set_commands",
    "Has people give commands to this bot in a room, as lines such as `/remind 10m tea`; they take the place of those that the bot has there.",
    .botCommands,
    [
      .room("The room, which the bot is in."),
      .init(
        "commands", .list(of: .object(RoomCommand.fields)),
        "The commands, in the order of the help; an empty list takes them away."),
    ],
    read: .plain { frame throws(Refusal) in
      let room = try frame.room()
      guard let objects = try frame.fields.optionalObjects("commands") else {
        throw frame.fields.refusal("commands", "is missing; it must be a list of objects")
      }
      var commands: [RoomCommand] = []
      for object in objects { commands.append(try RoomCommand(object)) }
      return .setCommands(room: room, commands)
    },
    write: { command in
      guard case .setCommands(let room, let commands) = command else { return nil }
      return [.text("room", room), .init("commands", .array(commands.map(\.json)))]
    })

  package static let listCommands = CommandDefinition(
    "commands", "Asks for the commands that bots have in a room.", .botCommands, replies: [.commandList],
    [.room("The room.")],
    read: .plain { frame throws(Refusal) in .listCommands(room: try frame.room()) },
    write: { if case .listCommands(let room) = $0 { [.text("room", room)] } else { nil } })
}

extension RoomCommand {
  /// The fields of a command as a bot registers it.
  static let fields: [FrameCatalog.Field] = [
    .init(
      "name", .text, "What follows the slash: 1 to 32 of `a` to `z`, `0` to `9`, `_` and `-`, a letter first."
    ),
    .init("about", .text, "What it does, for the help."),
    .init(
      "options", .list(of: .object(Option.fields)), .optional,
      "What follows the name, in order; at most 10. Those that may be left out come last."),
    .init(
      "who", .word(Audience.allCases.map(\.rawValue)), .optional,
      "Who may give it: `users` if absent; `everyone` lets guests too."),
  ]

  /// A command as a frame has it.
  init(_ fields: FrameFields) throws(Refusal) {
    var options: [Option] = []
    for object in try fields.optionalObjects("options") ?? [] { options.append(try Option(object)) }
    var who = Audience.users
    if let word = try fields.optionalText("who") {
      guard let known = Audience(word: word) else {
        throw fields.refusal("who", "must be \"everyone\", \"users\", \"moderators\" or \"owner\"")
      }
      who = known
    }
    self.init(try fields.text("name"), try fields.text("about"), options, who: who)
  }

  /// The command as a bot sends it.
  package var json: JSON {
    var members: [JSON.Member] = [.text("name", name), .text("about", about)]
    if !options.isEmpty { members.append(.init("options", .array(options.map(\.json)))) }
    if who != .users { members.append(.text("who", who.rawValue)) }
    return .object(members)
  }
}

extension RoomCommand.Option {
  static let fields: [FrameCatalog.Field] = [
    .init("name", .text, "Its name, of the same characters as a command's."),
    .init("kind", .word(RoomCommand.Kind.allCases.map(\.rawValue)), "How it is read."),
    .init("about", .text, .optional, "What it is, for people."),
    .init("optional", .truth, .optional, "Whether it may be left out."),
    .init(
      "choices", .list(of: .text), .conditional("With the `kind` `choice`."),
      "What can be chosen; at most 25."),
  ]

  init(_ fields: FrameFields) throws(Refusal) {
    guard let kind = RoomCommand.Kind(word: try fields.text("kind")) else {
      let kinds = RoomCommand.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw fields.refusal("kind", "must be one of \(kinds)")
    }
    self.init(
      try fields.text("name"), kind, about: try fields.optionalText("about") ?? "",
      isOptional: try fields.optionalTruth("optional") ?? false,
      choices: try fields.optionalTexts("choices") ?? [])
  }

  fileprivate var json: JSON {
    var members: [JSON.Member] = [.text("name", name), .text("kind", kind.rawValue)]
    if !about.isEmpty { members.append(.text("about", about)) }
    if isOptional { members.append(.truth("optional", true)) }
    if !choices.isEmpty { members.append(.init("choices", .array(choices.map(JSON.string)))) }
    return .object(members)
  }
}
