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
  let run: @Sendable (inout Owner, Message, inout BotContext, inout Arguments) throws -> [BotAction]

  /// A command.
  ///
  /// - Parameters:
  ///   - name: What follows the `!`: one word, or several, in small letters.
  ///   - summary: What it does, in a sentence for the help.
  ///   - parameters: Its arguments, in order. Whatever is left over is refused.
  ///   - audience: Who may give it.
  ///   - place: Where it may be given.
  ///   - coolDown: How long a user has to wait before giving it again.
  ///   - run: What it does. A `CommandRefusal` that it throws is told to the user; every other error is a fault of the bot.
  public init<each Value: Sendable>(
    _ name: String, _ summary: String, _ parameters: repeat Parameter<each Value>,
    audience: Audience = .everyone, place: Place = .anywhere, coolDown: Duration? = nil,
    run: @escaping @Sendable (inout Owner, Message, inout BotContext, repeat each Value) throws -> [BotAction]
  ) {
    var words = ["!" + name]
    for parameter in repeat each parameters { words.append(parameter.usage) }
    let usage = words.joined(separator: " ")
    self.name = name
    self.summary = summary
    self.usage = usage
    self.audience = audience
    self.place = place
    self.coolDown = coolDown
    self.run = { owner, message, context, arguments in
      let values = try Self.read(repeat each parameters, usage: usage, from: &arguments)
      return try run(&owner, message, &context, repeat each values)
    }
  }

  private static func read<each Value: Sendable>(
    _ parameters: repeat Parameter<each Value>, usage: String, from arguments: inout Arguments
  ) throws -> (repeat each Value) {
    do {
      let values = (repeat try (each parameters).value(from: &arguments))
      if let word = arguments.nextWord() { throw CommandRefusal("\"\(word.shortened)\" is too much.") }
      return values
    } catch let refusal as CommandRefusal {
      throw CommandRefusal("\(refusal.message) Usage: \(usage)")
    }
  }
}
