import Relay
import Wire

extension Defect {
  static let moderation: [Defect] = [
    Defect("MOD-1", "Does not tell whose a room is.") { f in
      f.editEvent("user_list") { frame, _ in frame["owner"] = nil }
    },
    Defect("MOD-2", "Lets members do what is for the owner and the moderators.") { f in
      var owners: [String: String] = [:]
      f.editEvent("user_list") { frame, _ in
        if let room = frame.text("room") { owners[room] = frame.text("owner") }
      }
      f.event("error") { frame, line in
        guard frame.text("code") == "forbidden", let cause = line.cause(of: frame),
          let room = cause.text("room"),
          let owner = owners[room], owner != line.user, let other = f.world.lines(of: owner).first
        else { return .pass }
        other.ask(cause)
        return .become([.success(of: cause, on: line)])
      }
    },
    Defect("MOD-3", "Lets people act upon themselves and their equals.") { f in
      f.accept("kick", "mute", "ban", "set_role", despite: "forbidden")
    },
    Defect("MOD-4", "Does not say that whoever was kicked has left.") { f in
      var kicked: Set<String> = []
      f.editEvent("user_kicked") { frame, _ in kicked.insert(frame.member(frame.text("user"))) }
      f.drop("user_leave") { frame, _ in kicked.contains(frame.member(frame.text("user"))) }
    },
    Defect("MOD-4b", "Kicks users who are not there.") { f in f.accept("kick", despite: "not_in_room") },
    Defect("MOD-5", "Does not let whoever was kicked join again.") { f in
      var kicked: Set<String> = []
      f.editEvent("user_kicked") { frame, _ in kicked.insert(frame.member(frame.text("user"))) }
      f.refuse("join", with: "forbidden") { frame, line in kicked.contains(frame.member(line.user)) }
    },
    Defect("MOD-5b", "Goes on sending what is said to those who were kicked.") { f in
      var kicked: [(line: Line, room: String)] = []
      f.editEvent("user_kicked") { frame, line in
        if frame.text("user") == line.user { kicked.append((line, frame.text("room") ?? "")) }
      }
      f.copySaid { room in
        kicked.filter { $0.room == room && !$0.line.rooms.contains(room) }.map(\.line)
      }
    },
    Defect("MOD-6", "Does not tell for how long somebody is muted.") { f in
      f.editEvent("error") { frame, _ in
        if frame.text("code") == "forbidden" { frame["retry_after_ms"] = nil }
      }
    },
    Defect("MOD-6b", "Forgets a mute when the user leaves.") { f in
      var left: Set<String> = []
      f.editCommand("leave") { frame, line in left.insert(frame.member(line.user)) }
      f.accept("chat_message", despite: "forbidden") { frame, line in
        line.cause(of: frame).map { left.contains($0.member(line.user)) } ?? false
      }
    },
    Defect("MOD-7", "Tells of a mute only the one who is muted.") { f in
      f.drop("user_muted", "user_unmuted") { frame, line in frame.text("user") != line.user }
    },
    Defect("MOD-7b", "Mutes for any time.") { f in f.limit("mute_seconds") },
    Defect("MOD-8", "Lets whoever is banned read the room.") { f in
      f.accept("history", "who", "search", despite: "forbidden")
    },
    Defect("MOD-9", "Tells nobody of bans.") { f in f.drop("user_banned", "user_unbanned") },
    Defect("MOD-10", "Does not tell the topic to those who join.") { f in
      f.editEvent("user_list") { frame, _ in frame["topic"] = nil }
    },
    Defect("MOD-10b", "Does not tell the room of a new topic.") { f in f.drop("topic") },
    Defect("MOD-11", "Does not say who took a message away.") { f in
      f.editEvent("message_deleted") { frame, _ in frame["by"] = nil }
    },
    Defect("MOD-11b", "Lets only the author take a message away.") { f in
      var authors: [String: String] = [:]
      f.editEvent("chat_message") { frame, _ in authors[frame.place()] = frame.text("user") }
      f.refuse("delete_message", with: "forbidden") { frame, line in
        authors[frame.place()].map { $0 != line.user } ?? false
      }
    },
    Defect("MOD-12", "Does not list the moderators of a room.") { f in
      f.editEvent("user_list") { frame, _ in frame["moderators"] = nil }
    },
    Defect("MOD-12b", "Tells nobody of roles.") { f in f.drop("role") },
    Defect("MOD-13", "Makes an owner who hands the room over a member.") { f in
      f.editEvent("role") { frame, _ in if frame["user"] == frame["by"] { frame["role"] = "member" } }
    },
    Defect("MOD-14", "Leaves a room to an owner whose account is deleted.") { f in
      var owners: [String: JSON] = [:]
      f.event("role") { frame, _ in
        guard frame["role"] == "owner" else { return .pass }
        if frame["by"] != nil { owners[frame.text("room") ?? ""] = frame["user"] }
        return frame["by"] == nil ? .drop : .pass
      }
      f.editEvent("user_list") { frame, _ in
        guard let room = frame.text("room") else { return }
        if let owner = owners[room] { frame["owner"] = owner } else { owners[room] = frame["owner"] }
      }
    },
    Defect("MOD-15", "Lets everybody into an invite-only room.") { f in
      f.accept("join", "history", "who", despite: "forbidden")
    },
    Defect("MOD-16", "Lists unlisted rooms.") { f in
      var known: Set<String> = []
      f.editEvent("user_list") { frame, _ in known.insert(frame.text("room") ?? "") }
      f.editEvent("room_list") { frame, _ in
        frame.editList("rooms") { rooms in
          for room in known.sorted() where !rooms.contains(where: { $0["room"]?.text == room }) {
            rooms.append(Frame("", ["room": .string(room), "online": 1]).json)
          }
        }
      }
    },
    Defect("MOD-17", "Tells everybody who is invited.") { f in
      f.copy("invited", to: { _, line in f.world.strangers(to: line) })
    },
    Defect("MOD-17b", "Takes those out whose invitation is taken back.") { f in
      f.editCommand("uninvite") { frame, line in
        line.ask(Frame("kick", ["room": frame["room"] ?? "", "user": frame["user"] ?? ""]))
      }
    },
    Defect("MOD-18", "Does not tell the room what it has become.") { f in f.drop("room_changed") },
    Defect("MOD-18b", "Does not tell those who join that a room is invite-only or unlisted.") { f in
      f.editEvent("user_list") { frame, _ in
        frame["invite_only"] = nil
        frame["unlisted"] = nil
      }
    },
    Defect("MOD-19", "Refuses a command that asks for what is so already.") { f in
      var last: [String: Frame] = [:]
      f.refuse(
        "unmute", "ban", "unban", "invite", "uninvite", "topic", "set_role", "set_room", with: "forbidden"
      ) { frame, line in
        var command = frame
        command["id"] = nil
        let member = frame.member(frame.text("user"))
        defer { last[member] = command }
        return last[member] == command || (frame.type.hasPrefix("un") && last[member] == nil)
      }
    },
    Defect("MOD-20", "Keeps no limit on moderators, bans, mutes and invitations.") { f in
      for kind in ["moderators", "bans", "mutes", "invitations"] { f.limit("room_\(kind)") }
    },
    Defect("MOD-20b", "Takes topics and reasons of any length.") { f in
      f.limit("topic_characters")
      f.limit("reason_characters")
    },
    Defect("MOD-21", "Forgets topics and roles when it starts again.") { f in
      f.editEvent("user_list") { frame, _ in
        guard f.world.isRestarted else { return }
        for name in ["topic", "owner", "moderators", "invite_only", "unlisted"] { frame[name] = nil }
      }
    },
    Defect("MOD-22", "Reads the minutes of a typed mute as seconds.") { f in
      f.editTyped("/mute ") { line in
        let words = line.split(separator: " ").map { word in
          word.hasSuffix("m") && Int(word.dropLast()) != nil ? word.dropLast() + "s" : word
        }
        return words.joined(separator: " ")
      }
    },
    Defect("MOD-22b", "Does not know `/topic`.") { f in
      f.editTyped { frame, _ in
        if let line = frame.text("line"), line.hasPrefix("/topic") {
          frame["line"] = .string("/subject" + line.dropFirst(6))
        }
      }
    },
    Defect("MOD-23", "Closes a tutorial's client that was kicked or banned without a reason.") { f in
      f.renameClose(4504, to: 1000)
    },
    Defect("MOD-23b", "Does not tell a tutorial's client who was kicked.") { f in
      f.tutorial { frame, _ in frame.text("user") == "server" && frame["code"] == nil ? .drop : .pass }
    },
    Defect("MOD-24", "Leaves a tutorial's client connected that may not enter.") { f in
      f.serverFrame { frame, line in frame.code != 4505 || line.isVerbatim }
    },
    Defect("MOD-25", "Lets guests into a room that is closed to them.") { f in
      f.accept("join", "history", "who", despite: "forbidden")
    },
    Defect("MOD-26", "Lets guests who are in a room go on hearing when it is closed to them.") { f in
      f.copySaid { _ in f.world.clients.filter { $0.user == nil } }
    },
    Defect("MOD-27", "Does not tell that a room was taken away.") { f in f.drop("room_deleted") },
    Defect("MOD-28", "Finds what was said in an unlisted room for everybody.") { f in
      var (said, unlisted): ([String: [JSON]], Set<String>) = ([:], [])
      f.editEvent("chat_message") { frame, _ in
        guard let room = frame.text("room"), frame["seq"] != nil else { return }
        let fields = ["room", "seq", "user", "message", "at"]
        let message = JSON.object(fields.compactMap { name in frame[name].map { .init(name, $0) } })
        if said[room]?.contains(message) != true { said[room, default: []].append(message) }
      }
      f.editEvent("room_changed") { frame, _ in
        if frame["unlisted"] == true, let room = frame.text("room") { unlisted.insert(room) }
      }
      f.editEvent("search") { frame, line in
        guard frame.text("in") == "messages", frame.list("results")?.isEmpty == true,
          line.cause(of: frame)?["room"] == nil
        else { return }
        frame["results"] = .array(unlisted.sorted().flatMap { said[$0] ?? [] })
      }
    },
  ]
}
