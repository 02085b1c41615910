/// One way in which an event is not what was expected.
package struct Mismatch: Hashable, Sendable {
  /// Where in the event, such as `messages[2].user`; `type` for the event's own type.
  package var path: String
  /// The matcher, as a scenario would have it, with the value where it is a name.
  package var expected: String
  /// The value that came, as a scenario would have it, or `absent`.
  package var actual: String
  /// What the author has to know besides the two values, such as that a name is not bound.
  package var note: String?
  /// How the two values differ, where both are texts.
  package var texts: TextDifference?
  /// The field of the scenario that did not match, or nil where no part of the line stands for it.
  package var span: SourceSpan?
  /// Whether it could not be found out if the value matches, so that nobody may take it for one that does not.
  package var isUndecided = false

  /// The mismatch in one line.
  package var description: String {
    let shown = texts?.parts ?? (expected: expected, actual: actual)
    let words = "\(path): expected \(shown.expected), came \(shown.actual)"
    let notes = [note, texts?.note].compactMap(\.self)
    return notes.isEmpty ? words : "\(words) (\(notes.joined(separator: "; ")))"
  }

  /// The same with other texts in the place of those that come of the values.
  ///
  /// - Parameter body: Gives what stands for a text.
  package func rewritten(_ body: (String) -> String) -> Mismatch {
    var mismatch = self
    mismatch.expected = body(expected)
    mismatch.actual = body(actual)
    mismatch.note = note.map(body)
    mismatch.texts = texts?.rewritten(body)
    return mismatch
  }
}
