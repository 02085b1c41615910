/// The registry of all frames and their fields. Schemas, documents, suggestions and the scenario linter are made from it.
package enum FrameCatalog {
  /// One type of frame.
  package struct Frame: Hashable, Sendable {
    /// The frame's `type`.
    package let type: String
    /// What it says, in one sentence.
    package let meaning: String
    /// The fields of its own, in their order on the wire; `type`, `id` and `re` are common to all.
    package let fields: [Field]
  }

  /// One field of a frame, or of an object inside it.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let kind: Kind
    package let need: Need
    /// What it says, in one sentence.
    package let meaning: String

    init(_ name: String, _ kind: Kind, _ need: Need = .required, _ meaning: String) {
      self.name = name
      self.kind = kind
      self.need = need
      self.meaning = meaning
    }
  }

  /// Which JSON a field holds.
  package indirect enum Kind: Hashable, Sendable {
    case text
    /// A text out of a few words.
    case word([String])
    /// A time as RFC 3339 writes it, in UTC with milliseconds.
    case time
    /// An integer, no smaller than this and no larger than 2⁵³ − 1 (RFC 7493, section 2.2).
    case integer(least: Int)
    case truth
    case object([Field])
    case list(of: Kind)

    /// The fields of the object, or of the objects in the list.
    package var fields: [Field] {
      switch self {
      case .object(let fields): fields
      case .list(let element): element.fields
      case .text, .word, .time, .integer, .truth: []
      }
    }
  }

  /// Whether a field must be there.
  package enum Need: Hashable, Sendable {
    case required
    case optional
    /// It is there in some cases only; the sentence says in which.
    case conditional(String)
  }

  /// The largest integer of the protocol: what every JSON reader can hold exactly (RFC 7493, section 2.2).
  package static let largestInteger: Int64 = 9_007_199_254_740_991

  /// The fields that every command may have beside its own.
  package static let commandFields = [
    Field("type", .word(CommandType.allCases.map(\.rawValue)), "Which command it is."),
    Field(
      "id", .text, .optional,
      "What the reply is to name in `re`; without it nothing tells that a command only worked."),
  ]

  /// The fields that every event may have beside its own.
  package static let eventFields = [
    Field("type", .word(EventType.allCases.map(\.rawValue)), "Which event it is."),
    Field("re", .text, .conditional("In a reply to a command that had an `id`."), "The `id` of the command."),
  ]

  /// All commands, in the order of `CommandType`.
  package static let commands: [Frame] = CommandType.allCases.map { command($0) }

  /// All events, in the order of `EventType`.
  package static let events: [Frame] = EventType.allCases.map { event($0) }
}

extension FrameCatalog.Field {
  /// A field that is always there.
  init(_ name: String, _ kind: FrameCatalog.Kind, _ meaning: String) {
    self.init(name, kind, .required, meaning)
  }
}
