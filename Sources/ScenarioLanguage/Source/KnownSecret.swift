/// A text that no report may show.
package struct KnownSecret: Hashable, Sendable {
  /// What a report shows in its place.
  package enum Mark: Hashable, Sendable {
    /// What kind of secret it is, and a number: `‹password 1›`.
    case numbered(String)
    /// The variable that it is the value of: `‹API_KEY›`.
    case variable(String)
  }

  /// The secret itself.
  package let text: String
  /// What a report shows in its place.
  package let mark: Mark

  /// Makes a secret known.
  package init(_ text: String, _ mark: Mark) {
    self.text = text
    self.mark = mark
  }
}
