/// The first way in which an event is not what was expected.
package struct Mismatch: Hashable, Sendable {
  /// Where in the event, such as `messages[2].user`; `type` for the event's own type.
  package var path: String
  /// The matcher, as a scenario would have it, with the value where it is a name.
  package var expected: String
  /// The value that came, as a scenario would have it, or `absent`.
  package var actual: String
  /// What the author has to know besides the two values, such as that a name is not bound.
  package var note: String?
  /// The field of the scenario that did not match, or nil where no part of the line stands for it.
  package var span: SourceSpan?
  /// Whether it could not be found out if the value matches, so that nobody may take it for one that does not.
  package var isUndecided = false

  /// The mismatch in one line.
  package var description: String {
    let words = "\(path): expected \(expected), came \(actual)"
    return note.map { "\(words) (\($0))" } ?? words
  }
}
