extension Clause {
  static let botCommands = rules(
    of: .botCommands, since: 6,
    [
      1:
        "`set_commands` registers a bot's commands in a room, in place of those that it has there; everyone in the room gets `commands_changed` with the commands of all bots, unless nothing has changed.",
      2:
        "Only a bot that is in the room and not muted there registers commands: anyone else is refused with `forbidden`, a bot outside with `not_in_room`, a guest with `auth_required`.",
      3:
        "A command that nobody could give is refused, and the bot's commands stay as they were: with `name_taken` the name of a line of the server or of another command of the room, with `name_invalid` one of other characters, with `too_many` too many commands or options, with `too_large` too much text, with `bad_frame` anything else.",
      4:
        "`commands` lists the commands that bots have in a room, each with its bot, and `absent` where the bot is not in the room; whoever may not enter the room is refused.",
      5:
        "`/help` in a room lists the commands of its bots behind those of the server, to those who are in the room.",
      6:
        "A line `/NAME OPTIONS` typed in the room is answered `ok`, and one session of the bot, and nobody else, gets `bot_command` with who gave it, its options as values of their kinds, and the number of the command among those that the bot was given there.",
      7:
        "Options are read in order: an option is a word, or several in quotation marks, and a final `text` all that is left; omitted ones are not told.",
      8:
        "A line whose options are too few, too many or not of their kinds is refused with `bad_frame` and the usage, and the bot is told nothing.",
      9:
        "Who may not give a command is refused with `forbidden`, a guest with `auth_required`, and who may not speak as speaking is refused.",
      10: "Outside of the room a bot's command is `unknown_command`, as any other word.",
      11:
        "A bot's commands outlast its sessions and a restart of the server; while the bot is not in the room they are refused with `unavailable`.",
      12:
        "A bot that leaves the room, is kicked or banned, or whose account is deleted loses its commands there, and everyone in the room gets `commands_changed`.",
      13:
        "A `bot_command` is a counted frame: one that was given while the bot's session was cut comes when it is resumed.",
    ])
}
