import Wire

/// What a person asks of the debugger.
enum DebuggerCommand: Hashable {
  /// A place of the scenario that a person means.
  enum Target: Hashable {
    /// A line, of the file that is run where none is named.
    case line(Int, file: String?)
    /// A line with this text in it.
    case text(String)
  }

  case step(count: Int)
  case next
  /// To a place, or to the end.
  case run(to: Target?)
  case back(count: Int)
  case backTo(Target)
  case list(line: Int?)
  case inbox(client: String?)
  case rooms
  case state
  case names
  case transcript
  case frame(Int)
  case attempt(String)
  case keep
  case help
  case quit

  /// A command as `help` tells of it.
  private struct Usage {
    let name: String
    /// A shorter name.
    var letter: String?
    var operands = ""
    let about: String
  }

  private static let usages: [Usage] = [
    Usage(
      name: "step", letter: "s", operands: "[N]", about: "do the next step, or N; so does an empty line"),
    Usage(name: "next", letter: "n", about: "do the next step, or a whole call of a macro or include"),
    Usage(
      name: "run", letter: "r", operands: "[LINE | FILE:LINE | to TEXT]",
      about: "go on to a line, to a line with this text, or to the end or a failure"),
    Usage(
      name: "back", letter: "b", operands: "[N | to LINE | to TEXT]",
      about: "undo the last step, the last N, or all since before a line"),
    Usage(name: "list", letter: "l", operands: "[LINE]", about: "show the lines around"),
    Usage(name: "inbox", letter: "i", operands: "[USER]", about: "show what is unread"),
    Usage(name: "rooms", about: "show each room with its users, newest seq and rules"),
    Usage(name: "state", about: "show clock, sessions, newest seqs of pairs, and what falls due next"),
    Usage(name: "names", about: "show what $names stand for"),
    Usage(name: "transcript", letter: "t", about: "show all that was done and received"),
    Usage(name: "frame", letter: "f", operands: "#N", about: "show one entry of the transcript in full"),
    Usage(
      name: "try", operands: "LINE",
      about: "do any line of a scenario on a copy, whatever is unread; the scenario stays where it is"),
    Usage(name: "keep", about: "go on with the copy of the last try"),
    Usage(name: "help", letter: "h", about: "show this"),
    Usage(name: "quit", letter: "q", about: "end"),
  ]

  /// All commands, as `help` shows them.
  static var helpText: String {
    let heads = usages.map { usage in
      [usage.name + (usage.letter.map { ", \($0)" } ?? ""), usage.operands].filter { !$0.isEmpty }
        .joined(separator: " ")
    }
    let width = heads.map(\.count).max() ?? 0
    return zip(heads, usages).map { head, usage in
      "\(head)\(String(repeating: " ", count: width - head.count))  \(usage.about)\n"
    }.joined()
  }

  /// Reads a line that a person types; an empty one is a step.
  init(_ line: String) throws(DebuggerRefusal) {
    let parts = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
    let rest = parts.count > 1 ? parts[1] : ""
    let word = parts.first.map(String.init) ?? "step"
    let usage = Self.usages.first { $0.name == word || $0.letter == word }
    guard let usage else {
      let nearest = Suggestion.closest(to: word, among: Self.usages.map(\.name))
      throw DebuggerRefusal(
        "no command is called \(word)\(nearest.map { "; did you mean \($0)?" } ?? ""); help lists them")
    }
    guard let command = Self.command(usage.name, rest) else {
      throw DebuggerRefusal(
        usage.operands.isEmpty
          ? "\(usage.name) takes nothing after it" : "write \(usage.name) \(usage.operands)")
    }
    self = command
  }

  private static func command(_ name: String, _ rest: Substring) -> DebuggerCommand? {
    let operands = trimmed(rest)
    return switch name {
    case "step": operands.isEmpty ? .step(count: 1) : positive(operands).map { Self.step(count: $0) }
    case "run": operands.isEmpty ? .run(to: nil) : target(operands).map { Self.run(to: $0) }
    case "back": back(operands)
    case "list": operands.isEmpty ? .list(line: nil) : positive(operands).map { Self.list(line: $0) }
    case "inbox": operands.contains(" ") ? nil : .inbox(client: operands.isEmpty ? nil : operands)
    case "frame":
      positive(operands.hasPrefix("#") ? String(operands.dropFirst()) : operands).map { Self.frame($0) }
    // What is sent can end with spaces.
    case "try": operands.isEmpty ? nil : .attempt(String(rest.drop { $0.isWhitespace }))
    case _: operands.isEmpty ? simple[name] : nil
    }
  }

  /// The commands that are one word.
  private static let simple: [String: DebuggerCommand] = [
    "next": .next, "rooms": .rooms, "state": .state, "names": .names, "transcript": .transcript,
    "keep": .keep, "help": .help, "quit": .quit,
  ]

  private static func back(_ operands: String) -> DebuggerCommand? {
    if operands.isEmpty { return .back(count: 1) }
    if let count = positive(operands) { return .back(count: count) }
    guard operands.hasPrefix("to ") else { return nil }
    let rest = trimmed(operands.dropFirst(3))
    return line(rest).map { Self.backTo($0) } ?? (rest.isEmpty ? nil : Self.backTo(.text(rest)))
  }

  /// A line, or a text after `to`.
  private static func target(_ operands: String) -> Target? {
    if let line = line(operands) { return line }
    guard operands.hasPrefix("to ") else { return nil }
    let text = trimmed(operands.dropFirst(3))
    return text.isEmpty ? nil : .text(text)
  }

  private static func line(_ text: String) -> Target? {
    if let number = positive(text) { return .line(number, file: nil) }
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let number = positive(String(text[text.index(after: colon)...])), !text.contains(" ")
    else { return nil }
    return .line(number, file: String(text[..<colon]))
  }

  private static func positive(_ text: String) -> Int? { Int(text).flatMap { $0 > 0 ? $0 : nil } }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

/// Why the debugger does not do what it was asked.
struct DebuggerRefusal: Error, Hashable {
  /// What is wrong and what helps.
  let message: String

  init(_ message: String) { self.message = message }
}
