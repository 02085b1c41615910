import Wire

extension Defect {
  static let privateMessages: [Defect] = [
    Defect("PM-1", "Delivers a private message to one session of its target only.") { f in
      f.drop("private_message") { _, line in f.world.lines(of: line.user).first !== line }
    },
    Defect("PM-2", "Counts the sender's session among those that a private message went to.") { f in
      f.editEvent("private_message_delivered") { frame, _ in frame.add(1, to: "sessions") }
    },
    Defect("PM-2b", "Does not tell the sender's other sessions of a private message.") { f in
      f.drop("private_message_delivered") { frame, line in line.cause(of: frame)?.type != "private_message" }
    },
    Defect("PM-3", "Refuses private messages to those who are away.") { f in
      f.refuse("private_message", with: "no_such_user") { frame, _ in
        let target = frame.text("to")?.lowercased()
        return !f.world.clients.contains { $0.user?.lowercased() == target }
      }
    },
    Defect("PM-4", "Delivers a private message to everybody.") { f in
      f.editEvent("private_message_delivered") { frame, line in
        guard let user = line.user, line.cause(of: frame)?.type == "private_message" else { return }
        for other in f.world.strangers(to: line) where other.user != frame.text("target") {
          other.tell(
            Frame(
              "private_message",
              [
                "user": .string(user), "message": frame["message"] ?? "", "seq": frame["seq"] ?? 1,
                "at": frame["at"] ?? "",
              ]))
        }
      }
    },
    Defect("PM-4b", "Counts in the cursors of searches what is said in private.") { f in
      var count = 0
      f.editEvent("private_message") { _, _ in count += 1 }
      f.editEvent("search") { frame, _ in
        if count > 0, let cursor = frame.text("cursor") { frame["cursor"] = .string(cursor + "\(count)") }
      }
    },
    Defect("PM-5", "Takes private messages to nobody.") { f in
      f.accept("private_message", despite: "no_such_user")
    },
    Defect("PM-6", "Counts the private messages of all pairs together.") { f in
      var pairs: [String] = []
      let count: (inout Frame, String) -> Void = { frame, pair in
        if !pairs.contains(pair) { pairs.append(pair) }
        frame.add(Int64(pairs.firstIndex(of: pair) ?? 0), to: "seq")
      }
      f.editEvent("private_message", "private_message_delivered") { frame, line in
        let other = frame.text("user") ?? frame.text("target") ?? ""
        count(&frame, [line.user ?? "", other].sorted().joined(separator: " "))
      }
    },
    Defect("PM-7", "Delivers a message to oneself twice.") { f in
      f.double("private_message") { frame, line in frame.text("user") == line.user }
    },
  ]
}
