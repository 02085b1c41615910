/// What users say of themselves: whether they are at hand, and a few words if they like.
package struct Status: Hashable, Sendable {
  package enum Word: String, CaseIterable, Hashable, Sendable {
    case online
    case away
  }

  package var word: Word
  /// Empty where they say nothing.
  package var text: String

  package init(_ word: Word = .online, text: String = "") { (self.word, self.text) = (word, text) }
}

extension Status: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, word == .away)
    writer.write(2, text)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let isAway: Bool = try reader.read(1)
    self.init(isAway ? .away : .online, text: try reader.read(2))
  }
}
