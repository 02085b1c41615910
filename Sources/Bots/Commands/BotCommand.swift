public import Engine

/// One command of a bot: what follows the `!`, its arguments, who may give it, and what it does.
///
/// ```swift
/// BotCommand("roll", "Rolls a die.", .optional(.integer("SIDES", in: 2...1000))) { bot, message, context, sides in
///   let number = Int.random(in: 1...(sides ?? 6), using: &context.random)
///   return [message.answer("\(message.user) rolled \(number).")]
/// }
/// ```
public struct BotCommand<Owner>: Sendable {
  /// Who may give a command.
  public enum Audience: Hashable, Sendable {
    /// Everyone, in rooms and privately.
    case everyone
    /// Those who have at least this role in the room; nobody privately.
    case role(Role)
    /// These users, in rooms and privately.
    case users([String])
  }

  /// Where a command may be given.
  public enum Place: Hashable, Sendable {
    case anywhere
    case rooms
    case privately
  }

  /// What follows the `!`: one word, or several, as in `remind list`.
  public let name: String
  /// What the command does, in a sentence for the help.
  public let summary: String
  /// How the help writes the command with its arguments.
  public let usage: String
  let audience: Audience
  let place: Place
  let coolDown: Duration?
  /// What the server reads where the command is registered; nil where the bot reads it.
  let options: [RoomCommand.Option]?
  let run: @Sendable (inout Owner, Message, inout BotContext, inout Arguments) throws -> [BotAction]

  /// What a command does once its arguments are read.
  private typealias Ready = @Sendable (inout Owner, Message, inout BotContext) throws -> [BotAction]

  // One initialiser for each number of arguments: in a closure whose parameters are a pack of any length but one, Swift 6.3 takes
  // `inout` away from the bot and the context.

  /// A command without arguments. Whatever follows it is refused.
  ///
  /// - Parameters:
  ///   - name: What follows the `!`: one word, or several, in small letters.
  ///   - summary: What it does, in a sentence for the help.
  ///   - audience: Who may give it.
  ///   - place: Where it may be given.
  ///   - coolDown: How long a user has to wait before giving it again.
  ///   - run: What it does. A `CommandRefusal` that it throws is told to the user; every other error is a fault of the bot.
  public init(
    _ name: String, _ summary: String, audience: Audience = .everyone, place: Place = .anywhere,
    coolDown: Duration? = nil,
    run: @escaping @Sendable (inout Owner, Message, inout BotContext) throws -> [BotAction]
  ) {
    self.init(name, summary, [], audience, place, coolDown) { _ in run }
  }

  /// A command with an argument, which `run` is given as a value. Whatever is left over is refused.
  public init<A: Sendable>(
    _ name: String, _ summary: String, _ a: Parameter<A>, audience: Audience = .everyone,
    place: Place = .anywhere, coolDown: Duration? = nil,
    run: @escaping @Sendable (inout Owner, Message, inout BotContext, A) throws -> [BotAction]
  ) {
    self.init(name, summary, [a.shape], audience, place, coolDown) { (arguments) throws(CommandRefusal) in
      let a = try a.value(from: &arguments)
      return { try run(&$0, $1, &$2, a) }
    }
  }

  /// A command with two arguments, in order.
  public init<A: Sendable, B: Sendable>(
    _ name: String, _ summary: String, _ a: Parameter<A>, _ b: Parameter<B>, audience: Audience = .everyone,
    place: Place = .anywhere, coolDown: Duration? = nil,
    run: @escaping @Sendable (inout Owner, Message, inout BotContext, A, B) throws -> [BotAction]
  ) {
    self.init(name, summary, [a.shape, b.shape], audience, place, coolDown) {
      (arguments) throws(CommandRefusal) in
      let (a, b) = (try a.value(from: &arguments), try b.value(from: &arguments))
      return { try run(&$0, $1, &$2, a, b) }
    }
  }

  /// A command with three arguments, in order.
  public init<A: Sendable, B: Sendable, C: Sendable>(
    _ name: String, _ summary: String, _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>,
    audience: Audience = .everyone, place: Place = .anywhere, coolDown: Duration? = nil,
    run: @escaping @Sendable (inout Owner, Message, inout BotContext, A, B, C) throws -> [BotAction]
  ) {
    self.init(name, summary, [a.shape, b.shape, c.shape], audience, place, coolDown) {
      (arguments) throws(CommandRefusal) in
      let (a, b, c) = (
        try a.value(from: &arguments), try b.value(from: &arguments), try c.value(from: &arguments)
      )
      return { try run(&$0, $1, &$2, a, b, c) }
    }
  }

  /// A command with four arguments, in order. One that needs more reads several into one value by a `Parameter` of its own.
  public init<A: Sendable, B: Sendable, C: Sendable, D: Sendable>(
    _ name: String, _ summary: String, _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>,
    _ d: Parameter<D>, audience: Audience = .everyone, place: Place = .anywhere, coolDown: Duration? = nil,
    run: @escaping @Sendable (inout Owner, Message, inout BotContext, A, B, C, D) throws -> [BotAction]
  ) {
    self.init(name, summary, [a.shape, b.shape, c.shape, d.shape], audience, place, coolDown) {
      (arguments) throws(CommandRefusal) in
      let (a, b, c, d) = (
        try a.value(from: &arguments), try b.value(from: &arguments), try c.value(from: &arguments),
        try d.value(from: &arguments)
      )
      return { try run(&$0, $1, &$2, a, b, c, d) }
    }
  }

  private init(
    _ name: String, _ summary: String, _ parameters: [ParameterShape], _ audience: Audience, _ place: Place,
    _ coolDown: Duration?, read: @escaping @Sendable (inout Arguments) throws(CommandRefusal) -> Ready
  ) {
    let usage = (["!" + name] + parameters.map(\.usage)).joined(separator: " ")
    self.name = name
    self.summary = summary
    self.usage = usage
    options = Self.options(of: parameters)
    self.audience = audience
    self.place = place
    self.coolDown = coolDown
    self.run = { bot, message, context, arguments in
      let ready: Ready
      do throws(CommandRefusal) {
        ready = try read(&arguments)
        if let word = arguments.nextWord() { throw CommandRefusal("\"\(word.shortened)\" is too much.") }
      } catch {
        throw CommandRefusal("\(error.message) Usage: \(usage)")
      }
      return try ready(&bot, message, &context)
    }
  }
}
