/// Reads what follows `bots:`, such as `echo, exec "python3 poll.py" as poll in lobby`.
struct BotParser {
  var scanner: LineScanner
  /// Where the header's value ends; what follows is a comment.
  let end: Int

  private static let remedy = "write bots: echo, reminder in lobby"
  private static let execRemedy = "write bots: exec \"python3 echo.py\" as echo in lobby"

  mutating func entries() throws(LineProblem) -> [BotSyntax] {
    var bots: [BotSyntax] = []
    repeat {
      let bot = try entry()
      if let other = bots.first(where: { $0.name.text == bot.name.text }), other.command != bot.command {
        throw LineProblem(
          .nameDuplicate, "two bots are called \(bot.name.text)",
          remedy: "give one of them another name: exec \"…\" as another", at: bot.name.range)
      }
      bots.append(bot)
      scanner.skipSpaces()
    } while scanner.take(",")
    guard scanner.isAtEndOrComment else {
      throw LineProblem(.botNotValid, "after a room comes a comma", at: scanner.wordHere)
    }
    return bots
  }

  private mutating func entry() throws(LineProblem) -> BotSyntax {
    var bot = try bot()
    scanner.skipSpaces()
    guard scanner.position < end, scanner.next != ",", scanner.next != "#" else { return bot }
    let word = scanner.wordHere
    guard takeWord("in") else {
      throw LineProblem(
        .botNotValid, "after a bot comes a comma, or in and its room",
        remedy: bot.command == nil ? Self.remedy : Self.execRemedy,
        at: word.clamped(to: 0..<scanner.scalars.count))
    }
    let room = try scanner.literal(.botNotValid, "a room is a word or a text in quotes")
    bot.room = room.plainText
    bot.writtenRoom = scanner.text(room.range)
    return bot
  }

  /// The name of a bot, or `exec` with a command and perhaps a name.
  private mutating func bot() throws(LineProblem) -> BotSyntax {
    scanner.skipSpaces()
    let word = scanner.name(scanner.takeEntry())
    guard !word.range.isEmpty else {
      throw LineProblem(.botNotValid, "a bot is missing here", remedy: Self.remedy, at: scanner.here)
    }
    var ahead = scanner
    ahead.skipSpaces()
    guard word.text == "exec", ahead.next == "\"" else { return BotSyntax(name: word) }
    let command = try scanner.literal(.botNotValid, "after exec comes the command, as a text in quotes")
    guard !command.plainText.allSatisfy(\.isWhitespace) else {
      throw LineProblem(.botNotValid, "the command is empty", remedy: Self.execRemedy, at: command.range)
    }
    var bot = BotSyntax(
      name: NameSyntax(
        text: BotSyntax.name(of: command.plainText), isParameter: false, range: command.range))
    bot.command = command.plainText
    bot.writtenCommand = scanner.text(command.range)
    scanner.skipSpaces()
    guard takeWord("as") else { return bot }
    scanner.skipSpaces()
    let given = scanner.name(scanner.takeEntry())
    let text = given.text
    guard !text.isEmpty, !text.contains("/"), text.unicodeScalars.allSatisfy(SessionNameRules.isAllowed)
    else {
      throw LineProblem(
        .nameNotValid, text.isEmpty ? "after as comes a name" : "\(text) is not a valid bot name",
        remedy: Self.execRemedy, at: text.isEmpty ? scanner.here : given.range)
    }
    bot.name = given
    bot.isNamed = true
    return bot
  }

  private mutating func takeWord(_ word: String) -> Bool {
    let range = scanner.wordHere
    guard range.upperBound <= scanner.scalars.count, scanner.text(range) == word else { return false }
    scanner.position = range.upperBound
    return true
  }
}

extension BotSyntax {
  /// What a bot of a command is called where nothing else is said: its file's name without the extension.
  ///
  /// The file is the last word with an extension, or else the first word. What no name can have becomes a hyphen.
  static func name(of command: String) -> String {
    let files = command.split(whereSeparator: \.isWhitespace).map { word in
      word.split(separator: "/").last ?? ""
    }
    let file = files.last { ($0.lastIndex(of: ".") ?? $0.startIndex) > $0.startIndex } ?? files.first ?? ""
    let stem = file.lastIndex(of: ".").map { $0 > file.startIndex ? file[..<$0] : file } ?? file
    let scalars = stem.unicodeScalars.prefix(32).map { scalar in
      SessionNameRules.isAllowed(scalar) ? Character(scalar) : "-"
    }
    return scalars.isEmpty ? "bot" : String(scalars)
  }
}
