/// A text that no report may show.
package struct KnownSecret: Hashable, Sendable {
  /// What a report shows in its place.
  package enum Placeholder: Hashable, Sendable {
    /// What kind of secret it is, and a number: `‹password 1›`.
    case numbered(String)
    /// The variable that it is the value of: `‹API_KEY›`.
    case variable(String)
  }

  /// The secret itself.
  package let text: String
  /// What a report shows in its place.
  package let placeholder: Placeholder

  /// Makes a secret known.
  package init(_ text: String, _ placeholder: Placeholder) {
    self.text = text
    self.placeholder = placeholder
  }
}
