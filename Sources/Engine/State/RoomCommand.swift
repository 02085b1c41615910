/// A command that a bot registers in a room, where people give it as a line: `/name` and its options.
///
/// The server reads the options by their kinds and tells the bot their values, so that what does not fit never reaches the bot.
public struct RoomCommand: Hashable, Codable, Sendable {
  /// What follows the slash: 1 to 32 of `a` to `z`, `0` to `9`, `_` and `-`, a letter first.
  public var name: String
  /// What it does, in a sentence for people.
  public var about: String
  /// In the order in which they are typed.
  public var options: [Option]
  /// Who may give it.
  public var who: Audience

  private enum CodingKeys: String, CodingKey {
    case name, about, options, who
  }

  /// A command.
  public init(_ name: String, _ about: String, _ options: [Option] = [], who: Audience = .users) {
    self.name = name
    self.about = about
    self.options = options
    self.who = who
  }

  /// Who may give a command.
  public enum Audience: String, CaseIterable, Hashable, Codable, Sendable {
    /// Whoever is in the room, guests too.
    case everyone
    /// Whoever is logged in.
    case users
    /// The room's owner and its moderators.
    case moderators
    /// The room's owner.
    case owner
  }

  /// How an option is read.
  public enum Kind: String, CaseIterable, Hashable, Codable, Sendable {
    /// One word, or several in quotation marks.
    case word
    /// As the last option all that is left of the line, or else a word.
    case text
    /// A whole number.
    case integer
    /// A number with or without a fraction.
    case number
    /// A time such as `90s`, `10m` or `1h30m`; its value is in milliseconds.
    case duration
    /// `yes` or `no`, `on` or `off`, `true` or `false`.
    case flag
    /// A user's name, with or without `@`; its value is the name as the account has it.
    case user
    /// One of a few words, in any case.
    case choice
  }

  /// One of the things that follow the name of a command.
  public struct Option: Hashable, Codable, Sendable {
    /// The name, of the same characters as a command's.
    public var name: String
    /// How it is read.
    public var kind: Kind
    /// What it is, in a sentence for people; it may be empty.
    public var about: String
    /// Whether it may be left out, which all that follow it then may too.
    public var isOptional: Bool
    /// What can be chosen, for a choice only.
    public var choices: [String]

    private enum CodingKeys: String, CodingKey {
      case name, kind, about, choices
      case isOptional = "optional"
    }

    /// An option.
    public init(
      _ name: String, _ kind: Kind, about: String = "", isOptional: Bool = false, choices: [String] = []
    ) {
      self.name = name
      self.kind = kind
      self.about = about
      self.isOptional = isOptional
      self.choices = choices
    }
  }
}

extension RoomCommand {
  /// How the line is written, as in `/remind WHEN TEXT`.
  package var usage: String {
    let words = options.map { option in
      let word =
        option.kind == .choice ? option.choices.joined(separator: "|") : option.name.uppercased()
      return option.isOptional ? "[\(word)]" : word
    }
    return (["/" + name] + words).joined(separator: " ")
  }

  /// How many bytes of text it has.
  package var textBytes: Int {
    options.reduce(name.utf8.count + about.utf8.count) { bytes, option in
      option.choices.reduce(bytes + option.name.utf8.count + option.about.utf8.count) { $0 + $1.utf8.count }
    }
  }

  /// The most options of a command, and the most choices of an option.
  package static let (mostOptions, mostChoices) = (10, 25)
}

// In JSON what has its default may be left out, as in frames.
extension RoomCommand {
  /// Reads a command, in which `options` and `who` may be missing.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try fields.decode(String.self, forKey: .name), try fields.decode(String.self, forKey: .about),
      try fields.decodeIfPresent([Option].self, forKey: .options) ?? [],
      who: try fields.decodeIfPresent(Audience.self, forKey: .who) ?? .users)
  }
}

extension RoomCommand.Option {
  /// Reads an option, in which `about`, `optional` and `choices` may be missing.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try fields.decode(String.self, forKey: .name), try fields.decode(RoomCommand.Kind.self, forKey: .kind),
      about: try fields.decodeIfPresent(String.self, forKey: .about) ?? "",
      isOptional: try fields.decodeIfPresent(Bool.self, forKey: .isOptional) ?? false,
      choices: try fields.decodeIfPresent([String].self, forKey: .choices) ?? [])
  }
}

/// The commands that a bot has in a room.
struct RegisteredCommands: Hashable, Sendable {
  let bot: UserID
  var commands: [RoomCommand]
  /// How many of them were given to the bot.
  var given: UInt64 = 0
}

// MARK: - Encoding

extension RoomCommand.Kind: CanonicalCase {
  var canonicalNumber: UInt64 {
    switch self {
    case .word: 1
    case .text: 2
    case .integer: 3
    case .number: 4
    case .duration: 5
    case .flag: 6
    case .user: 7
    case .choice: 8
    }
  }
}

extension RoomCommand.Audience: CanonicalCase {
  var canonicalNumber: UInt64 {
    switch self {
    case .everyone: 1
    case .users: 2
    case .moderators: 3
    case .owner: 4
    }
  }
}

extension RoomCommand.Option: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, name)
    writer.write(2, kind)
    writer.write(3, about)
    writer.write(4, isOptional)
    writer.write(5, all: choices)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let (name, kind): (String, RoomCommand.Kind) = (try reader.read(1), try reader.read(2))
    self.init(
      name, kind, about: try reader.read(3), isOptional: try reader.read(4), choices: try reader.list(5))
  }
}

extension RoomCommand: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, name)
    writer.write(2, about)
    writer.write(3, all: options)
    writer.write(4, who)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      try reader.read(1), try reader.read(2), try reader.list(3), who: try reader.read(4))
  }
}

extension RegisteredCommands: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, bot)
    writer.write(2, all: commands)
    writer.write(3, given)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(bot: try reader.read(1), commands: try reader.list(2), given: try reader.read(3))
  }
}
