import Engine
import FoundationEssentials

/// Registers the commands that it is told, and tells the room what it was given:
/// `!commands [{"name":"note","about":"Takes a note.","options":[{"name":"text","kind":"text"}]}]`, then `/note two sugars`.
///
/// It is for trying out how lines are read. A bot that is of use has its commands in its program, as the poll bot has.
public struct ClerkBot: Bot {
  /// A clerk.
  public init() {}

  /// Registers what it is told, and repeats what it is given.
  public func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .invited(let room, _): return [.join(room: room)]
    case .message(let message):
      guard let room = message.room, message.text.hasPrefix("!commands ") else { return [] }
      let json = Data(message.text.dropFirst("!commands ".count).utf8)
      guard let commands = try? JSONDecoder().decode([RoomCommand].self, from: json) else {
        return [message.answer("These are no commands in JSON.")]
      }
      return [.setCommands(commands, room: room)]
    case .command(let call):
      let options = call.options.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.shown($0.value))" }
      let words = ["\(call.number)", call.user ?? "a guest", "/\(call.name)"] + options
      return [call.answer(words.joined(separator: " "))]
    case .error(let failure):
      guard case .setCommands(_, let room)? = failure.action else { return [] }
      return [.say("refused: \(failure.code)", room: room)]
    default: return []
    }
  }

  private static func shown(_ value: CommandCall.Value) -> String {
    switch value {
    case .text(let text): "“\(text)”"
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .flag(let truth): "\(truth)"
    }
  }
}
