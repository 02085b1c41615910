import Wire

extension Defect {
  static let administration: [Defect] = [
    Defect("ADM-1", "Ends the sessions of a revoked token as if the server were going away.") { f in
      f.renameClose(4503, to: 4001)
    },
    Defect("ADM-2", "Shows the text of a deleted message in the history.") { f in
      var texts: [String: JSON] = [:]
      f.editEvent("chat_message") { frame, _ in texts[frame.place()] = frame["message"] }
      f.editHistory { message, room in
        guard message["deleted"] != nil, let text = texts[message.place(in: room)] else { return }
        message.set("message", text)
        message.set("deleted", nil)
      }
    },
    Defect("ADM-2b", "Leaves a deleted message out of the history.") { f in
      f.editEvent("history") { frame, _ in
        frame.editList("messages") { $0.removeAll { $0["deleted"] != nil } }
      }
    },
    Defect("ADM-3", "Finds deleted messages.") { f in
      var said: [Frame] = []
      var deleted: Set<String> = []
      f.editEvent("chat_message") { frame, _ in said.append(frame) }
      f.editEvent("message_deleted") { frame, _ in deleted.insert(frame.place()) }
      f.addFound { query, _ in
        said.filter { $0.text("message")?.contains(query) == true && deleted.contains($0.place()) }
          .map(\.untyped)
      }
    },
    Defect("ADM-4", "Tells nobody that a message was deleted.") { f in f.drop("message_deleted") },
    Defect("ADM-4b", "Tells everybody that a private message was deleted.") { f in
      f.editEvent("message_deleted") { frame, line in
        guard let with = frame.text("with") else { return }
        for other in f.world.strangers(to: line) where other.user != with { other.tell(frame) }
      }
    },
    Defect("ADM-5", "Ends the sessions of a deleted user without a reason.") { f in
      f.renameClose(4503, to: 1000)
    },
    Defect("ADM-6", "Goes on delivering private messages to a deleted user.") { f in
      f.accept("private_message", despite: "no_such_user") { frame, line in
        f.world.owners.values.contains(line.cause(of: frame)?.text("to") ?? "")
      }
    },
    Defect("ADM-7", "Tells nobody that a room was deleted.") { f in f.drop("room_deleted") },
    Defect("ADM-8", "Goes on counting in a new room that has the name of a deleted one.") { f in
      var deleted: Set<String> = []
      f.editEvent("room_deleted") { frame, _ in deleted.insert(frame.text("room") ?? "") }
      f.editEvent("chat_message", "ack", "user_list") { frame, _ in
        if deleted.contains(frame.text("room") ?? "") { frame.add(5, to: "seq") }
      }
    },
    Defect("ADM-9", "Ends the sessions of a user whose password an operator set as if their time were over.")
    { f in
      f.renameClose(4503, to: 4005)
    },
    Defect("ADM-10", "Tells a suspended user that the password is wrong.") { f in
      f.rename("suspended", to: "auth_failed")
    },
    Defect("ADM-11", "Asks those whose sessions an operator ended to come back.") { f in
      f.renameClose(4503, to: 4001)
    },
    Defect("ADM-12", "Does not tell that an operator closed a room to guests.") { f in
      f.drop("room_changed") { frame, _ in frame["by"] == nil }
    },
    Defect("ADM-13", "Does not tell the room that an operator gave it to somebody.") { f in
      f.drop("role") { frame, _ in frame["by"] == nil }
    },
  ]
}
