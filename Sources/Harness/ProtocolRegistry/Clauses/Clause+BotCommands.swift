extension Clause {
  static let botCommands = [
    Clause(
      .botCommands, 1, .must,
      "`set_commands` registers a bot's commands in a room, in place of those that it has there; everyone in the room gets `commands_changed` with the commands of all bots, unless nothing has changed.",
      since: 6),
    Clause(
      .botCommands, 2, .must,
      "Only a bot that is in the room and not muted there registers commands: anyone else is refused with `forbidden`, a bot outside with `not_in_room`, a guest with `auth_required`.",
      since: 6),
    Clause(
      .botCommands, 3, .must,
      "A command that nobody could give is refused, and the bot's commands stay as they were: with `name_taken` the name of a line of the server or of another command of the room, with `name_invalid` one of other characters, with `too_many` too many commands or options, with `too_large` too much text, with `bad_frame` anything else.",
      since: 6),
    Clause(
      .botCommands, 4, .must,
      "`commands` lists the commands that bots have in a room, each with its bot, and `absent` where the bot is not in the room; whoever may not enter the room is refused.",
      since: 6),
    Clause(
      .botCommands, 5, .must,
      "`/help` in a room lists the commands of its bots behind those of the server, to those who are in the room.",
      since: 6),
    Clause(
      .botCommands, 6, .must,
      "A line `/NAME OPTIONS` typed in the room is answered `ok`, and one session of the bot, and nobody else, gets `bot_command` with who gave it, its options as values of their kinds, and the number of the command among those that the bot was given there.",
      since: 6),
    Clause(
      .botCommands, 7, .must,
      "Options are read in order: an option is a word, or several in quotation marks, and a final `text` all that is left; omitted ones are not told.",
      since: 6),
    Clause(
      .botCommands, 8, .must,
      "A line whose options are too few, too many or not of their kinds is refused with `bad_frame` and the usage, and the bot is told nothing.",
      since: 6),
    Clause(
      .botCommands, 9, .must,
      "Who may not give a command is refused with `forbidden`, a guest with `auth_required`, and who may not speak as speaking is refused.",
      since: 6),
    Clause(
      .botCommands, 10, .must,
      "Outside of the room a bot's command is `unknown_command`, as any other word.",
      since: 6),
    Clause(
      .botCommands, 11, .must,
      "A bot's commands outlast its sessions and a restart of the server; while the bot is not in the room they are refused with `unavailable`.",
      since: 6),
    Clause(
      .botCommands, 12, .must,
      "A bot that leaves the room, is kicked or banned, or whose account is deleted loses its commands there, and everyone in the room gets `commands_changed`.",
      since: 6),
    Clause(
      .botCommands, 13, .must,
      "A `bot_command` is a counted frame: one that was given while the bot's session was cut comes when it is resumed.",
      since: 6),
  ]
}
