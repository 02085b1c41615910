import Wire

/// A line that a person typed, as far as a client has to know what it means.
enum TypedLine: Hashable, Sendable {
  case empty
  case quit
  /// Said in a room.
  case say(String)
  case whisper(to: String, text: String)
  case join(String)
  /// The room is empty where none is named.
  case leave(String)
  /// Every other command, and what is none.
  case other(String)

  init(_ line: String) {
    guard !line.allSatisfy(\.isWhitespace) else {
      self = .empty
      return
    }
    guard line.hasPrefix("/") else {
      self = .say(line)
      return
    }
    guard !line.hasPrefix("//") else {
      self = .say(String(line.dropFirst()))
      return
    }
    let (word, rest) = Self.split(line.dropFirst())
    switch word.lowercased() {
    case "quit": self = .quit
    case "join": self = rest.isEmpty ? .other(line) : .join(rest)
    case "leave": self = .leave(rest)
    case "pm":
      let (target, text) = Self.split(rest[...])
      self = target.isEmpty || text.isEmpty ? .other(line) : .whisper(to: target, text: text)
    case _: self = .other(line)
    }
  }

  /// The command that does what the line means.
  ///
  /// - Parameters:
  ///   - room: Where the line is typed; without one the server says what is missing.
  ///   - key: Lets the same command be sent twice and be carried out once.
  func frame(in room: String?, key: String) -> JSON {
    switch self {
    case .say(let text):
      guard let room else { return Self.line(text.hasPrefix("/") ? "/" + text : text, in: nil) }
      return .frame(
        "chat_message", ("room", .string(room)), ("message", .string(text)), ("key", .string(key)))
    case .whisper(let target, let text):
      return .frame(
        "private_message", ("to", .string(target)), ("message", .string(text)), ("key", .string(key)))
    case .join(let name): return Self.line("/join \(name)", in: nil)
    case .leave(let name): return Self.line(name.isEmpty ? "/leave" : "/leave \(name)", in: room)
    case .other(let line): return Self.line(line, in: room)
    case .empty, .quit: return Self.line("", in: room)
    }
  }

  private static func line(_ line: String, in room: String?) -> JSON {
    let frame = JSON.frame("line", ("line", .string(line)))
    return room.map { frame.with("room", .string($0)) } ?? frame
  }

  /// The first word, and what follows it without the white space around.
  private static func split(_ text: Substring) -> (String, String) {
    let word = text.prefix { !$0.isWhitespace }
    var rest = text.dropFirst(word.count).drop(while: \.isWhitespace)
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return (String(word), String(rest))
  }
}
