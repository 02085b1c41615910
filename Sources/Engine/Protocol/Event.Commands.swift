extension Event {
  /// The commands that bots have in a room, in the order in which the bots came.
  package struct CommandList: Hashable, Sendable {
    package var room: String
    package var commands: [ListedCommand]

    /// The same with the bots under other names.
    func naming(_ name: (String) -> String) -> Self {
      var named = self
      for index in named.commands.indices { named.commands[index].bot = name(named.commands[index].bot) }
      return named
    }

    /// About how many bytes of JSON it is.
    var approximateBytes: Int {
      commands.reduce(128) { bytes, listed in
        bytes + 96 + listed.bot.utf8.count + listed.command.textBytes + listed.command.options.count * 64
      }
    }
  }

  /// A command in such a list.
  package struct ListedCommand: Hashable, Sendable {
    package var command: RoomCommand
    /// The bot that has registered it.
    package var bot: String
    /// Whether the bot is not in the room now, so that nobody can give the command.
    package var isAbsent: Bool

    package init(_ command: RoomCommand, bot: String, isAbsent: Bool) {
      self.command = command
      self.bot = bot
      self.isAbsent = isAbsent
    }
  }

  /// A command that was given to a bot.
  package struct GivenCommand: Hashable, Sendable {
    package var room: String
    /// Who gave it; nil for a guest.
    package var user: String?
    package var command: String
    package var options: [GivenOption]
    /// Its place among the commands that the bot was given in the room, from 1.
    package var number: UInt64

    /// The same without the name of a user, and without what they said.
    func erasing(_ old: String, to new: String) -> Self {
      var erased = self
      if user == old { (erased.user, erased.options) = (new, []) }
      for index in erased.options.indices {
        guard case .text(let text) = erased.options[index].value, text.utf8.elementsEqual(old.utf8) else {
          continue
        }
        erased.options[index].value = .text(new)
      }
      return erased
    }
  }
}

// MARK: - Encoding

extension Event.CommandList: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, room)
    writer.write(2, all: commands)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(room: try reader.read(1), commands: try reader.list(2))
  }
}

extension Event.ListedCommand: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, command)
    writer.write(2, bot)
    writer.write(3, isAbsent)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(try reader.read(1), bot: try reader.read(2), isAbsent: try reader.read(3))
  }
}

extension Event.GivenCommand: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, room)
    writer.write(2, user)
    writer.write(3, command)
    writer.write(4, all: options)
    writer.write(5, number)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      room: try reader.read(1), user: try reader.optional(2), command: try reader.read(3),
      options: try reader.list(4), number: try reader.read(5))
  }
}

extension GivenOption: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, name)
    writer.write(2, value)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(try reader.read(1), try reader.read(2))
  }
}

extension OptionValue: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .text(let text):
      writer.choose(1)
      writer.write(1, text)
    case .integer(let integer):
      writer.choose(2)
      writer.write(1, integer)
    case .number(let number):
      writer.choose(3)
      writer.write(1, number)
    case .flag(let truth):
      writer.choose(4)
      writer.write(1, truth)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .text(try reader.read(1))
    case 2: self = .integer(try reader.read(1))
    case 3: self = .number(try reader.read(1))
    case 4: self = .flag(try reader.read(1))
    default: throw reader.error("No value of an option has this number.")
    }
  }
}

extension Event.HelpLine: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, usage)
    writer.write(2, about)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(usage: try reader.read(1), about: try reader.read(2))
  }
}

extension Event.UserInfo: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, user)
    writer.write(2, bot)
    writer.write(3, online)
    writer.write(4, status)
    writer.write(5, lastSeen)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      user: try reader.read(1), bot: try reader.read(2), online: try reader.read(3),
      status: try reader.read(4), lastSeen: try reader.optional(5))
  }
}
