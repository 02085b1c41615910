import Engine

extension BotCommand {
  /// The command as it is registered in a room; nil where it is given privately only.
  ///
  /// A name of several words gets hyphens. Where an argument is none that the server can read, the bot reads all of them.
  var registered: RoomCommand? {
    guard place != .privately else { return nil }
    let who: RoomCommand.Audience =
      switch audience {
      case .everyone, .users, .role(.member): .users
      case .role(.moderator): .moderators
      case .role(.owner): .owner
      }
    return RoomCommand(registeredName, summary, options ?? [Self.allArguments(of: usage)], who: who)
  }

  /// The name under which it is registered.
  var registeredName: String { name.split(separator: " ").joined(separator: "-") }

  /// What the command is given with a call.
  func arguments(of call: CommandCall) -> Arguments {
    guard let options else {
      guard case .text(let text)? = call.options[Self.allArgumentsName] else { return Arguments("") }
      return Arguments(text[...])
    }
    return Arguments(
      values: options.compactMap { option in call.options[option.name].map { $0.word(as: option.kind) } })
  }

  private static var allArgumentsName: String { "arguments" }

  private static func allArguments(of usage: String) -> RoomCommand.Option {
    .init(allArgumentsName, .text, about: usage, isOptional: true)
  }

  /// The options of these arguments; nil where one is none that the server can read, or follows one that may be left out.
  static func options(of parameters: [ParameterShape]) -> [RoomCommand.Option]? {
    var options: [RoomCommand.Option] = []
    for (index, parameter) in parameters.enumerated() {
      guard var option = parameter.option, option.isOptional || options.last?.isOptional != true else {
        return nil
      }
      option.name = "option-\(index + 1)"
      let word = parameter.usage.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
      if option.kind != .choice, word.first?.isLetter == true, word.utf8.count <= 32,
        !options.contains(where: { $0.name == word })
      {
        option.name = word
      }
      options.append(option)
    }
    return options
  }
}

/// How an argument is written in the help, and how the server reads it where it can.
struct ParameterShape: Sendable {
  let usage: String
  let option: RoomCommand.Option?
}

extension CommandCall.Value {
  /// The value as it would have been typed.
  fileprivate func word(as kind: RoomCommand.Kind) -> String {
    switch self {
    case .text(let text): text
    case .integer(let number): kind == .duration ? "\(number / 1000)s" : "\(number)"
    case .number(let number): "\(number)"
    case .flag(let truth): truth ? "yes" : "no"
    }
  }
}
