import Wire

extension Defect {
  static let reactions: [Defect] = [
    Defect("REACT-1", "Tells of a reaction only the one who gave it.") { f in
      f.drop("reaction_added") { frame, line in frame.text("user") != line.user }
    },
    Defect("REACT-1b", "Counts only the newest reaction.") { f in
      f.editEvent("reaction_added") { frame, _ in frame["count"] = 1 }
    },
    Defect("REACT-1c", "Names in a private reaction the one who is told of it.") { f in
      f.editEvent("reaction_added") { frame, line in
        if frame["with"] != nil { frame["with"] = line.user.map { .string($0) } }
      }
    },
    Defect("REACT-2", "Tells nobody of a reaction that is taken away.") { f in f.drop("reaction_removed") },
    Defect("REACT-2b", "Says of a reaction that is taken away that nobody gives it any more.") { f in
      f.editEvent("reaction_removed") { frame, _ in frame["count"] = 0 }
    },
    Defect("REACT-2c", "Takes no reaction away.") { f in f.answer("unreact") { _, _ in Frame("ok") } },
    Defect("REACT-3", "Refuses a reaction that the user gives already.") { f in
      let given = GivenReactions(in: f)
      f.refuse("react", with: "too_many") { frame, line in given.has(frame, by: line) }
    },
    Defect("REACT-3b", "Tells of a reaction that the user gave already.") { f in
      let given = GivenReactions(in: f)
      f.editCommand("react") { frame, line in
        if let told = given.event(of: frame, by: line) { line.tell(told) }
      }
    },
    Defect("REACT-3c", "Refuses to take away a reaction that the user does not give.") { f in
      let given = GivenReactions(in: f)
      f.refuse("unreact", with: "no_such_message") { frame, line in !given.has(frame, by: line) }
    },
    Defect("REACT-4", "Shows the newest reaction of a message first.") { f in
      f.editReactions { $0.reverse() }
    },
    Defect("REACT-4b", "Shows no reactions in a history.") { f in
      f.editHistory { message, _ in message.set("reactions", nil) }
    },
    Defect("REACT-4c", "Shows no reactions in a search.") { f in
      f.editEvent("search") { frame, _ in frame.editEach(of: "results") { $0.set("reactions", nil) } }
    },
    Defect("REACT-4d", "Names all users of each reaction.") { f in f.limit("reaction_users") },
    Defect("REACT-4e", "Counts only the users that it names.") { f in
      f.editReactions { reactions in
        for index in reactions.indices {
          reactions[index].set("count", .integer(Int64(reactions[index]["users"]?.list?.count ?? 0)))
        }
      }
    },
    Defect("REACT-5", "Takes every reaction.") { f in
      f.accept("react", despite: "bad_frame") { frame, _ in frame.text("field") == "reaction" }
    },
    Defect("REACT-5b", "Takes reactions of any length.") { f in f.limit("reaction_characters", 1024) },
    Defect("REACT-6", "Takes a decomposed reaction for another one than a composed one.") { f in
      f.editCommand("react", "unreact") { frame, _ in
        guard let text = frame.text("reaction"), text.unicodeScalars.contains("\u{301}") else { return }
        frame["reaction"] = .string(text + "2")
      }
    },
    Defect("REACT-7", "Lets a message have any number of reactions.") { f in f.limit("reactions") },
    Defect("REACT-7b", "Lets a user give a message any number of reactions.") { f in
      f.limit("reactions_by_user")
    },
    Defect("REACT-8", "Lets whoever is muted or kept out react.") { f in
      f.accept("react", despite: "forbidden") { frame, _ in frame.text("field") == "room" }
    },
    Defect("REACT-8b", "Lets whoever is muted react.") { f in
      f.accept("react", despite: "forbidden") { frame, _ in frame["retry_after_ms"] != nil }
    },
    Defect("REACT-8c", "Lets guests react.") { f in f.accept("react", despite: "auth_required") },
    Defect("REACT-9", "Says that it gave a reaction to a message that is not there.") { f in
      f.accept("react", despite: "no_such_message")
    },
    Defect("REACT-9b", "Shows reactions of a deleted message.") { f in
      f.editHistory { message, _ in
        guard message["deleted"] == true else { return }
        message.set("reactions", [Frame("", ["reaction": "👍", "count": 1, "users": ["alice"]]).untyped])
      }
    },
    Defect("REACT-10", "Does not tell those who come back of reactions.") { f in
      let isResumed = f.resumedLines()
      f.drop("reaction_added", "reaction_removed") { _, line in isResumed(line) }
    },
    Defect("REACT-10b", "Tells those who come back which reactions a deleted message had.") { f in
      f.editEvent("reaction_added", "reaction_removed") { frame, _ in
        if frame.text("reaction") == "\u{FFFD}" { frame["reaction"] = "👍" }
      }
    },
    Defect("REACT-11", "Does not know `/react`.") { f in
      f.editTyped("/react") { "/respond" + $0.dropFirst(6) }
    },
    Defect("REACT-11b", "Says an `/unreact` aloud.") { f in f.editTyped("/unreact") { "/" + $0 } },
  ]
}

extension Faults {
  /// Changes the reactions of each message in histories and searches.
  fileprivate func editReactions(_ change: @escaping (inout [JSON]) -> Void) {
    editMessages { message in
      guard var reactions = message["reactions"]?.list else { return }
      change(&reactions)
      message.set("reactions", .array(reactions))
    }
  }
}

/// Who gives which reactions in rooms, as it was told.
private final class GivenReactions {
  private var told: [String: Frame] = [:]

  init(in f: Faults) {
    f.editEvent("reaction_added") { [self] frame, _ in
      told[Self.name(frame, by: frame.text("user"))] = frame
    }
    f.editEvent("reaction_removed") { [self] frame, _ in
      told[Self.name(frame, by: frame.text("user"))] = nil
    }
  }

  func event(of command: Frame, by line: Line) -> Frame? { told[Self.name(command, by: line.user)] }

  func has(_ command: Frame, by line: Line) -> Bool { event(of: command, by: line) != nil }

  private static func name(_ frame: Frame, by user: String?) -> String {
    let words = [user, frame.text("room"), frame.number("seq").map { "\($0)" }, frame.text("reaction")]
    return words.map { $0 ?? "" }.joined(separator: " ")
  }
}
