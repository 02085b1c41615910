import Wire

/// A command that a bot has registered in a room and that somebody gave there, as in `/remind 10m tea`.
public struct CommandCall: Hashable, Sendable {
  /// The room.
  public var room: String
  /// Who gave it; nil for a guest.
  public var user: String?
  /// The command's name.
  public var name: String
  /// The options that were given, by their names.
  public var options: [String: Value]
  /// Its place among the commands that the bot was given in the room, from 1.
  public var number: Int64

  /// A call; a test of a bot makes its own.
  public init(
    _ name: String, _ options: [String: Value] = [:], by user: String?, in room: String, number: Int64 = 1
  ) {
    self.room = room
    self.user = user
    self.name = name
    self.options = options
    self.number = number
  }

  /// The value of an option, read by its kind.
  public enum Value: Hashable, Sendable {
    /// Of words, texts, users and choices.
    case text(String)
    /// Of integers, and of durations in milliseconds.
    case integer(Int64)
    /// Of numbers.
    case number(Double)
    /// Of flags.
    case flag(Bool)
  }

  /// Says a text in the room.
  public func answer(_ text: String) -> BotAction { .say(text, room: room) }

  /// Reads a frame; nil where a field is missing.
  init?(_ frame: ServerFrame) {
    guard let room = frame.room, let name = frame.text("command"), let number = frame.number("number"),
      case .object(let members)? = frame.json["options"]
    else { return nil }
    var options: [String: Value] = [:]
    for member in members {
      guard let value = Value(member.value) else { return nil }
      options[member.name] = value
    }
    self.init(name, options, by: frame.user, in: room, number: number)
  }
}

extension CommandCall.Value {
  fileprivate init?(_ json: JSON) {
    switch json {
    case .string(let text): self = .text(text)
    case .integer(let integer): self = .integer(integer)
    case .number(let number): self = .number(number)
    case .bool(let truth): self = .flag(truth)
    case .null, .array, .object: return nil
    }
  }
}
