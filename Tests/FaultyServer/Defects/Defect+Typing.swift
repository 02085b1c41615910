import Wire

extension Defect {
  static let typing: [Defect] = [
    Defect("TYPE-1", "Tells of typing also the user's other sessions.") { f in
      f.copy("typing", to: { frame, line in f.world.lines(of: frame.text("user")).filter { $0 !== line } })
    },
    Defect("TYPE-1b", "Tells everybody who has sent a `typing` of what is typed in private.") { f in
      let typists = Typists(in: f)
      f.copy(
        "typing",
        to: { frame, line in
          guard frame["with"] != nil else { return [] }
          return f.world.strangers(to: line).filter { typists.has($0) && $0.user != frame.text("user") }
        })
    },
    Defect("TYPE-1c", "Does not tell of what is typed in a room.") { f in
      f.drop("typing") { frame, _ in frame["room"] != nil }
    },
    Defect("TYPE-1d", "Names in private the one who is told.") { f in
      f.editEvent("typing") { frame, line in
        if frame["with"] != nil { frame["with"] = line.user.map { .string($0) } }
      }
    },
    Defect("TYPE-2", "Tells those who never sent a `typing`.") { f in
      let typists = Typists(in: f)
      f.editCommand("typing") { frame, line in
        let room = frame.text("room")?.lowercased() ?? ""
        let told = Frame("typing", ["room": .string(room), "user": .string(line.user ?? "")])
        for other in f.world.lines(in: room) where !typists.has(other) && other.user != line.user {
          if frame["stopped"] != true { other.tell(told) }
        }
      }
    },
    Defect("TYPE-3", "Counts what it told of typing.") { f in
      var told: [String: Int64] = [:]
      f.editEvent("typing") { _, line in told[line.session ?? "", default: 0] += 1 }
      f.editReceived { received, session in told[session].map { max(0, received - $0) } ?? received }
    },
    Defect("TYPE-3b", "Tells those who come back what was typed meanwhile.") { f in
      var last: [String: Frame] = [:]
      f.editCommand("typing") { frame, line in
        guard let room = frame.text("room"), let user = line.user, frame["stopped"] != true else { return }
        last[room] = Frame("typing", ["room": .string(room), "user": .string(user)])
      }
      f.editEvent("ready") { frame, line in
        guard frame["resumed"] == true else { return }
        for room in line.rooms { if let typing = last[room] { line.tell(typing) } }
      }
    },
    Defect("TYPE-4", "Tells of each `typing`.") { f in f.limit("typing_milliseconds", 1) },
    Defect("TYPE-4b", "Refuses a `typing` that comes too soon.") { f in
      var last: Set<String> = []
      f.refuse("typing", with: "rate_limited") { frame, line in
        guard frame["stopped"] != true else { return false }
        return !last.insert("\(line.user ?? "") \(frame.text("room") ?? "") \(frame.text("with") ?? "")")
          .inserted
      }
    },
    Defect("TYPE-5", "Does not tell that somebody has stopped.") { f in
      f.drop("typing") { frame, _ in frame["stopped"] == true }
    },
    Defect("TYPE-5b", "Says of somebody who has stopped that they type.") { f in
      f.editEvent("typing") { frame, _ in frame["stopped"] = nil }
    },
    Defect("TYPE-6", "Tells everybody in a room, however many there are.") { f in f.limit("typing_members") },
    Defect("TYPE-6b", "Tells nobody who is typing.") { f in f.limit("typing_members", 0) },
    Defect("TYPE-7", "Lets whoever is muted tell that they type.") { f in
      f.accept("typing", despite: "forbidden")
    },
    Defect("TYPE-7b", "Lets guests tell that they type.") { f in f.accept("typing", despite: "auth_required")
    },
    Defect("TYPE-7c", "Lets those outside of a room tell that they type there.") { f in
      f.accept("typing", despite: "not_in_room")
    },
  ]
}

/// The connections that have sent a `typing`.
private final class Typists {
  private var lines: Set<ObjectIdentifier> = []

  init(in f: Faults) {
    f.editCommand("typing") { [self] _, line in lines.insert(ObjectIdentifier(line)) }
  }

  func has(_ line: Line) -> Bool { lines.contains(ObjectIdentifier(line)) }
}
