/// `key: value` as it stands in a line.
package struct HeaderSyntax: Sendable {
  /// Which header it is.
  package var key: HeaderKey
  /// Where the key stands, as offsets into the line's Unicode scalars.
  package var keyRange: Range<Int>
  /// What it says.
  package var value: HeaderValue
}

/// The keys of the header; their order here is the one that the formatter writes.
package enum HeaderKey: String, CaseIterable, Hashable, Sendable {
  /// What the scenario shows, in a sentence.
  case title
  /// The clauses of a specification that it covers.
  case covers
  /// Words to select it by.
  case tags
  /// The sessions that log in.
  case users
  /// The sessions that connect and do not log in.
  case guests
  /// The bots that take part, and their rooms.
  case bots
  /// The event types that may come without being expected.
  case ignore
  /// The limits that the server starts with.
  case limits
  /// The names that stand for what each run gives.
  case variables
  /// When virtual time begins.
  case start
  /// What the scenario cannot do without, such as the simulator.
  case needs
  /// How sessions connect.
  case connect
  /// What of it is known to fail, and why.
  case xfail
  /// Why it is not run.
  case skip
  /// The rules of lint that are switched off.
  case lintOff = "lint-off"
  /// The table whose rows are run one by one, or the file that has it.
  case cases
}

/// What a header line says.
package enum HeaderValue: Sendable {
  /// Free text, or one word.
  case text(String, Range<Int>)
  /// Words with their places.
  case words([NameSyntax])
  /// Bots with their rooms.
  case bots([BotSyntax])
  /// Limits with their values.
  case limits([LimitSyntax])
  /// Ways to connect, with their rooms and who uses them.
  case connect([ConnectSyntax])
  /// Variables with their defaults.
  case variables([VariableSyntax])
  /// Why the scenario is known to fail, and what of it does.
  case knownFailure(KnownFailureSyntax)
  /// An instant in milliseconds since 1970, and where it stands.
  case instant(Int64, Range<Int>)
  /// The path of a file with the rows, and where it stands with its quotes.
  case file(String, Range<Int>)
  /// Nothing: the rows follow.
  case table
}

/// One entry of `bots:`.
package struct BotSyntax: Sendable {
  /// What the bot is called.
  package var name: NameSyntax
  /// Whether the name of a bot with a command was written, and does not follow from the command.
  package var isNamed = false
  /// The command that starts the bot, where it is a program of its own.
  package var command: String?
  /// The command as it was written, quotes and all.
  package var writtenCommand: String?
  /// The room that the entry itself names.
  package var room: String?
  /// The room as it was written, quotes and all.
  package var writtenRoom: String?
}

/// One entry of `limits:`.
package struct LimitSyntax: Sendable {
  /// The limit.
  package var name: NameSyntax
  /// What it is set to, in the limit's own unit.
  package var value: Int64
}

/// One entry of `variables:`.
package struct VariableSyntax: Sendable {
  /// The variable.
  package var name: NameSyntax
  /// What it stands for where a run gives nothing.
  package var value: ValueSyntax?
  /// The value as it was written, quotes and all.
  package var writtenValue: String?
}

/// One entry of `connect:`.
package struct ConnectSyntax: Sendable {
  /// What is spoken.
  package var kind: NameSyntax
  /// The room that the connection is for.
  package var room: String?
  /// The room as it was written, quotes and all.
  package var writtenRoom: String?
  /// The sessions that connect like this; empty where it is all that no other entry names.
  package var sessions: [NameSyntax]
}
