import Wire

/// What falls due was prepared earlier. Where it can be known by what, that led to the event, and time only passed.
extension TranscriptLog {
  /// The place of what prepared an event that came because time passed, where that is known for sure.
  func preparation(of event: Received, to name: String) -> Int? {
    guard let cause, case .time = transcript.entries[cause].kind else { return nil }
    let frame = event.fields
    switch frame.type {
    case .timer: return frame.text("timer").flatMap { setting(of: $0, by: name) }
    case .userLeave: return frame.user.flatMap(parting)
    case .presence:
      if let room = frame.room, let user = frame.texts("joined")?.first {
        return entrance(of: user, into: room)
      }
      return frame.texts("left")?.first.flatMap(parting)
    case _: return nil
    }
  }

  /// The newest command that set a session's timer of this name and was not refused.
  private func setting(of timer: String, by name: String) -> Int? {
    var refused: [Int?] = []
    for (place, entry) in transcript.entries.enumerated().reversed() {
      switch entry.kind {
      case .received(name, let event) where ServerFrame(event).typeName == EventType.error.rawValue:
        refused.append(entry.cause)
      case .sent(name, let sent):
        guard case .json(let text) = sent, text.contains(CommandDefinition.setTimer.name),
          let command = sent.frame, command.typeName == CommandDefinition.setTimer.name
        else { continue }
        if command.text("timer") == timer, !refused.contains(place) { return place }
      case _: continue
      }
    }
    return nil
  }

  /// What let a user into a room: the newest that led to the room's list of users.
  private func entrance(of user: String, into room: String) -> Int? {
    transcript.entries.last { entry in
      guard case .received(let name, let event) = entry.kind, name.isSession(of: user) else { return false }
      let frame = ServerFrame(event)
      return frame.typeName == EventType.userList.rawValue && frame.room == room
    }?.cause
  }

  /// What broke a user's last connection; where nobody came back, the session has ended by now.
  private func parting(of user: String) -> Int? {
    transcript.entries.lastIndex { entry in
      switch entry.kind {
      case .fault(let fault):
        let words = fault.split(separator: " ").map(String.init)
        return words == ["crash"]
          || words.first == "cut" && words.dropFirst().contains { $0.isSession(of: user) }
      case .received(let name, let event):
        return name.isSession(of: user) && ServerFrame(event).typeName == "closed"
      case .arrived, .section, .sent, .time: return false
      }
    }
  }
}

extension String {
  fileprivate func isSession(of user: String) -> Bool { self == user || hasPrefix(user + "/") }
}
