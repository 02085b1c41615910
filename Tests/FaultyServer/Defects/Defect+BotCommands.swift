import Wire

extension Defect {
  static let botCommands: [Defect] = [
    Defect("CMD-1", "Does not tell a room of a bot's commands.") { f in f.drop("commands_changed") },
    Defect("CMD-1b", "Tells of commands that have not changed.") { f in
      var newest: [String: Frame] = [:]
      f.editEvent("commands_changed") { frame, _ in
        if let room = frame.text("room") { newest[room] = frame }
      }
      f.editEvent("ok") { frame, line in
        guard let cause = line.cause(of: frame), cause.type == "set_commands",
          let told = cause.text("room").flatMap({ newest[$0] }),
          told["commands"]?.list?.count == cause.list("commands")?.count
        else { return }
        for other in f.world.lines(in: cause.text("room")) { other.tell(told) }
      }
    },
    Defect("CMD-1c", "Keeps the commands that a bot had beside new ones.") { f in
      var known: [JSON] = []
      f.editEvent("commands_changed") { frame, _ in
        frame.editList("commands") { commands in
          for old in known where !commands.contains(where: { $0["name"] == old["name"] }) {
            commands.append(old)
          }
          known = commands
        }
      }
    },
    Defect("CMD-2", "Says to everybody that their commands are registered.") { f in
      f.accept("set_commands", despite: "forbidden")
    },
    Defect("CMD-2b", "Says to guests that their commands are registered.") { f in
      f.accept("set_commands", despite: "auth_required")
    },
    Defect("CMD-3", "Says that it has registered commands whose names are taken.") { f in
      f.accept("set_commands", despite: "name_taken")
    },
    Defect("CMD-3b", "Says that it has registered commands with wrong names.") { f in
      f.accept("set_commands", despite: "name_invalid")
    },
    Defect("CMD-3c", "Lets bots have any number of commands.") { f in f.limit("room_commands") },
    Defect("CMD-3d", "Lets commands have any number of bytes.") { f in f.limit("command_bytes") },
    Defect("CMD-3e", "Says that it has registered options that fit no line.") { f in
      f.accept("set_commands", despite: "bad_frame")
    },
    Defect("CMD-4", "Does not say whose a command is.") { f in
      f.editEvent("command_list") { frame, _ in frame.editEach(of: "commands") { $0.set("bot", "nobody") } }
    },
    Defect("CMD-4b", "Does not say that a bot is away.") { f in
      f.editEvent("command_list") { frame, _ in frame.editEach(of: "commands") { $0.set("absent", nil) } }
    },
    Defect("CMD-4c", "Lists commands for whoever may not enter the room.") { f in
      f.accept("commands", despite: "forbidden")
    },
    Defect("CMD-5", "Leaves the commands of bots out of the help.") { f in
      f.editEvent("help") { frame, _ in
        frame.editList("commands") { $0.removeAll { $0["about"] == "Takes a note." } }
      }
    },
    Defect("CMD-5b", "Has the commands of bots in everybody's help.") { f in
      f.editEvent("help") { frame, _ in
        frame.editList("commands") { commands in
          let note: JSON = .object([.init("usage", "/note TEXT"), .init("about", "Takes a note.")])
          if !commands.contains(note) { commands.append(note) }
        }
      }
    },
    Defect("CMD-6", "Keeps a bot's commands from it.") { f in f.drop("bot_command") },
    Defect("CMD-6b", "Tells a bot a command twice.") { f in f.double("bot_command") },
    Defect("CMD-6c", "Does not count the commands of a bot.") { f in
      f.editEvent("bot_command") { frame, _ in frame["number"] = 1 }
    },
    Defect("CMD-6d", "Names the bot as who gave a command.") { f in
      f.editEvent("bot_command") { frame, line in frame["user"] = line.user.map { .string($0) } }
    },
    Defect("CMD-6e", "Gives all options as texts.") { f in
      f.editOptions { value in if case .integer(let number) = value { .string("\(number)") } else { value } }
    },
    Defect("CMD-7", "Leaves the last option out.") { f in
      f.editEvent("bot_command") { frame, _ in
        guard case .object(let members)? = frame["options"] else { return }
        frame["options"] = .object(Array(members.dropLast()))
      }
    },
    Defect("CMD-7b", "Takes quotation marks away from a text.") { f in
      f.editOptions { value in
        if case .string(let text) = value { .string(text.filter { $0 != "\"" }) } else { value }
      }
    },
    Defect("CMD-8", "Says that it has given a command that does not fit.") { f in
      f.accept("line", despite: "bad_frame")
    },
    Defect("CMD-8b", "Does not tell the usage of a command.") { f in
      f.editEvent("error") { frame, _ in
        if frame.text("message")?.hasPrefix("Usage: /all") == true { frame["message"] = "That is wrong." }
      }
    },
    Defect("CMD-9", "Says that it has given a command to whoever may not give it.") { f in
      f.accept("line", despite: "forbidden")
    },
    Defect("CMD-9b", "Says that it has given a guest's command that is for users.") { f in
      f.accept("line", despite: "auth_required")
    },
    Defect("CMD-10", "Tells those outside of a room that a command is there.") { f in
      f.rename("unknown_command", to: "not_in_room") { frame, line in
        line.cause(of: frame)?.text("line")?.hasPrefix("/note") == true
      }
    },
    Defect("CMD-11", "Says that it has given a command to a bot that is away.") { f in
      f.accept("line", despite: "unavailable")
    },
    Defect("CMD-11b", "Begins to count commands anew when the bot comes back.") { f in
      var first: [String: Int64] = [:]
      f.editEvent("bot_command") { frame, line in
        guard let session = line.session, let number = frame.number("number") else { return }
        let before = first[session] ?? number - 1
        first[session] = before
        frame["number"] = .integer(number - before)
      }
    },
    Defect("CMD-12", "Does not tell that a bot has gone with its commands.") { f in
      f.drop("commands_changed") { frame, _ in frame.list("commands")?.isEmpty == true }
    },
    Defect("CMD-13", "Loses the commands that a bot was given while it was cut.") { f in
      let isResumed = f.resumedLines()
      f.drop("bot_command") { _, line in isResumed(line) }
    },
  ]
}

extension Faults {
  /// Changes the values of the options that a bot is told.
  fileprivate func editOptions(_ change: @escaping (JSON) -> JSON) {
    editEvent("bot_command") { frame, _ in
      guard case .object(let members)? = frame["options"] else { return }
      frame["options"] = .object(members.map { JSON.Member($0.name, change($0.value)) })
    }
  }
}
