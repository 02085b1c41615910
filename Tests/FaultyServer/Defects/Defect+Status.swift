import Wire

extension Defect {
  static let status: [Defect] = [
    Defect("STAT-1", "Tells a status only to the user's own sessions.") { f in
      f.drop("status") { frame, line in frame.text("user") != line.user }
    },
    Defect("STAT-1b", "Does not tell a status to the session that set it.") { f in
      var setters: Set<ObjectIdentifier> = []
      f.editCommand("set_status") { _, line in setters.insert(ObjectIdentifier(line)) }
      f.drop("status") { frame, line in
        frame.text("user") == line.user && setters.remove(ObjectIdentifier(line)) != nil
      }
    },
    Defect("STAT-1c", "Tells a status once for each room.") { f in
      f.double("status") { frame, line in
        f.world.lines(of: frame.text("user")).contains { other in
          other !== line && other.rooms.count { line.rooms.contains($0) } > 1
        }
      }
    },
    Defect("STAT-1d", "Tells everybody a status.") { f in
      f.copy(
        "status",
        to: { frame, line in
          guard frame.text("user") == line.user else { return [] }
          return f.world.strangers(to: line).filter { $0.rooms.isEmpty }
        })
    },
    Defect("STAT-1e", "Does not tell the text of a status.") { f in
      f.editEvent("status") { frame, _ in frame["text"] = nil }
    },
    Defect("STAT-2", "Tells a status in rooms of any size.") { f in
      f.copy(
        "status",
        to: { frame, line in
          guard frame.text("user") == line.user, f.world.toldLimit("presence_each") < 10 else { return [] }
          return f.world.strangers(to: line).filter { $0.rooms.contains { line.rooms.contains($0) } }
        })
    },
    Defect("STAT-2b", "Tells a status that has not changed.") { f in
      f.editEvent("ok") { frame, line in
        guard let cause = line.cause(of: frame), cause.type == "set_status", cause["text"] == "" else {
          return
        }
        line.tell(Frame("status", ["user": .string(line.user ?? ""), "status": "online"]))
      }
    },
    Defect("STAT-3", "Forgets the statuses of those who are gone.") { f in
      f.editEvent("user_info") { frame, _ in
        if frame["online"] == false { (frame["status"], frame["text"]) = ("online", nil) }
      }
    },
    Defect("STAT-3b", "Forgets all statuses when it starts again.") { f in
      f.editEvent("user_info") { frame, _ in
        if f.world.isRestarted { (frame["status"], frame["text"]) = ("online", nil) }
      }
    },
    Defect("STAT-4", "Lets statuses be of any length.") { f in f.limit("status_characters") },
    Defect("STAT-4b", "Says that it has set a status of several lines.") { f in
      f.accept("set_status", despite: "bad_frame") { frame, _ in frame.text("field") == "text" }
    },
    Defect("STAT-4c", "Says to guests that their status is set.") { f in
      f.accept("set_status", despite: "auth_required")
    },
    Defect("STAT-5", "Lets users change their status as often as they like.") { f in
      f.limit("statuses_per_minute", 1000)
    },
    Defect("STAT-5b", "Sets a status that it refuses.") { f in
      var set: [String: JSON] = [:]
      f.editEvent("error") { frame, line in
        guard frame.text("code") == "rate_limited", let cause = line.cause(of: frame),
          cause.type == "set_status"
        else { return }
        set[line.user ?? ""] = cause["status"]
      }
      f.editEvent("user_info") { frame, _ in
        if let status = set[frame.text("user") ?? ""] { frame["status"] = status }
      }
    },
    Defect("STAT-6", "Takes everybody for a person.") { f in
      f.editEvent("user_info") { frame, _ in frame["bot"] = false }
    },
    Defect("STAT-6b", "Takes everybody for online.") { f in
      f.editEvent("user_info") { frame, _ in (frame["online"], frame["last_seen"]) = (true, nil) }
    },
    Defect("STAT-6c", "Does not tell when somebody was seen last.") { f in
      f.editEvent("user_info") { frame, _ in frame["last_seen"] = nil }
    },
    Defect("STAT-6d", "Tells of those who are online when they were seen last.") { f in
      f.editEvent("user_info") { frame, line in
        if frame["online"] == true { frame["last_seen"] = .string(line.greetedAt) }
      }
    },
    Defect("STAT-7", "Makes up what it knows of a name that nobody has.") { f in
      f.accept("user_info", despite: "no_such_user")
    },
    Defect("STAT-8", "Does not know `/status`.") { f in
      f.editTyped("/status") { "/state" + $0.dropFirst(7) }
    },
    Defect("STAT-8b", "Does not know `/whois`.") { f in
      f.editTyped("/whois") { "/whowas" + $0.dropFirst(6) }
    },
  ]
}
