/// The commands that a person types as a chat line.
enum LineCommand: String, CaseIterable {
  case join
  case leave
  case pm
  case who
  case rooms
  case search
  case history
  case help
  case edit
  case reply

  var usage: String {
    switch self {
    case .join: "/join ROOM"
    case .leave: "/leave [ROOM]"
    case .pm: "/pm USER TEXT"
    case .who: "/who [ROOM]"
    case .rooms: "/rooms"
    case .search: "/search WORDS, or /search @NAME"
    case .history: "/history [ROOM or @USER] [COUNT]"
    case .help: "/help"
    case .edit: "/edit SEQ TEXT"
    case .reply: "/reply SEQ TEXT"
    }
  }

  var about: String {
    switch self {
    case .join: "Join a room; a new name makes a new room."
    case .leave: "Leave a room; without a name, the one joined last."
    case .pm: "Say something to one user alone."
    case .who: "List who is in a room; without a name, in the one joined last."
    case .rooms: "List the rooms and how many are in each."
    case .search: "Find messages with all the words, or users whose name has a part."
    case .history: "Show the newest messages of a room or of a private conversation."
    case .help: "List these commands. A line that starts with // is said with one slash."
    case .edit: "Give a message of yours in the room another text."
    case .reply: "Answer a message of the room."
    }
  }

  /// What every server has comes first, then what belongs to capabilities.
  static var helpLines: [Event.HelpLine] {
    func line(_ command: LineCommand) -> Event.HelpLine { .init(usage: command.usage, about: command.about) }
    let optional = [LineCommand.edit, .reply]
    return allCases.filter { !optional.contains($0) }.map(line)
      + ModerationLine.allCases.map { Event.HelpLine(usage: $0.usage, about: $0.about) } + optional.map(line)
  }
}

extension Engine {
  /// What a line means, typed by a person in a session. `Command.typeLine` comes back for `/help` alone.
  func interpret(_ line: String, in named: String?, of session: SessionID) throws(Refusal) -> Command {
    var here: String? {
      named ?? sessions[session].memberships.last.map { rooms[$0.room].name }
    }
    func requireHere() throws(Refusal) -> String {
      guard let here else {
        throw Refusal(.notInRoom, "This session is in no room; /join one first.", field: "room")
      }
      return here
    }

    guard line.utf8.first == UInt8(ascii: "/") else {
      return .sendMessage(room: try requireHere(), text: line, key: nil)
    }
    let rest = line.dropFirst()
    guard rest.utf8.first != UInt8(ascii: "/") else {
      return .sendMessage(room: try requireHere(), text: String(rest), key: nil)
    }
    let (word, tail) = Self.splitWord(rest)
    let name = word.lowercasedWord
    if let line = ModerationLine(word: name) {
      return .moderate(room: try requireHere(), try line.request(tail))
    }
    guard let command = LineCommand(word: name) else {
      let shown = String(String.UnicodeScalarView(word.unicodeScalars.prefix(16)))
      throw Refusal(.unknownCommand, "There is no command /\(shown); /help lists them.", field: "line")
    }
    switch command {
    case .join:
      guard !tail.isEmpty else { throw Self.misuse(of: .join) }
      return .join(room: tail, after: nil)
    case .leave: return .leave(room: tail.isEmpty ? try requireHere() : tail)
    case .pm:
      let (target, text) = Self.splitWord(tail[...])
      guard !target.isEmpty, !text.isEmpty else { throw Self.misuse(of: .pm) }
      return .sendPrivateMessage(to: target, text: text, key: nil)
    case .edit:
      let (seq, text) = try Self.splitSeq(tail, of: command)
      return .editMessage(.room(try requireHere()), seq: seq, text: text)
    case .reply:
      let (seq, text) = try Self.splitSeq(tail, of: command)
      return .sendMessage(
        room: try requireHere(), text: text, key: nil, extras: MessageExtras(replyTo: seq))
    case .who: return .listUsers(room: tail.isEmpty ? try requireHere() : tail)
    case .rooms: return .listRooms(limit: nil, cursor: nil)
    case .search:
      if tail.utf8.first == UInt8(ascii: "@") {
        return .search(.users(query: String(tail.dropFirst()), limit: nil, cursor: nil))
      }
      guard !tail.isEmpty else { throw Self.misuse(of: .search) }
      return .search(.messages(query: tail, room: nil, from: nil, limit: nil, cursor: nil))
    case .history:
      var words = tail.unicodeScalars.split(whereSeparator: \.isSpace).map(String.init)
      var limit: Int?
      if let count = words.last.flatMap({ Int($0) }) {
        guard count >= 1 else { throw Self.misuse(of: .history) }
        limit = count
        words.removeLast()
      }
      guard words.count <= 1 else { throw Self.misuse(of: .history) }
      if let name = words.first, name.utf8.first == UInt8(ascii: "@") {
        return .fetchHistory(.with(String(name.dropFirst())), page: .latest, limit: limit)
      }
      let room = if let name = words.first { name } else { try requireHere() }
      return .fetchHistory(.room(room), page: .latest, limit: limit)
    case .help: return .typeLine(room: nil, line: line)
    }
  }

  /// The seq of a message, and the text that follows it.
  private static func splitSeq(_ tail: String, of command: LineCommand) throws(Refusal) -> (UInt64, String) {
    let (number, text) = splitWord(tail[...])
    guard let seq = UInt64(number), !text.isEmpty else { throw misuse(of: command) }
    return (seq, text)
  }

  private static func misuse(of command: LineCommand) -> Refusal {
    Refusal(.badFrame, "Usage: \(command.usage)", field: "line")
  }

  /// The first word, and what follows it without the white space around.
  static func splitWord(_ text: Substring) -> (String, String) {
    let scalars = text.unicodeScalars
    let word = scalars.prefix { !$0.isSpace }
    let rest = scalars[word.endIndex...].drop(while: \.isSpace)
    let end = rest.lastIndex { !$0.isSpace }.map(rest.index(after:)) ?? rest.startIndex
    return (String(word), String(rest[..<end]))
  }
}
