import Wire

/// What defects do with what was said: in rooms, histories and searches.
extension Faults {
  /// Changes each message of histories, whose room is nil where it was said in private.
  func editHistory(_ change: @escaping (_ message: inout JSON, _ room: JSON?) -> Void) {
    editEvent("history") { frame, _ in
      let room = frame["room"]
      frame.editEach(of: "messages") { change(&$0, room) }
    }
  }

  /// Changes each message of histories and of found messages.
  func editMessages(_ change: @escaping (inout JSON) -> Void) {
    editHistory { message, _ in change(&message) }
    editEvent("search") { frame, _ in frame.editEach(of: "results", change) }
  }

  /// Adds to what a search for messages found.
  func addFound(_ more: @escaping (_ query: String, Line) -> [JSON]) {
    editEvent("search") { frame, line in
      guard let query = line.cause(of: frame)?.text("query"), frame["in"] == "messages" else { return }
      frame.editList("results") { $0 += more(query, line) }
    }
  }

  /// Sends what is said in a room to others too.
  func copySaid(to others: @escaping (_ room: String) -> [Line]) {
    copy(
      "chat_message",
      to: { [world] frame, line in
        guard let room = frame.text("room"), world.lines(in: room).first === line else { return [] }
        return others(room)
      })
  }

  /// Whether a session was resumed on a connection.
  func resumedLines() -> (Line) -> Bool {
    var resumed: Set<ObjectIdentifier> = []
    editEvent("ready") { frame, line in
      if frame["resumed"] == true { resumed.insert(ObjectIdentifier(line)) }
    }
    return { resumed.contains(ObjectIdentifier($0)) }
  }
}
