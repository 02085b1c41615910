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
    /// What holds for several of its fields together.
    package var rules: [Rule] = []

    /// The field that tells the frame from all others.
    package var typeField: Field { Field("type", .word([type]), "Which frame it is.") }
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
    /// A text that only its owner may know.
    case secret
    /// A text out of a few words.
    case word([String])
    /// A time as RFC 3339 writes it, in UTC with milliseconds.
    case time
    /// An integer, no smaller and no larger than these.
    case integer(least: Int, most: Int = FrameCatalog.largestInteger)
    case truth
    /// `true`, in a field that is left out where it would be `false`.
    case flag
    /// With no fields, an object whose fields are none of the protocol.
    case object([Field])
    case list(of: Kind)

    /// The fields of the object, or of the objects in the list.
    package var fields: [Field] {
      switch self {
      case .object(let fields): fields
      case .list(let element): element.fields
      case .text, .secret, .word, .time, .integer, .truth, .flag: []
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

  /// What holds for several fields of a frame together, so that programs know what the sentences of `Need` tell people.
  package enum Rule: Hashable, Sendable {
    case atLeastOne(of: [String])
    case notBoth(String, String)
    /// All of them are there, or none.
    case together([String])
    /// A field that holds `true` is there only beside the other.
    case truth(String, needs: String)
    /// These fields are not there where another one holds this word.
    case without([String], where: String, is: String)
    /// A field is of this narrower kind where another one holds this word.
    case narrowed(String, to: Kind, where: String, is: String)
  }

  /// The largest integer of the protocol: what every JSON reader can hold exactly (RFC 7493, section 2.2).
  package static let largestInteger = 9_007_199_254_740_991

  /// The fields that every command may have beside its own.
  package static let commandFields = [
    Field("type", .word(CommandDefinition.all.map(\.name)), "Which command it is."),
    Field(
      "id", .text, .optional,
      "The reply repeats it in `re`; without an `id` a successful command may have no reply."),
  ]

  /// The fields that every event may have beside its own.
  package static let eventFields = [
    Field("type", .word(EventType.allCases.map(\.rawValue)), "Which event it is."),
    Field("re", .text, .conditional("In a reply to a command that had an `id`."), "The `id` of the command."),
  ]

  /// What the fields that hold secrets are called, in whichever frame.
  package static let secretNames: Set<String> = {
    func names(_ fields: [Field]) -> [String] {
      fields.flatMap { ($0.kind == .secret ? [$0.name] : []) + names($0.kind.fields) }
    }
    return Set(names((commands + events + operatorReplies).flatMap(\.fields)))
  }()

  /// All commands, in the order of `CommandDefinition.all`.
  package static let commands: [Frame] = CommandDefinition.all.map(\.frame)

  /// All events, in the order of `EventDefinition.all`.
  package static let events: [Frame] = EventDefinition.all.map(\.frame)

  /// What a server can do beyond what every server can, as `hello` tells it.
  static let capabilities = Profile.allCases.compactMap(\.capability)

  /// The subprotocol of RFC 6455 that this vocabulary is.
  package static let subprotocol = "verbatim.v1"
}

extension FrameCatalog.Field {
  /// A field that is always there.
  init(_ name: String, _ kind: FrameCatalog.Kind, _ meaning: String) {
    self.init(name, kind, .required, meaning)
  }
}
