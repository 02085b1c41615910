import Wire

extension Frame {
  /// The command that a `line` means, so that a defect of a command is one of the typed command too; other frames are themselves.
  ///
  /// A line that is no right command stays a `line`.
  func meaning(in room: String?) -> Frame {
    guard type == "line", let line = text("line") else { return self }
    let here = text("room") ?? room
    guard var frame = Self.meaning(of: line, here: here) else { return self }
    frame["id"] = self["id"]
    return frame
  }

  private static func meaning(of line: String, here: String?) -> Frame? {
    func inRoom(_ type: String, _ fields: KeyValuePairs<String, JSON>) -> Frame? {
      guard let here else { return nil }
      var frame = Frame(type, fields)
      frame["room"] = .string(here)
      return frame
    }
    guard line.hasPrefix("/"), !line.hasPrefix("//") else {
      return inRoom(
        "chat_message", ["message": .string(String(line.hasPrefix("//") ? line.dropFirst() : line[...]))])
    }
    let (word, tail) = firstWord(of: line.dropFirst())
    let (first, rest) = firstWord(of: tail[...])
    let named: JSON = .string(first)
    let reason: JSON? = rest.isEmpty ? nil : .string(rest)
    func about(_ type: String, _ fields: KeyValuePairs<String, JSON> = [:]) -> Frame? {
      guard !first.isEmpty, var frame = inRoom(type, fields) else { return nil }
      frame["user"] = named
      return frame
    }
    switch word.lowercased() {
    case "join" where !tail.isEmpty: return Frame("join", ["room": .string(tail)])
    case "leave", "who":
      guard let room = tail.isEmpty ? here : tail else { return nil }
      return Frame(word.lowercased(), ["room": .string(room)])
    case "pm" where !rest.isEmpty:
      return Frame("private_message", ["to": named, "message": .string(rest)])
    case "edit" where !rest.isEmpty:
      return Int64(first).flatMap {
        inRoom("edit_message", ["seq": .integer($0), "message": .string(rest)])
      }
    case "reply" where !rest.isEmpty:
      return Int64(first).flatMap {
        inRoom("chat_message", ["message": .string(rest), "reply_to": .integer($0)])
      }
    case "rooms": return Frame("rooms")
    case "search" where tail.hasPrefix("@"):
      return Frame("search", ["in": "users", "query": .string(String(tail.dropFirst()))])
    case "search" where !tail.isEmpty: return Frame("search", ["in": "messages", "query": .string(tail)])
    case "history": return history(tail, here: here)
    case "kick", "ban":
      var frame = about(word.lowercased())
      frame?["reason"] = reason
      return frame
    case "unmute", "unban", "invite", "uninvite": return about(word.lowercased())
    case "mod": return about("set_role", ["role": "moderator"])
    case "unmod": return about("set_role", ["role": "member"])
    case "owner": return about("set_role", ["role": "owner"])
    case "topic": return inRoom("topic", ["topic": .string(tail)])
    case "delete": return Int64(first).flatMap { inRoom("delete_message", ["seq": .integer($0)]) }
    case _: return nil
    }
  }

  private static func history(_ tail: String, here: String?) -> Frame? {
    var words = tail.split(separator: " ").map(String.init)
    let count = words.last.flatMap { Int64($0) }
    if count != nil { words.removeLast() }
    var frame = Frame("history")
    if let count { frame["limit"] = .integer(count) }
    guard let name = words.first ?? here, words.count <= 1 else { return nil }
    if name.hasPrefix("@") {
      frame["with"] = .string(String(name.dropFirst()))
    } else {
      frame["room"] = .string(name)
    }
    return frame
  }

  private static func firstWord(of text: Substring) -> (String, String) {
    let word = text.prefix { !$0.isWhitespace }
    let rest = text.dropFirst(word.count).drop(while: \.isWhitespace)
    let end = rest.lastIndex { !$0.isWhitespace }.map { rest.index(after: $0) } ?? rest.startIndex
    return (String(word), String(rest[..<end]))
  }
}
