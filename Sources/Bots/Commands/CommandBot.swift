import Engine
import Wire

/// A bot that is spoken to with `!name` and arguments. It has `!help` by itself.
///
/// ```swift
/// struct CoinBot: CommandBot {
///   static let commands = [
///     BotCommand<CoinBot>("flip", "Flips a coin.") { bot, message, context in
///       [message.answer(Bool.random(using: &context.random) ? "heads" : "tails")]
///     }
///   ]
/// }
/// ```
///
/// A message that begins with `!` and is no command of the bot is for somebody else and is left to `handleOther`. Privately nobody
/// else can be meant, so there the nearest command is named.
public protocol CommandBot: Bot {
  /// The commands, in the order of the help. A `static let` makes them once.
  static var commands: [BotCommand<Self>] { get }

  /// Whether people can also give the commands as lines, as in `/flip`: the bot registers them in each room that it joins, and the
  /// server lists them in `/help` and refuses what does not fit. By default it does not.
  var registersCommands: Bool { get }

  /// Takes an event that is no command; by default it does nothing.
  mutating func handleOther(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction]
}

extension CommandBot {
  /// No: the commands are given with `!` alone.
  public var registersCommands: Bool { false }

  /// Does nothing.
  public mutating func handleOther(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction] {
    []
  }

  /// Runs the command that a message gives, or leaves the event to `handleOther`.
  public mutating func handle(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction] {
    var actions: [BotAction] = []
    if registersCommands, case .joined(let room, _) = event {
      actions = [.setCommands(Self.commands.compactMap(\.registered), room: room)]
    }
    return try actions + (runCommand(event, in: &context) ?? handleOther(event, in: &context))
  }

  /// Runs the command that a message gives; nil where the event is none.
  ///
  /// A bot that has to look at every message, also at those with its commands, has a `handle` of its own that calls this.
  /// What another bot says is never a command, or two bots that explain their commands to each other would not come to an end.
  public mutating func runCommand(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction]? {
    switch event {
    case .message(let message) where !message.isBot, .privateMessage(let message) where !message.isBot:
      try run(message, in: &context)
    case .command(let call): try run(call, in: &context)
    default:
      nil
    }
  }

  private mutating func run(_ message: Message, in context: inout BotContext) throws -> [BotAction]? {
    guard message.text.hasPrefix("!") else { return nil }
    let line = message.text.dropFirst()
    let words = line.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    guard let first = words.first, line.first?.isWhitespace == false else { return nil }
    guard let (command, length) = Self.command(words) else {
      if first == "help" { return [message.answer(Self.help(on: words.dropFirst().joined(separator: " ")))] }
      return Self.hint(to: message, first: first)
    }
    var arguments = Arguments(line)
    for _ in 0..<length { _ = arguments.nextWord() }
    return try run(command, &arguments, asked: message, in: &context)
  }

  /// Runs a command that was given as a line; for the bot it is as if it had been said.
  private mutating func run(_ call: CommandCall, in context: inout BotContext) throws -> [BotAction]? {
    guard let user = call.user, let command = Self.commands.first(where: { $0.registeredName == call.name }),
      command.place != .privately
    else { return nil }
    var arguments = command.arguments(of: call)
    let message = Message("/\(call.name)", by: user, in: call.room, seq: 0, at: context.now)
    return try run(command, &arguments, asked: message, in: &context)
  }

  private mutating func run(
    _ command: BotCommand<Self>, _ arguments: inout Arguments, asked message: Message,
    in context: inout BotContext
  ) throws -> [BotAction] {
    let coolDowns = context.coolDowns
    do {
      try command.admit(message, in: context)
      if let waiting = command.rest(of: message, in: &context) { return waiting }
      return try command.run(&self, message, &context, &arguments)
    } catch let refusal as CommandRefusal {
      // What was not done needs no rest.
      context.coolDowns = coolDowns
      return [message.answer("\(message.user): \(refusal.message)")]
    }
  }

  /// The command whose name has the most of these words, and how many.
  private static func command(_ words: [String]) -> (BotCommand<Self>, length: Int)? {
    var best: (BotCommand<Self>, length: Int)?
    for command in commands {
      let name = command.name.split(separator: " ")
      guard name.count > best?.length ?? 0, name.count <= words.count,
        zip(name, words).allSatisfy({ $0 == $1 })
      else { continue }
      best = (command, name.count)
    }
    return best
  }

  private static func hint(to message: Message, first: String) -> [BotAction]? {
    guard message.room == nil else { return nil }
    let nearest =
      Suggestion.closest(to: first, among: commands.map(\.name)).map { "Did you mean !\($0)? " } ?? ""
    return [message.answer("\(nearest)!help lists what I can do.")]
  }

  /// All commands, or one with its arguments.
  private static func help(on name: String) -> String {
    let named = name.isEmpty ? [] : commands.filter { $0.name == name || $0.name.hasPrefix(name + " ") }
    guard named.isEmpty else {
      return named.map { "\($0.usage) – \($0.summary)" }.joined(separator: "\n")
    }
    return commands.map { "\($0.usage) – \($0.summary)" }.joined(separator: "\n")
  }
}

extension BotCommand {
  /// Refuses the command where this user may not give it, or not here.
  fileprivate func admit(_ message: Message, in context: BotContext) throws(CommandRefusal) {
    switch place {
    case .anywhere: break
    case .rooms: if message.room == nil { throw CommandRefusal("This is for rooms.") }
    case .privately:
      if message.room != nil {
        throw CommandRefusal("Tell me privately: /pm \(context.user) \(message.text)")
      }
    }
    switch audience {
    case .everyone: break
    case .role(let least):
      if context.role(ofAuthor: message) < least {
        throw CommandRefusal("This is for a room's \(least == .owner ? "owner" : "moderators").")
      }
    case .users(let names):
      if !names.contains(where: { NameKey($0) == NameKey(message.user) }) {
        throw CommandRefusal("This is not for you.")
      }
    }
  }

  /// What is said to who comes before the cool-down is over, which is nothing the second time; nil where it is over.
  fileprivate func rest(of message: Message, in context: inout BotContext) -> [BotAction]? {
    guard let coolDown else { return nil }
    switch context.coolDowns.use(name, by: message.user, rest: coolDown, at: context.now) {
    case .mayRun: return nil
    case .hasToWait(let milliseconds):
      return [message.answer("\(message.user): Wait \(Duration.milliseconds(milliseconds).units).")]
    case .ignored: return []
    }
  }
}
