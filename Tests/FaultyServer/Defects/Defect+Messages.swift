import Wire

extension Defect {
  static let messages: [Defect] = [
    Defect("MSG-1", "Does not send a message to its own sender.") { f in
      f.drop("chat_message") { frame, line in frame.text("user") == line.user }
    },
    Defect("MSG-1b", "Sends a message to one session of each user only.") { f in
      f.drop("chat_message") { _, line in f.world.lines(of: line.user).first !== line }
    },
    Defect("MSG-1c", "Acknowledges a message with another time than it has.") { f in
      f.editEvent("ack") { frame, _ in
        if let at = frame.text("at") { frame["at"] = .string(at.replacing("Z", with: "").dropLast(1) + "7Z") }
      }
    },
    Defect("MSG-2", "Skips a seq.") { f in
      f.editEvent("chat_message", "ack") { frame, _ in
        if (frame.number("seq") ?? 0) >= 2 { frame.add(1, to: "seq") }
      }
    },
    Defect("MSG-2b", "Shows two messages of a history in each other's place.") { f in
      f.editEvent("history") { frame, _ in frame.editList("messages") { if $0.count > 1 { $0.swapAt(0, 1) } }
      }
    },
    Defect("MSG-3", "Keeps messages in memory, and says that they are stored.") { f in
      var seen: Set<String> = []
      f.editEvent("chat_message", "ack") { frame, _ in seen.insert(frame.place()) }
      f.editEvent("history") { frame, _ in
        guard f.world.isRestarted, let room = frame["room"] else { return }
        frame.editList("messages") { $0.removeAll { !seen.contains($0.place(in: room)) } }
      }
      f.editEvent("ack") { frame, _ in if f.world.isRestarted { frame["duplicate"] = false } }
    },
    Defect("MSG-4", "Writes texts as HTML.") { f in
      f.editEvent("chat_message", "private_message") { frame, _ in
        frame["message"] = frame.text("message").map {
          .string($0.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;"))
        }
      }
    },
    Defect("MSG-4b", "Takes white space off the ends of a text.") { f in
      f.editEvent("chat_message") { frame, _ in
        guard var text = frame.text("message") else { return }
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        frame["message"] = .string(text)
      }
    },
    Defect("MSG-5", "Takes texts of any length.") { f in f.limit("message_characters") },
    Defect("MSG-5b", "Takes a text that is nothing but white space.") { f in
      f.accept("chat_message", despite: "bad_frame") { frame, line in
        line.cause(of: frame)?.text("message")?.allSatisfy(\.isWhitespace) ?? false
      }
    },
    Defect("MSG-6", "Lets people speak in rooms that they are not in.") { f in
      f.editEvent("error") { frame, line in
        guard frame.text("code") == "not_in_room", let cause = line.cause(of: frame),
          cause.type == "chat_message",
          let room = cause["room"]
        else { return }
        for other in f.world.lines(in: room.text) {
          other.tell(
            Frame(
              "chat_message",
              ["room": room, "seq": 1, "user": .string(line.user ?? ""), "message": cause["message"] ?? ""]))
        }
        frame = .success(of: cause, on: line)
      }
    },
    Defect("MSG-7", "Takes the same words twice for a mistake, and says them once.") { f in
      var last: [String: JSON] = [:]
      f.command("chat_message") { frame, line in
        guard let user = line.user, let message = frame["message"], frame["key"] == nil else { return .pass }
        defer { last[user] = message }
        return last[user] == message ? .drop : .pass
      }
    },
  ]

  static let keys: [Defect] = [
    Defect("KEY-1", "Stores a message again whose key it knows.") { f in
      var known: Set<String> = []
      f.editCommand("chat_message", "private_message") { frame, line in
        guard let key = frame.text("key"), !key.isEmpty else { return }
        if !known.insert("\(line.user ?? "") \(key) \(frame.text("message") ?? "")").inserted {
          frame["key"] = nil
        }
      }
    },
    Defect("KEY-1b", "Tells the room again of a message whose key was repeated.") { f in
      f.editEvent("ack") { frame, line in
        guard frame["duplicate"] == true, let cause = line.cause(of: frame) else { return }
        for other in f.world.lines(in: cause.text("room")) {
          other.tell(
            Frame(
              "chat_message",
              [
                "room": cause["room"] ?? "", "seq": frame["seq"] ?? 0, "user": .string(line.user ?? ""),
                "message": cause["message"] ?? "", "at": frame["at"] ?? "",
              ]))
        }
      }
    },
    Defect("KEY-2", "Takes a key for known whatever comes with it.") { f in
      f.accept(despite: "key_reused")
    },
    Defect("KEY-3", "Forgets the keys when it starts again.") { f in
      f.editCommand { frame, _ in
        guard f.world.isRestarted, let key = frame.text("key"), !key.isEmpty else { return }
        frame["key"] = .string(String((f.world.nonce + key).prefix(64)))
      }
    },
    Defect("KEY-4", "Has one store of keys for all users.") { f in
      var replies: [String: (user: String?, ack: Frame)] = [:]
      f.answer("chat_message") { frame, line in
        guard let key = frame.text("key"), let first = replies[key], first.user != line.user else {
          return nil
        }
        return first.ack
      }
      f.editEvent("ack") { frame, line in
        guard let key = line.cause(of: frame)?.text("key") else { return }
        var ack = frame
        ack["duplicate"] = true
        replies[key] = (line.user, ack)
      }
    },
    Defect("KEY-5", "Remembers keys for ever.") { f in f.limit("keys_per_user") },
    Defect("KEY-5b", "Remembers one key of each user.") { f in f.limit("keys_per_user", 1) },
    Defect("KEY-6", "Takes keys of any length.") { f in f.limit("key_characters") },
  ]
}
