/// The words of the system under test that a scenario may use.
package struct Vocabulary: Sendable {
  /// An event and the fields it may have.
  package struct Event: Sendable {
    /// Its `type`.
    package var name: String
    /// Its fields besides `type`.
    package var fields: [Field]

    /// Makes an event.
    package init(_ name: String, fields: [Field]) {
      self.name = name
      self.fields = fields
    }
  }

  /// A field of an event.
  package struct Field: Sendable {
    /// Its name.
    package var name: String
    /// All the words it can have, such as the codes of errors; nil where it can have anything.
    package var values: [String]?
    /// Which JSON it holds; nil where it can hold any.
    package var kind: FieldKind?

    /// Makes a field.
    package init(_ name: String, values: [String]? = nil, kind: FieldKind? = nil) {
      self.name = name
      self.values = values
      self.kind = kind
    }
  }

  /// The events that can come.
  package var events: [Event]
  /// The fields that every event may have.
  package var commonFields: [String]
  /// The clauses of the specification.
  package var clauses: [String]
  /// The bots that exist.
  package var bots: [String]
  /// The limits that can be set.
  package var limits: [String]

  /// Makes a vocabulary.
  package init(events: [Event], commonFields: [String], clauses: [String], bots: [String], limits: [String]) {
    self.events = events
    self.commonFields = commonFields
    self.clauses = clauses
    self.bots = bots
    self.limits = limits
  }
}
