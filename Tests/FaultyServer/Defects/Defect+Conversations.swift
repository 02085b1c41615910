import Wire

extension Defect {
  static let conversations: [Defect] = [
    Defect("CONV-1", "Lists the conversation with the oldest message first.") { f in
      f.editEvent("conversation_list") { frame, _ in frame.editList("conversations") { $0.reverse() } }
    },
    Defect("CONV-1b", "Leaves conversations out in which only the user said something.") { f in
      f.editEvent("conversation_list") { frame, _ in
        frame.editList("conversations") { $0.removeAll { $0["read"] == 0 && $0["unread"] == 0 } }
      }
    },
    Defect("CONV-1c", "Tells as the time of the newest message when the list was made.") { f in
      f.editConversations { conversation, _ in conversation.set("at", "2027-01-01T00:00:00.000Z") }
    },
    Defect("CONV-2", "Counts what one says oneself as unread.") { f in
      f.editConversations { conversation, _ in
        guard let seq = conversation["seq"]?.number, let read = conversation["read"]?.number else { return }
        conversation.set("unread", .integer(seq - read))
      }
    },
    Defect("CONV-2b", "Counts all unread messages.") { f in f.limit("unread_count", 1000) },
    Defect("CONV-2c", "Counts no unread messages that are not among the newest.") { f in
      f.editConversations { conversation, _ in
        let counted = Int64(f.world.toldLimit("unread_count"))
        if conversation["unread"] == 1, conversation["seq"]?.number ?? 0 > 2 * counted {
          conversation.set("unread", 0)
        }
      }
    },
    Defect("CONV-3", "Sends all conversations at once.") { f in
      f.limit("conversations_page", 1000)
      f.editCommand("conversations") { frame, _ in frame["limit"] = 1000 }
    },
    Defect("CONV-3b", "Keeps no bound on pages.") { f in f.limit("conversations_page", 1000) },
    Defect("CONV-3c", "Takes any cursor for the beginning.") { f in
      f.accept("conversations", despite: "cursor_invalid")
    },
    Defect("CONV-3d", "Repeats the last conversation of a page on the next one.") { f in
      var last: [ObjectIdentifier: JSON] = [:]
      f.editEvent("conversation_list") { frame, line in
        let isNext = line.cause(of: frame)?["cursor"] != nil
        frame.editList("conversations") { list in
          let end = list.last
          if isNext, let before = last[ObjectIdentifier(line)] { list.insert(before, at: 0) }
          last[ObjectIdentifier(line)] = end
        }
      }
    },
    Defect("CONV-4", "Lets a mark go back.") { f in
      let marks = Marks(in: f)
      f.editConversations { conversation, line in
        guard let seq = marks.newest[Marks.name(line.user, conversation["with"])] else { return }
        conversation.set("read", .integer(seq))
      }
    },
    Defect("CONV-4b", "Forgets all marks when somebody logs in.") { f in
      var loggedIn: Set<String> = []
      f.editEvent("ready") { frame, _ in if let user = frame.text("user") { loggedIn.insert(user) } }
      f.editCommand("read") { _, line in loggedIn.remove(line.user ?? "") }
      f.editConversations { conversation, line in
        if loggedIn.contains(line.user ?? "") { conversation.set("read", 0) }
      }
    },
    Defect("CONV-5", "Tells nobody of marks.") { f in f.drop("read") },
    Defect("CONV-5b", "Tells the other one of the two of marks.") { f in
      f.copy(
        "ok",
        to: { frame, line in
          guard let cause = line.cause(of: frame), cause.type == "read" else { return [] }
          return f.world.lines(of: cause.text("with"))
        },
        as: { _ in Frame("read", ["with": "alice", "seq": 1]) })
    },
    Defect("CONV-5c", "Tells others of a mark that it refused to move back.") { f in
      let marks = Marks(in: f)
      f.editEvent("read") { frame, line in
        if let seq = marks.newest[Marks.name(line.user, frame["with"])] { frame["seq"] = .integer(seq) }
      }
    },
    Defect("CONV-6", "Marks what was never said.") { f in f.accept("read", despite: "no_such_message") },
    Defect("CONV-6b", "Lets those mark messages who are kept out.") { f in
      f.accept("read", despite: "forbidden")
    },
    Defect("CONV-6c", "Lists the conversations of a guest.") { f in
      f.accept("conversations", despite: "auth_required")
    },
    Defect("CONV-7", "Does not tell that something waits.") { f in
      f.editEvent("ready") { frame, _ in frame["waiting"] = nil }
    },
    Defect("CONV-7b", "Tells that nothing waits.") { f in
      f.editEvent("ready") { frame, _ in if frame["waiting"] == nil { frame["waiting"] = 0 } }
    },
    Defect("CONV-7c", "Counts one conversation too many.") { f in
      f.editEvent("ready") { frame, _ in frame.add(1, to: "waiting") }
    },
    Defect("CONV-8", "Does not tell up to where one has read in a room.") { f in
      f.editEvent("user_list") { frame, _ in frame["read"] = nil }
    },
    Defect("CONV-8b", "Tells everybody of a room's newest message that it was read.") { f in
      f.editEvent("user_list") { frame, _ in if frame["seq"] != 0 { frame["read"] = frame["seq"] } }
    },
    Defect("CONV-8c", "Keeps one mark.") { f in f.limit("read_marks", 1) },
    Defect("CONV-9", "Lists more users than were asked for.") { f in
      f.editCommand("who") { frame, _ in frame["limit"] = nil }
    },
    Defect("CONV-9b", "Tells no cursor.") { f in
      f.editEvent("user_list") { frame, _ in frame["cursor"] = nil }
    },
    Defect("CONV-9c", "Leaves somebody out behind a cursor.") { f in
      f.editEvent("user_list") { frame, line in
        guard line.cause(of: frame)?["cursor"] != nil else { return }
        frame.editList("users") { if !$0.isEmpty { $0.removeFirst() } }
      }
    },
    Defect("CONV-9d", "Takes any cursor of a list of users for the beginning.") { f in
      f.accept("who", despite: "cursor_invalid")
    },
    Defect("CONV-10", "Does not know `/conversations`.") { f in
      f.editTyped("/conversations") { "/talks" + $0.dropFirst(14) }
    },
    Defect("CONV-10b", "Says a `/read` aloud.") { f in f.editTyped("/read") { "/" + $0 } },
  ]
}

extension Faults {
  /// Changes each conversation of lists.
  fileprivate func editConversations(_ change: @escaping (_ conversation: inout JSON, Line) -> Void) {
    editEvent("conversation_list") { frame, line in
      frame.editEach(of: "conversations") { change(&$0, line) }
    }
  }
}

/// What was marked last, by the users and the names of the others.
private final class Marks {
  private(set) var newest: [String: Int64] = [:]

  init(in f: Faults) {
    f.editCommand("read") { [self] frame, line in
      if let seq = frame.number("seq") { newest[Self.name(line.user, frame["with"])] = seq }
    }
  }

  static func name(_ user: String?, _ other: JSON?) -> String {
    "\(user ?? "") \(other?.text?.lowercased() ?? "")"
  }
}
