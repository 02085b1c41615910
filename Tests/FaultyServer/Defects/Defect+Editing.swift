import Wire

extension Defect {
  static let editing: [Defect] = [
    Defect("EDIT-1", "Tells of an edit only the author.") { f in
      f.drop("message_edited") { frame, line in frame.text("user") != line.user }
    },
    Defect("EDIT-1b", "Gives an edited message the time of its edit.") { f in
      f.editEvent("message_edited") { frame, _ in frame["at"] = frame["edited_at"] }
    },
    Defect("EDIT-1c", "Names in a private edit the one who is told of it.") { f in
      f.editEvent("message_edited") { frame, line in
        if frame["with"] != nil { frame["with"] = line.user.map { .string($0) } }
      }
    },
    Defect("EDIT-1d", "Says the new text as another message.") { f in
      f.event("message_edited") { frame, _ in
        guard frame["room"] != nil else { return .pass }
        var said = frame
        said["type"] = "chat_message"
        said["edited_at"] = nil
        said.add(1, to: "seq")
        return .become([said])
      }
    },
    Defect("EDIT-2", "Shows the first text of an edited message in the history.") { f in
      let texts = FirstTexts(in: f)
      f.editHistory { message, room in
        guard message["edited_at"] != nil, let text = texts[message.place(in: room)] else { return }
        message.set("message", text)
      }
    },
    Defect("EDIT-2b", "Finds an edited message by its first text too.") { f in
      let texts = FirstTexts(in: f)
      var edited: [Frame] = []
      f.editEvent("message_edited") { frame, _ in
        if frame["room"] != nil, !edited.contains(frame) { edited.append(frame) }
      }
      f.addFound { query, _ in
        edited.filter { texts[$0.place()]?.text?.contains(query) == true }.map(\.untyped)
      }
    },
    Defect("EDIT-2c", "Does not say in a history or a search that a message was edited.") { f in
      f.editMessages { $0.set("edited_at", nil) }
    },
    Defect("EDIT-3", "Lets everybody edit every message.") { f in
      f.accept("edit_message", despite: "forbidden") { frame, _ in frame.text("field") == "seq" }
    },
    Defect("EDIT-3b", "Lets the owner of a room edit every message in it.") { f in
      var owners: [String: String] = [:]
      f.editEvent("user_list") { frame, _ in
        if let room = frame.text("room") { owners[room] = frame.text("owner") }
      }
      f.accept("edit_message", despite: "forbidden") { frame, line in
        guard frame.text("field") == "seq", let user = line.user else { return false }
        return owners[line.cause(of: frame)?.text("room") ?? ""] == user
      }
    },
    Defect("EDIT-3c", "Says that it edited a message that is not there.") { f in
      f.accept("edit_message", despite: "no_such_message")
    },
    Defect("EDIT-4", "Lets messages be edited for ever.") { f in f.limit("edit_seconds") },
    Defect("EDIT-4b", "Lets messages be edited for one second.") { f in f.limit("edit_seconds", 1) },
    Defect("EDIT-5", "Takes every text for an edit.") { f in
      for code in ["bad_frame", "too_large"] {
        f.accept("edit_message", despite: code) { frame, _ in frame.text("field") == "message" }
      }
    },
    Defect("EDIT-5b", "Empties a message for which it refuses a text.") { f in
      var emptied: Set<String> = []
      f.editEvent("error") { frame, line in
        guard frame.text("field") == "message", let cause = line.cause(of: frame),
          cause.type == "edit_message"
        else { return }
        emptied.insert(cause.place())
      }
      f.editHistory { message, room in
        if emptied.contains(message.place(in: room)) { message.set("message", "") }
      }
    },
    Defect("EDIT-6", "Sends a message that waited with its first text.") { f in
      let texts = FirstTexts(in: f)
      f.editEvent("chat_message") { frame, _ in
        guard frame["edited_at"] != nil, let text = texts[frame.place()] else { return }
        frame["message"] = text
        frame["edited_at"] = nil
      }
    },
    Defect("EDIT-6b", "Does not tell those who come back of edits.") { f in
      let isResumed = f.resumedLines()
      f.drop("message_edited") { _, line in isResumed(line) }
    },
    Defect("EDIT-7", "Stores a message again whose text was edited since.") { f in
      let keys = KeysOfEdited(in: f)
      f.editCommand("chat_message") { frame, line in
        if keys.wasEdited(frame, by: line) { frame["key"] = nil }
      }
    },
    Defect("EDIT-7b", "Compares the text of a repeated key with the newest one of its message.") { f in
      let keys = KeysOfEdited(in: f)
      f.refuse("chat_message", with: "key_reused") { frame, line in keys.wasEdited(frame, by: line) }
    },
    Defect("EDIT-8", "Lets whoever is muted or kept out edit.") { f in
      f.accept("edit_message", despite: "forbidden") { frame, _ in frame.text("field") == "room" }
    },
    Defect("EDIT-8b", "Lets whoever is muted edit.") { f in
      f.accept("edit_message", despite: "forbidden") { frame, _ in frame["retry_after_ms"] != nil }
    },
    Defect("EDIT-9", "Does not tell the tutorials' clients of edits.") { f in
      f.tutorial { frame, _ in frame.sentenceOfServer?.contains(" edited message ") == true ? .drop : .pass }
    },
    Defect("EDIT-9b", "Does not tell the tutorials' clients the new text.") { f in
      f.editTutorial("chat_message") { frame, _ in
        guard let text = frame.sentenceOfServer, text.contains(" edited message ") else { return }
        frame["message"] = .string(String(text.prefix { $0 != ":" }))
      }
    },
    Defect("EDIT-10", "Does not know `/edit`.") { f in f.editTyped("/edit") { "/change" + $0.dropFirst(5) } },
    Defect("EDIT-10b", "Says an `/edit` aloud.") { f in f.editTyped("/edit") { "/" + $0 } },
  ]
}

/// The texts that the messages of rooms had at first, as they were told.
private final class FirstTexts {
  private var texts: [String: JSON] = [:]

  init(in f: Faults) {
    f.editEvent("chat_message") { [self] frame, _ in
      if frame["edited_at"] == nil { texts[frame.place()] = frame["message"] }
    }
  }

  subscript(place: String) -> JSON? { texts[place] }
}

/// The keys of messages that were edited later.
private final class KeysOfEdited {
  /// The messages by the users and the keys that they were sent with.
  private var messages: [String: String] = [:]
  private var edited: Set<String> = []

  init(in f: Faults) {
    f.editEvent("ack") { [self] frame, line in
      guard let key = line.cause(of: frame)?.text("key") else { return }
      messages["\(line.user ?? "") \(key)"] = frame.place()
    }
    f.editEvent("message_edited") { [self] frame, _ in edited.insert(frame.place()) }
  }

  /// Whether the command has a key whose message was edited.
  func wasEdited(_ command: Frame, by line: Line) -> Bool {
    guard let key = command.text("key"), let message = messages["\(line.user ?? "") \(key)"] else {
      return false
    }
    return edited.contains(message)
  }
}

extension Frame {
  /// What the server says in the words of either tutorial.
  fileprivate var sentenceOfServer: String? {
    if self["user"] == "server" { return text("message") }
    return self["message"]?["sender"] == "server" ? self["message"]?["message"]?.text : nil
  }
}
