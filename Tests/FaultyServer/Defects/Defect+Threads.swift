import Wire

extension Defect {
  static let threads: [Defect] = [
    Defect("THR-1", "Tells nobody but the sender what a message answers.") { f in
      f.editEvent("chat_message") { frame, line in
        if frame.text("user") != line.user { frame["reply_to"] = nil }
      }
    },
    Defect("THR-1b", "Does not say in a history or a search what a message answers.") { f in
      f.editMessages { $0.set("reply_to", nil) }
    },
    Defect("THR-1c", "Does not say what private messages answer.") { f in
      f.editEvent("private_message", "private_message_delivered") { frame, _ in frame["reply_to"] = nil }
    },
    Defect("THR-2", "Takes every number for that of a message.") { f in
      for command in ["chat_message", "private_message"] { f.accept(command, despite: "no_such_message") }
    },
    Defect("THR-2b", "Lets nobody answer a message that was deleted.") { f in
      var deleted: Set<String> = []
      f.editEvent("message_deleted") { frame, _ in deleted.insert(frame.place()) }
      f.refuse("chat_message", with: "no_such_message") { frame, _ in
        deleted.contains(frame.place("reply_to"))
      }
    },
    Defect("THR-2c", "Does not say which field names no message.") { f in
      f.editEvent("error") { frame, _ in if frame["field"] == "reply_to" { frame["field"] = "seq" } }
    },
    Defect("THR-3", "Keeps the data of a message to itself.") { f in
      f.editEvent("chat_message") { frame, _ in frame["data"] = nil }
    },
    Defect("THR-3b", "Does not keep the data of messages.") { f in f.editMessages { $0.set("data", nil) } },
    Defect("THR-3c", "Sends data as a text.") { f in
      f.editEvent("chat_message", "private_message") { frame, _ in
        if let data = frame["data"] { frame["data"] = .string(String(decoding: data.bytes, as: UTF8.self)) }
      }
    },
    Defect("THR-3d", "Keeps the data of private messages to itself.") { f in
      f.editEvent("private_message", "private_message_delivered") { frame, _ in frame["data"] = nil }
    },
    Defect("THR-4", "Takes data of any length.") { f in f.limit("data_bytes") },
    Defect("THR-4b", "Counts the white space between tokens of data.") { f in
      f.text { text, _ in
        // What was written with white space is made longer than any limit.
        let text = String(decoding: text, as: UTF8.self)
        guard text.contains("\"data\": {") else { return nil }
        let blanks = String(repeating: "x", count: 2000)
        return Array(text.replacing("\"data\": {", with: "\"data\": {\"_\":\"\(blanks)\",").utf8)
      }
    },
    Defect("THR-5", "Mentions nobody.") { f in
      f.editEvent("chat_message", "private_message") { frame, _ in frame["mentions"] = nil }
    },
    Defect("THR-5b", "Mentions users in the order of their names.") { f in
      f.editMentions { $0.sorted() }
    },
    Defect("THR-5c", "Mentions users as they are written.") { f in
      f.editMentions { $0.map { $0.lowercased() } }
    },
    Defect("THR-5d", "Says of a message that mentions nobody that it mentions none.") { f in
      f.editEvent("chat_message") { frame, _ in if frame["mentions"] == nil { frame["mentions"] = [] } }
    },
    Defect("THR-5e", "Does not know from a history whom messages mention.") { f in
      f.editMessages { $0.set("mentions", nil) }
    },
    Defect("THR-6", "Takes the middle of a word for a mention.") { f in
      f.mentionAlso { before, _ in before?.isLetter == true }
    },
    Defect("THR-6b", "Takes the beginning of a word for a name.") { f in
      f.mentionAlso { _, after in after?.isLetter == true }
    },
    Defect("THR-7", "Mentions whoever is named.") { f in f.limit("mentions", 100) },
    Defect("THR-7b", "Mentions the last users of a text.") { f in
      var most: Int64?
      f.editEvent("hello") { frame, _ in most = frame["limits"]?["mentions"]?.number }
      let users = Users(in: f)
      f.editEvent("chat_message") { frame, _ in
        guard let text = frame.text("message"), let most else { return }
        let named = text.split(separator: " ").filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) }
        let known = named.filter(users.names.contains)
        if known.count > Int(most) { frame["mentions"] = .array(known.suffix(Int(most)).map(JSON.string)) }
      }
    },
    Defect("THR-8", "Forgets with an edit what a message answers.") { f in
      f.editEvent("message_edited") { frame, _ in frame["reply_to"] = nil }
    },
    Defect("THR-8b", "Forgets the data of a message with an edit.") { f in
      f.editEvent("message_edited") { frame, _ in frame["data"] = nil }
    },
    Defect("THR-8c", "Mentions those whom the first text mentioned.") { f in
      var mentions: [String: JSON] = [:]
      f.editEvent("chat_message") { frame, _ in mentions[frame.place()] = frame["mentions"] }
      f.editEvent("message_edited") { frame, _ in
        if frame["room"] != nil { frame["mentions"] = mentions[frame.place()] }
      }
    },
    Defect("THR-9", "Keeps the data of a deleted message.") { f in
      var data: [String: JSON] = [:]
      f.editEvent("chat_message") { frame, _ in
        if let value = frame["data"] { data[frame.place()] = value }
      }
      f.editHistory { message, room in
        if message["deleted"] == true { message.set("data", data[message.place(in: room)]) }
      }
    },
    Defect("THR-9b", "Forgets with a deletion what a message answers.") { f in
      f.editHistory { message, _ in if message["deleted"] == true { message.set("reply_to", nil) } }
    },
    Defect("THR-10", "Finds messages whoever is mentioned.") { f in
      f.editCommand("search") { frame, _ in
        guard frame["mentions"] == true, frame.text("query")?.isEmpty == false else { return }
        frame["mentions"] = nil
      }
    },
    Defect("THR-10b", "Needs words to find mentions.") { f in
      f.refuse("search", with: "query_invalid") { frame, _ in
        frame["mentions"] == true && frame.text("query")?.isEmpty == true
      }
    },
    Defect("THR-10c", "Tells a guest that nobody mentions them.") { f in
      f.accept("search", despite: "auth_required")
    },
    Defect("THR-10d", "Finds mentions in rooms alone.") { f in
      f.editEvent("search") { frame, line in
        guard line.cause(of: frame)?["mentions"] == true else { return }
        frame.editList("results") { $0.removeAll { $0["with"] != nil } }
      }
    },
    Defect("THR-11", "Sends those who come back texts alone.") { f in
      let isResumed = f.resumedLines()
      f.editEvent("chat_message") { frame, line in
        guard isResumed(line) else { return }
        for field in ["reply_to", "data", "mentions"] { frame[field] = nil }
      }
    },
    Defect("THR-12", "Compares the text of a repeated key alone.") { f in
      f.accept("chat_message", "private_message", despite: "key_reused") { frame, line in
        let cause = line.cause(of: frame)
        return cause?["reply_to"] != nil || cause?["data"] != nil
      }
    },
    Defect("THR-13", "Does not know `/reply`.") { f in
      f.editTyped("/reply") { "/answer" + $0.dropFirst(6) }
    },
    Defect("THR-13b", "Says a `/reply` aloud.") { f in f.editTyped("/reply") { "/" + $0 } },
  ]
}

extension Faults {
  /// Changes the users whom messages mention.
  fileprivate func editMentions(_ change: @escaping ([String]) -> [String]) {
    editEvent("chat_message") { frame, _ in
      guard let mentions = frame.list("mentions") else { return }
      frame["mentions"] = .array(change(mentions.compactMap(\.text)).map(JSON.string))
    }
  }

  /// Mentions users too whose names stand after `@` between such characters.
  fileprivate func mentionAlso(_ isMeant: @escaping (_ before: Character?, _ after: Character?) -> Bool) {
    let users = Users(in: self)
    editEvent("chat_message") { frame, _ in
      guard let text = frame.text("message") else { return }
      var mentions = frame.list("mentions") ?? []
      for name in users.names.sorted() {
        for range in text.ranges(of: "@" + name)
        where isMeant(text[..<range.lowerBound].last, text[range.upperBound...].first) {
          mentions.append(.string(name))
        }
      }
      if !mentions.isEmpty { frame["mentions"] = .array(mentions) }
    }
  }
}

/// The names of all who have logged in.
private final class Users {
  private(set) var names: Set<String> = []

  init(in f: Faults) {
    f.editEvent("ready") { [self] frame, _ in if let user = frame.text("user") { names.insert(user) } }
  }
}
