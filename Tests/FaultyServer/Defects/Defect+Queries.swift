import Wire

extension Defect {
  static let history: [Defect] = [
    Defect("HIST-1", "Gives the newest message of a history first.") { f in
      f.editEvent("history") { frame, _ in frame.editList("messages") { $0.reverse() } }
    },
    Defect("HIST-1b", "Never says that there are older messages.") { f in
      f.editEvent("history") { frame, _ in frame["more"] = false }
    },
    Defect("HIST-2", "Gives with `before` the message of that seq too.") { f in
      f.editCommand("history") { frame, _ in frame.add(1, to: "before") }
    },
    Defect("HIST-2b", "Gives with `after` the newest messages and not the next ones.") { f in
      f.editCommand("history") { frame, _ in if frame["before"] == nil { frame["after"] = nil } }
    },
    Defect("HIST-3", "Gives a page more messages than were asked for.") { f in
      f.editCommand("history") { frame, _ in frame.add(1, to: "limit") }
    },
    Defect("HIST-3b", "Keeps no limit on a page of history.") { f in f.limit("history_page") },
    Defect("HIST-4", "Takes one of two places that exclude each other.") { f in
      f.editCommand("history") { frame, _ in
        if frame["room"] != nil { frame["with"] = nil }
        if frame["after"] != nil { frame["before"] = nil }
      }
    },
    Defect("HIST-5", "Gives the history of a room to those in it only.") { f in
      f.refuse("history", with: "not_in_room") { frame, line in
        frame.text("room").map { !line.rooms.contains($0) } ?? false
      }
    },
  ]

  static let searches: [Defect] = [
    Defect("SRCH-1", "Finds messages that have the first word of a query.") { f in
      f.editCommand("search") { frame, _ in
        guard frame["in"] == "messages", let word = frame.text("query")?.split(separator: " ").first else {
          return
        }
        frame["query"] = .string(String(word))
      }
    },
    Defect("SRCH-1b", "Gives the oldest messages that it finds first.") { f in
      f.editEvent("search") { frame, _ in
        if frame["in"] == "messages" { frame.editList("results") { $0.reverse() } }
      }
    },
    Defect("SRCH-2", "Finds the private messages of others.") { f in
      var said: [(people: [String?], message: Frame)] = []
      f.editEvent("private_message") { frame, line in
        var message = frame
        message["with"] = frame["user"]
        said.append(([frame.text("user"), line.user], message))
      }
      f.addFound { query, line in
        said.filter { !$0.people.contains(line.user) && $0.message.text("message")?.contains(query) == true }
          .map(\.message.untyped)
      }
    },
    Defect("SRCH-3", "Does not narrow a search.") { f in
      f.editCommand("search") { frame, _ in
        frame["room"] = nil
        frame["from"] = nil
      }
    },
    Defect("SRCH-4", "Finds users by the alphabet alone.") { f in
      f.editEvent("search") { frame, _ in
        guard frame["in"] == "users" else { return }
        frame.editList("results") { $0.sort { ($0["user"]?.text ?? "") < ($1["user"]?.text ?? "") } }
      }
    },
    Defect("SRCH-4b", "Shows every user that it finds as online.") { f in
      f.editEvent("search") { frame, _ in
        if frame["in"] == "users" { frame.editEach(of: "results") { $0.set("online", true) } }
      }
    },
    Defect("SRCH-5", "Reads operators in a query.") { f in
      f.editCommand("search") { frame, _ in
        let operators: Set<Substring> = ["OR", "AND", "NOT"]
        guard let query = frame.text("query") else { return }
        let words = query.split(separator: " ").prefix { !operators.contains($0) }
        if !words.isEmpty, words.count < query.split(separator: " ").count {
          frame["query"] = .string(words.joined(separator: " "))
        }
      }
    },
    Defect("SRCH-5b", "Finds nothing where nothing was asked for.") { f in
      f.accept("search", despite: "query_invalid")
    },
    Defect("SRCH-6", "Begins a search again at every page.") { f in
      f.editCommand("search") { frame, _ in frame["cursor"] = nil }
    },
    Defect("SRCH-6b", "Takes the cursors of others.") { f in f.accept("search", despite: "cursor_invalid") },
    Defect("SRCH-7", "Takes queries of any length.") { f in f.limit("query_characters") },
    Defect("SRCH-7b", "Takes queries of any number of words.") { f in f.limit("query_terms") },
    Defect("SRCH-8", "Finds what is written as in the query alone.") { f in
      f.dropFound { text, query in !text.contains(query) }
    },
    Defect("SRCH-9", "Looks for letters and digits alone, where there are any.") { f in
      f.editQuery { query in
        let plain = query.filter { $0.isLetter || $0.isNumber || $0.isWhitespace || $0 == "\"" || $0 == "*" }
        return plain.isEmpty ? query : plain
      }
    },
    Defect("SRCH-9b", "Does not find an emoji beside another one.") { f in
      f.dropFound { text, query in query.unicodeScalars.contains { $0.value > 0x1F000 } && text != query }
    },
    Defect("SRCH-10", "Finds what is in a script without spaces as a whole alone.") { f in
      f.dropFound { text, query in text != query && query.unicodeScalars.allSatisfy { $0.value > 0xE00 } }
    },
    Defect("SRCH-11", "Finds whole words alone.") { f in
      f.editQuery { $0.split(separator: " ").map { "\"\($0)\"" }.joined(separator: " ") }
    },
    Defect("SRCH-11b", "Lets every word go on.") { f in
      f.editQuery { $0.split(separator: " ").map { "\($0)*" }.joined(separator: " ") }
    },
  ]

  /// The word after the slash of a typed line.
  private static func word(of line: String?) -> String? {
    guard let line, line.hasPrefix("/"), !line.hasPrefix("//") else { return nil }
    return String(line.dropFirst().prefix { !$0.isWhitespace })
  }

  static let lines: [Defect] = [
    Defect("LINE-1", "Knows commands in small letters only, and says the others aloud.") { f in
      f.editTyped { frame, _ in
        guard let word = word(of: frame.text("line")), word != word.lowercased() else { return }
        frame["line"] = .string("/" + (frame.text("line") ?? ""))
      }
    },
    Defect("LINE-1b", "Does not know `/who`.") { f in
      f.editTyped { frame, _ in if word(of: frame.text("line")) == "who" { frame["line"] = "/whoever" } }
    },
    Defect("LINE-2", "Says a line in the room that was joined first.") { f in
      f.editTyped { frame, line in
        if frame["room"] == nil, word(of: frame.text("line")) == nil {
          frame["room"] = line.rooms.first.map { .string($0) }
        }
      }
    },
    Defect("LINE-3", "Says both slashes of a line that begins with two.") { f in
      f.editTyped { frame, _ in
        if let line = frame.text("line"), line.hasPrefix("//") { frame["line"] = .string("/" + line) }
      }
    },
    Defect("LINE-4", "Says aloud what is no command.") { f in
      f.event("error") { frame, line in
        guard frame.text("code") == "unknown_command", let typed = line.cause(of: frame)?.text("line") else {
          return .pass
        }
        line.say(Frame("line", ["line": .string("/" + typed)]))
        return .drop
      }
    },
    Defect("LINE-4b", "Does not tell how a command is used.") { f in
      f.editEvent("error") { frame, line in
        if line.cause(of: frame)?.type == "line", frame.text("code") == "bad_frame" {
          frame["message"] = "That is wrong."
        }
      }
    },
    Defect("LINE-5", "Leaves a command out of its help.") { f in
      f.editEvent("help") { frame, _ in frame.editList("commands") { $0.removeFirst() } }
    },
  ]
}

extension Faults {
  /// Takes away from what a search for messages found each text of which this is true, with the query.
  fileprivate func dropFound(_ isDropped: @escaping (_ text: String, _ query: String) -> Bool) {
    editEvent("search") { frame, line in
      guard frame["in"] == "messages", let query = line.cause(of: frame)?.text("query") else { return }
      frame.editList("results") { $0.removeAll { isDropped($0["message"]?.text ?? "", query) } }
    }
  }

  /// Lets a search for messages look for something else, where nothing is in quotes.
  fileprivate func editQuery(_ change: @escaping (String) -> String) {
    editCommand("search") { frame, _ in
      guard frame["in"] == "messages", let query = frame.text("query"), !query.contains("\"") else { return }
      frame["query"] = .string(change(query))
    }
  }
}
