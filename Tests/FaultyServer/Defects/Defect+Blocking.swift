import Wire

extension Defect {
  static let blocking: [Defect] = [
    Defect("BLOCK-1", "Tells the blocked how many sessions there are that are not told.") { f in
      f.editEvent("private_message_delivered") { frame, _ in
        if frame.number("sessions") == 0 { frame["sessions"] = .integer(1) }
      }
    },
    Defect("BLOCK-1b", "Keeps a list of whom users block, and does not look at it.") { f in
      f.answer("block") { frame, _ in Frame("block_list", ["users": .array([frame["user"] ?? ""])]) }
    },
    Defect("BLOCK-2", "Refuses private messages of those who are blocked.") { f in
      f.editEvent("private_message_delivered") { frame, _ in
        guard frame.number("sessions") == 0 else { return }
        let re = frame["re"]
        frame = .error("forbidden")
        frame["re"] = re
      }
    },
    Defect("BLOCK-3", "Answers `block` with `ok`.") { f in
      f.editEvent("block_list") { frame, line in
        guard line.cause(of: frame)?.type == "block" else { return }
        frame = Frame("ok", ["re": frame["re"] ?? ""])
      }
    },
    Defect("BLOCK-3b", "Does not tell the other sessions whom their user blocks.") { f in
      f.drop("block_list") { frame, _ in frame.re == nil }
    },
    Defect("BLOCK-3c", "Does not tell whoever logs in whom they block.") { f in
      f.editEvent("ready") { frame, _ in frame["blocked"] = nil }
    },
    Defect("BLOCK-4", "Leaves out what the blocked say in rooms.") { f in
      var blocked: Set<String> = []
      f.editCommand("block") { frame, _ in blocked.insert(frame.text("user") ?? "") }
      f.drop("chat_message") { frame, line in
        blocked.contains(frame.text("user") ?? "") && frame.text("user") != line.user
      }
    },
    Defect("BLOCK-5", "Lets a user block any number of users.") { f in f.limit("blocks", 1000) },
    Defect("BLOCK-5b", "Lets users block themselves.") { f in f.accept("block", despite: "forbidden") },
    Defect("BLOCK-5c", "Lets users block who is not there.") { f in
      f.accept("block", despite: "no_such_user")
    },
    Defect("BLOCK-5d", "Lets guests block.") { f in f.accept("block", despite: "auth_required") },
    Defect("BLOCK-6", "Forgets whom users block when it is restarted.") { f in
      guard f.world.isRestarted else { return }
      f.editEvent("block_list") { frame, _ in frame["users"] = .array([]) }
      f.editEvent("ready") { frame, _ in frame["blocked"] = nil }
    },
  ]
}
