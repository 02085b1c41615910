import Wire

extension Defect {
  static let rates: [Defect] = [
    Defect("RATE-1", "Refuses for being too fast, and tells a time that is too short.") { f in
      f.editEvent("error") { frame, _ in
        if frame.text("code") == "rate_limited" { frame["retry_after_ms"] = 1 }
      }
    },
    Defect("RATE-1b", "Refuses nobody for being too fast.") { f in
      for kind in ["messages", "queries", "commands"] { f.limit("\(kind)_burst") }
    },
    Defect("RATE-2", "Has no allowance for queries.") { f in f.limit("queries_burst") },
    Defect("RATE-2b", "Counts commands only, and has no allowance for messages.") { f in
      f.limit("messages_burst")
    },
    Defect("RATE-3", "Gives each session an allowance of its own.") { f in
      f.accept("chat_message", "private_message", despite: "rate_limited") { _, line in
        f.world.lines(of: line.user).first !== line
      }
    },
    Defect("RATE-4", "Does not count commands that it refuses.") { f in
      var refusals: [String: Int] = [:]
      f.accept("chat_message", "private_message", despite: "rate_limited") { _, line in
        refusals[line.user ?? "", default: 0] > 0
      }
      f.editEvent("error") { frame, line in
        if frame.text("code") != "rate_limited" { refusals[line.user ?? "", default: 0] += 1 }
      }
    },
    Defect("RATE-5b", "Lets strangers keep the owner of an account from changing the password.") { f in
      var strangers = 0
      f.editEvent("error") { frame, line in
        if line.user == nil, frame.text("code") == "rate_limited" { strangers += 1 }
      }
      f.refuse("set_password", with: "rate_limited") { _, _ in strangers > 0 }
    },
    Defect("RATE-5", "Lets anybody try any number of passwords.") { f in f.limit("login_failures_burst") },
    Defect("RATE-6", "Does not look at the address that passwords and registrations come from.") { f in
      f.limit("peer_login_failures_burst")
      f.limit("peer_registrations_burst")
    },
    Defect("RATE-7", "Answers a session that floods it without end.") { f in f.limit("refusals_burst") },
  ]

  static let timers: [Defect] = [
    Defect("TIME-1", "Tells a timer twice.") { f in f.double("timer") },
    Defect("TIME-1b", "Tells a timer to the user's other sessions too.") { f in
      f.copy("timer", to: { _, line in f.world.clients.filter { $0 !== line } })
    },
    Defect("TIME-2", "Tells two timers of one time the wrong way round.") { f in
      f.event("timer") { _, line in line.late.isEmpty ? .late : .pass }
    },
    Defect("TIME-3", "Has one timer of a name for all sessions of a user.") { f in
      f.editCommand("set_timer", "cancel_timer") { frame, line in
        for other in f.world.lines(of: line.user) where other !== line {
          other.ask(Frame("cancel_timer", ["timer": frame["timer"] ?? ""]))
        }
      }
    },
    Defect("TIME-4", "Sets a second timer where one of the name is pending.") { f in
      var pending: [ObjectIdentifier: Set<String>] = [:]
      f.editCommand("set_timer") { frame, line in
        guard let name = frame.text("timer"), !name.isEmpty else { return }
        if !pending[ObjectIdentifier(line), default: []].insert(name).inserted {
          frame["timer"] = .string(name + "~")
        }
      }
      f.editEvent("timer") { frame, line in
        guard let name = frame.text("timer") else { return }
        if name.hasSuffix("~") { frame["timer"] = .string(String(name.dropLast())) }
        pending[ObjectIdentifier(line)]?.remove(name)
      }
    },
    Defect("TIME-5", "Says that it took a timer back, and does not.") { f in
      f.answer("cancel_timer") { _, _ in Frame("ok") }
    },
    Defect("TIME-5b", "Refuses to take back a timer that is not there.") { f in
      var set: Set<String> = []
      f.editCommand("set_timer") { frame, _ in set.insert(frame.text("timer") ?? "") }
      f.refuse("cancel_timer", with: "bad_frame") { frame, _ in set.remove(frame.text("timer") ?? "") == nil }
    },
    Defect("TIME-6", "Loses the timers that fall due while their session is cut.") { f in
      f.drop("timer") { frame, line in (frame.text("now") ?? "") <= line.greetedAt }
    },
    Defect("TIME-7", "Keeps the timers of a session that logs out.") { f in
      var ghosts: Set<ObjectIdentifier> = []
      f.editCommand { frame, line in
        if frame.type != "logout", ghosts.remove(ObjectIdentifier(line)) != nil { line.ask(Frame("logout")) }
      }
      f.answer("logout") { _, line in
        guard line.user != nil else { return nil }
        for room in line.rooms { line.ask(Frame("leave", ["room": .string(room)])) }
        ghosts.insert(ObjectIdentifier(line))
        return Frame("ok")
      }
    },
    Defect("TIME-8", "Lets a session have any number of timers.") { f in f.limit("timers") },
    Defect("TIME-8b", "Says to guests that their timers are set.") { f in
      f.accept("set_timer", despite: "auth_required")
    },
    Defect("TIME-9", "Brings the time of a timer into its bounds.") { f in
      f.editCommand("set_timer") { frame, _ in
        if let time = frame.number("milliseconds") {
          frame["milliseconds"] = .integer(min(max(time, 1), 31_622_400_000))
        }
      }
    },
    Defect("TIME-9b", "Takes timers' names of any length.") { f in f.limit("timer_name_characters") },
  ]
}
