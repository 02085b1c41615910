import Engine

/// One argument of a command: its name in the help, and how it is read.
public struct Parameter<Value: Sendable>: Sendable {
  /// How the help writes it, as in `SIDES`, `[SIDES]` or `TEXT…`.
  public let usage: String
  /// How the server reads it where its command is registered; nil where it cannot.
  let option: RoomCommand.Option?
  private let read: @Sendable (inout Arguments) throws(CommandRefusal) -> Value

  /// A parameter of an author's own making.
  ///
  /// - Parameters:
  ///   - usage: How the help writes it; capitals are the custom.
  ///   - read: Takes its words off the arguments, or throws a sentence that says what is wrong and what is right.
  public init(_ usage: String, read: @escaping @Sendable (inout Arguments) throws(CommandRefusal) -> Value) {
    self.init(usage, nil, read: read)
  }

  init(
    _ usage: String, _ kind: RoomCommand.Kind, choices: [String] = [],
    read: @escaping @Sendable (inout Arguments) throws(CommandRefusal) -> Value
  ) {
    self.init(usage, RoomCommand.Option("", kind, choices: choices), read: read)
  }

  private init(
    _ usage: String, _ option: RoomCommand.Option?,
    read: @escaping @Sendable (inout Arguments) throws(CommandRefusal) -> Value
  ) {
    self.usage = usage
    self.option = option
    self.read = read
  }

  var shape: ParameterShape { ParameterShape(usage: usage, option: option) }

  func value(from arguments: inout Arguments) throws(CommandRefusal) -> Value { try read(&arguments) }

  /// The same, and nil where no word is left.
  public static func optional<Wrapped>(_ parameter: Parameter<Wrapped>) -> Parameter where Value == Wrapped? {
    var option = parameter.option
    option?.isOptional = true
    return Parameter("[\(parameter.usage)]", option) { (arguments) throws(CommandRefusal) in
      arguments.isEmpty ? nil : try parameter.value(from: &arguments)
    }
  }
}

extension Parameter<String> {
  /// One word.
  public static func word(_ usage: String) -> Parameter {
    Parameter(usage, .word) { (arguments) throws(CommandRefusal) in try arguments.word(for: usage) }
  }

  /// All that is left of the line.
  public static func text(_ usage: String) -> Parameter {
    Parameter(usage + "…", .text) { (arguments) throws(CommandRefusal) in
      guard let text = arguments.remainder() else { throw CommandRefusal("\(usage) is missing.") }
      return text
    }
  }

  /// One of these words, in any case of letters; the value is spelt as it is here.
  public static func choice(_ words: String...) -> Parameter {
    let usage = words.joined(separator: "|")
    return Parameter(usage, .choice, choices: words) { (arguments) throws(CommandRefusal) in
      let word = try arguments.word(for: usage)
      guard let choice = words.first(where: { $0.lowercased() == word.lowercased() }) else {
        throw CommandRefusal("\"\(word.shortened)\" is none of \(words.joined(separator: ", ")).")
      }
      return choice
    }
  }
}

extension Parameter<String?> {
  /// Somebody by name, as in `@bob`, or nil where the next word has no `@`.
  public static func mention(_ usage: String) -> Parameter {
    Parameter("[@\(usage)]") { (arguments) throws(CommandRefusal) in
      var following = arguments
      guard let word = following.nextWord(), word.hasPrefix("@") else { return nil }
      guard (2...33).contains(word.unicodeScalars.count) else {
        throw CommandRefusal("\(usage) is a name, as in @bob.")
      }
      arguments = following
      return String(word.dropFirst())
    }
  }
}

extension Parameter<Int> {
  /// A whole number within bounds.
  public static func integer(_ usage: String, in range: ClosedRange<Int>) -> Parameter {
    Parameter(usage, .integer) { (arguments) throws(CommandRefusal) in
      let word = try arguments.word(for: usage)
      guard let number = Int(word), range.contains(number) else {
        throw CommandRefusal(
          "\(usage) is a whole number from \(range.lowerBound) to \(range.upperBound), and not \"\(word.shortened)\"."
        )
      }
      return number
    }
  }
}

extension Parameter<Duration> {
  /// A time such as `90s`, `10m`, `2h` or `1d`, of at least a second.
  public static func duration(_ usage: String, upTo longest: Duration = .days(365)) -> Parameter {
    Parameter(usage, .duration) { (arguments) throws(CommandRefusal) in
      let word = try arguments.word(for: usage)
      guard let duration = Duration(units: word), duration >= .seconds(1) else {
        throw CommandRefusal("\(usage) is a time such as 90s, 10m, 2h or 1d, and not \"\(word.shortened)\".")
      }
      guard duration <= longest else { throw CommandRefusal("\(usage) is at most \(longest.units).") }
      return duration
    }
  }
}

extension Arguments {
  fileprivate mutating func word(for usage: String) throws(CommandRefusal) -> String {
    guard let word = nextWord() else { throw CommandRefusal("\(usage) is missing.") }
    return word
  }
}

extension String {
  /// What a user typed, cut to a length that can be repeated in an answer.
  var shortened: String { String(unicodeScalars.prefix(32)) }
}
