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
  case react
  case unreact
  case status
  case whois
  case conversations
  case read

  /// How the line is written, and what it does.
  var help: Event.HelpLine {
    switch self {
    case .join: .init(usage: "/join ROOM", about: "Join a room; a new name makes a new room.")
    case .leave: .init(usage: "/leave [ROOM]", about: "Leave a room; without a name, the one joined last.")
    case .pm: .init(usage: "/pm USER TEXT", about: "Say something to one user alone.")
    case .who:
      .init(usage: "/who [ROOM]", about: "List who is in a room; without a name, in the one joined last.")
    case .rooms: .init(usage: "/rooms", about: "List the rooms and how many are in each.")
    case .search:
      .init(
        usage: "/search WORDS, or /search @NAME",
        about: "Find messages with all the words, or users whose name has a part.")
    case .history:
      .init(
        usage: "/history [ROOM or @USER] [COUNT]",
        about: "Show the newest messages of a room or of a private conversation.")
    case .help:
      .init(usage: "/help", about: "List these commands. A line that starts with // is said with one slash.")
    case .edit: .init(usage: "/edit SEQ TEXT", about: "Give a message of yours in the room another text.")
    case .reply: .init(usage: "/reply SEQ TEXT", about: "Answer a message of the room.")
    case .react:
      .init(usage: "/react SEQ REACTION", about: "Give a message in the room a reaction, such as 👍.")
    case .unreact:
      .init(usage: "/unreact SEQ REACTION", about: "Take away a reaction of yours to a message in the room.")
    case .status:
      .init(
        usage: "/status online or away [TEXT]",
        about: "Say whether you are at hand, and a few words if you like.")
    case .whois: .init(usage: "/whois USER", about: "Tell what is known of a user.")
    case .conversations:
      .init(
        usage: "/conversations",
        about: "List your private conversations, and how much in each you have not read.")
    case .read:
      .init(usage: "/read [ROOM or @USER]", about: "Mark all in a room or a private conversation as read.")
    }
  }

  /// What every server has comes first, then what belongs to capabilities.
  static var helpLines: [Event.HelpLine] {
    let ofCapabilities: [LineCommand] = [
      .edit, .reply, .react, .unreact, .status, .whois, .conversations, .read,
    ]
    return allCases.filter { !ofCapabilities.contains($0) }.map(\.help) + ModerationLine.allCases.map(\.help)
      + ofCapabilities.map(\.help)
  }
}

extension Engine {
  /// What a line means, typed by a person in a session. `Command.typeLine` comes back for `/help` and a bot's command alone.
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
      if hasBotCommand(name, in: here, of: session) { return .typeLine(room: here, line: line) }
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
    case .react, .unreact:
      let (seq, reaction) = try Self.splitSeq(tail, of: command)
      return .react(.room(try requireHere()), seq: seq, reaction: reaction, adds: command == .react)
    case .conversations:
      guard tail.isEmpty else { throw Self.misuse(of: .conversations) }
      return .listConversations(limit: nil, cursor: nil)
    case .read:
      guard tail.utf8.first == UInt8(ascii: "@") else {
        let room = tail.isEmpty ? try requireHere() : tail
        return .markRead(.room(room), seq: newestSeq(in: .room(room), of: session))
      }
      let other = String(tail.dropFirst())
      return .markRead(.with(other), seq: newestSeq(in: .with(other), of: session))
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
    case .help: return .typeLine(room: here, line: line)
    case .status:
      let (word, text) = Self.splitWord(tail[...])
      guard let status = Status.Word(word: word.lowercasedWord) else { throw Self.misuse(of: .status) }
      return .setStatus(Status(status, text: text))
    case .whois:
      let (user, rest) = Self.splitWord(tail[...])
      guard !user.isEmpty, rest.isEmpty else { throw Self.misuse(of: .whois) }
      return .readUser(user)
    }
  }

  /// The seq of a message, and the text that follows it.
  private static func splitSeq(_ tail: String, of command: LineCommand) throws(Refusal) -> (UInt64, String) {
    let (number, text) = splitWord(tail[...])
    guard let seq = UInt64(number), !text.isEmpty else { throw misuse(of: command) }
    return (seq, text)
  }

  private static func misuse(of command: LineCommand) -> Refusal {
    Refusal(.badFrame, "Usage: \(command.help.usage)", field: "line")
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
