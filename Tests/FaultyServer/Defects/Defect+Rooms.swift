import Relay
import Wire

extension Defect {
  static let rooms: [Defect] = [
    Defect("ROOM-1", "Lists the people in a room from the newest to the first.") { f in
      f.editEvent("user_list") { frame, _ in frame.editList("users") { $0.reverse() } }
    },
    Defect("ROOM-1b", "Does not tell who joins how far the room has come.") { f in
      f.editEvent("user_list") { frame, _ in frame["seq"] = 0 }
    },
    Defect("ROOM-2", "Tells those who join that they joined.") { f in
      f.event("user_list") { frame, line in
        guard line.cause(of: frame)?.type == "join", let user = line.user else { return .pass }
        return .become([frame, Frame("user_join", ["room": frame["room"] ?? "", "user": .string(user)])])
      }
    },
    Defect("ROOM-2b", "Tells nobody who joins.") { f in f.drop("user_join") },
    Defect("ROOM-3", "Makes no room for whoever joins one that is not there.") { f in
      var known: Set<String> = []
      f.editCommand("create_room") { frame, _ in known.insert(frame.text("room")?.lowercased() ?? "") }
      f.refuse("join", with: "no_such_room") { frame, _ in
        !known.contains(frame.text("room")?.lowercased() ?? "")
      }
    },
    Defect("ROOM-4", "Tells of everybody who joins a room again.") { f in
      f.editCommand("join") { frame, line in
        guard let room = frame.text("room"), line.rooms.contains(room), let user = line.user else { return }
        f.world.tell("user_join", of: user, in: room)
      }
    },
    Defect("ROOM-5", "Gives no history to those who ask for it when they join.") { f in
      f.editCommand("join") { frame, _ in frame["after"] = nil }
    },
    Defect("ROOM-5b", "Gives with the history of a join the message that the client has already.") { f in
      f.editCommand("join") { frame, _ in if (frame.number("after") ?? 0) > 0 { frame.add(-1, to: "after") } }
    },
    Defect("ROOM-6", "Goes on sending what is said in a room to those who left it.") { f in
      var left: [(line: Line, room: String)] = []
      f.editCommand("leave") { frame, line in left.append((line, frame.text("room") ?? "")) }
      f.copySaid { room in
        left.filter { $0.room == room && !$0.line.rooms.contains(room) }.map(\.line)
      }
    },
    Defect("ROOM-6b", "Tells nobody who leaves.") { f in f.drop("user_leave") },
    Defect("ROOM-7", "Does not know a room that is not there from one that is not joined.") { f in
      f.rename("no_such_room", to: "not_in_room")
    },
    Defect("ROOM-7b", "Takes it well when somebody leaves a room without being in it.") { f in
      f.accept("leave", despite: "not_in_room")
    },
    Defect("ROOM-8", "Enters whoever makes a room.") { f in
      f.editEvent("ok") { frame, line in
        guard let cause = line.cause(of: frame), cause.type == "create_room" else { return }
        line.say(Frame("join", ["room": cause["room"] ?? ""]))
      }
    },
    Defect("ROOM-8b", "Makes a room that is there already.") { f in
      f.accept("create_room", despite: "room_exists")
    },
    Defect("ROOM-9", "Tells only those who are in a room who is there.") { f in
      f.refuse("who", with: "not_in_room") { frame, line in !line.rooms.contains(frame.text("room") ?? "") }
    },
    Defect("ROOM-10", "Lists only the rooms that the asker is in.") { f in
      f.editEvent("room_list") { frame, line in
        frame.editList("rooms") { rooms in rooms.removeAll { !line.rooms.contains($0["room"]?.text ?? "") } }
      }
    },
    Defect("ROOM-10b", "Begins the list of rooms again at every page.") { f in
      f.editCommand("rooms") { frame, _ in frame["cursor"] = nil }
    },
    Defect("ROOM-11", "Lets a session be in any number of rooms.") { f in f.limit("rooms_per_session") },
    Defect("ROOM-12", "Counts guests among those who are in a room.") { f in
      f.editEvent("user_list") { frame, _ in
        let guests = f.world.lines(in: frame.text("room")).count { $0.user == nil }
        frame.add(Int64(guests), to: "online")
      }
    },
    Defect("ROOM-12c", "Does not say that guests listen.") { f in
      f.editEvent("user_list") { frame, _ in frame["guests"] = nil }
    },
    Defect("ROOM-12b", "Does not let guests hear what is said.") { f in
      f.drop("chat_message") { _, line in line.user == nil }
    },
    Defect("ROOM-13", "Lets a user own any number of rooms.") { f in f.limit("rooms_per_user") },
    Defect("ROOM-13b", "Lets a user make and delete rooms without end.") { f in
      f.accept("create_room", despite: "rate_limited")
    },
    Defect("ROOM-14", "Keeps rooms that nobody uses.") { f in f.limit("unused_room_seconds") },
  ]

  static let presence: [Defect] = [
    Defect("PRES-1", "Says that a user left when one of several sessions leaves.") { f in
      let tell: (Line, String) -> Void = { line, room in
        guard let user = line.user, f.world.lines(of: user).count(where: { $0.rooms.contains(room) }) > 1
        else { return }
        f.world.tell("user_leave", of: user, in: room)
      }
      f.editCommand("leave") { frame, line in tell(line, frame.text("room") ?? "") }
      f.clientFrame { frame, line in
        if frame.opcode == RawFrame.close { for room in line.rooms { tell(line, room) } }
        return true
      }
    },
    Defect("PRES-1b", "Says that a user joined when a further session does.") { f in
      f.editCommand("join") { frame, line in
        guard let user = line.user, let room = frame.text("room"), !line.rooms.contains(room),
          f.world.lines(of: user).contains(where: { $0.rooms.contains(room) })
        else { return }
        f.world.tell("user_join", of: user, in: room)
      }
    },
    Defect("PRES-2", "Tells every join and leave by itself, in large rooms too.") { f in
      f.limit("presence_each")
    },
    Defect("PRES-2b", "Gathers joins and leaves for twice as long as it may.") { f in
      f.limit("presence_milliseconds", 2 * f.world.toldLimit("presence_milliseconds"))
    },
    Defect("PRES-3", "Tells of those who came and went while it gathered.") { f in
      f.editCommand("leave") { frame, line in
        guard let room = frame.text("room"), let user = line.user else { return }
        let people = f.world.lines(in: room)
        guard Set(people.map(\.user)).count > f.world.toldLimit("presence_each") else { return }
        for other in people where other !== line {
          let name: JSON = .string(user)
          other.tell(
            Frame(
              "presence",
              ["room": .string(room), "joined": .array([name]), "left": .array([name]), "online": 2]))
        }
      }
    },
    Defect("PRES-4", "Lists all names of a large room.") { f in f.limit("user_list_names") },
    Defect("PRES-4b", "Does not say that names are missing in a list.") { f in
      f.editEvent("user_list") { frame, _ in frame["more"] = false }
    },
    Defect("PRES-4c", "Counts only those whom the list names.") { f in
      f.editEvent("user_list") { frame, _ in
        frame["online"] = .integer(Int64(frame.list("users")?.count ?? 0))
      }
    },
  ]
}
