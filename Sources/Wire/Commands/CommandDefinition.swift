package import Engine

/// One command of the protocol: all that the wire knows of it, said once.
///
/// Reading and writing frames, schemas, the documents, suggestions, the linter and the profiles of the conformance suite are made from
/// these. What the engine does with a command is the engine's; who may do it, and what it uses up, are in `Permission`.
///
/// A class, so that nothing is copied where one is found for a frame.
package final class CommandDefinition: Sendable {
  /// Its name, fields and rules, as the documents have them.
  package let frame: FrameCatalog.Frame
  /// Without which profile a server need not know it.
  package let profile: Profile
  /// The events that answer it where it worked; where it did not, `error` does.
  package let replies: [EventType]
  let reading: Reading
  /// The fields that ask for a command, without secrets; nil where this is another command.
  let write: @Sendable (Command) -> [JSON.Member]?

  enum Reading: Sendable {
    case plain(@Sendable (CommandReading) throws(Refusal) -> Command)
    /// Passwords and the like in it go to a keeper.
    case withSecrets(@Sendable (CommandReading, inout any SecretKeeper) throws(Refusal) -> Command)
  }

  init(
    _ name: String, _ meaning: String, _ profile: Profile, replies: [EventType] = [.ok],
    _ fields: [FrameCatalog.Field] = [], rules: [FrameCatalog.Rule] = [], read reading: Reading,
    write: @escaping @Sendable (Command) -> [JSON.Member]?
  ) {
    frame = FrameCatalog.Frame(type: name, meaning: meaning, fields: fields, rules: rules)
    self.profile = profile
    self.replies = replies
    self.reading = reading
    self.write = write
  }

  /// Its `type` on the wire.
  package var name: String { frame.type }

  /// All commands, in the order of the documents.
  package static let all =
    accounts + rooms + reactions + moderation + timers + sessions + conversations + typing + botCommands
    + status + blocking

  /// The command of this name on the wire, or nil where there is none.
  ///
  /// A text that is longer than any of them is not looked at: its hash would take time in the square of its combining marks.
  package static func named(_ name: String) -> CommandDefinition? {
    name.utf8.count <= longestName ? byName[name] : nil
  }

  private static let longestName = all.map(\.name.utf8.count).max() ?? 0
  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

extension Command {
  /// The frame that asks for this command, as a client would have written it, without secrets.
  ///
  /// Passwords, tokens and the names of sessions are not in a command, so that the frame of a log-in cannot be sent.
  package func frame(id: String?) -> JSON {
    for definition in CommandDefinition.all {
      guard let members = definition.write(self) else { continue }
      return .object([.text("type", definition.name)] + .optional("id", id) + members)
    }
    preconditionFailure("no definition writes \(self)")
  }
}

// MARK: - Fields that several commands have

extension FrameCatalog.Field {
  static let key = Self(
    "key", .text, .optional, "The same key again stores nothing new and gives the first reply.")
  static let replyTo = Self(
    "reply_to", .integer(least: 1), .optional,
    "The seq of the message of the same conversation that it answers.")
  static let data = Self(
    "data", .object([]), .optional,
    "Data for programs, which the server does not read; at most `limits.data_bytes`.")
  static let timer = Self("timer", .text, "The timer's name, which is the session's own.")
  static let cursor = Self("cursor", .text, .optional, "The `cursor` of the last page.")
  static let reason = Self(
    "reason", .text, .optional, "Why, for people; at most `limits.reason_characters`.")

  static func user(_ meaning: String) -> Self { Self("user", .text, meaning) }
  static func room(_ meaning: String) -> Self { Self("room", .text, meaning) }
  static func limit(_ meaning: String) -> Self { Self("limit", .integer(least: 1), .optional, meaning) }
}
