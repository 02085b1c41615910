/// What a relay that meddles passes on in the place of a text.
package struct RelayPassage: Hashable, Sendable {
  /// The texts that take its place, in order.
  package var texts: [[UInt8]]
  /// Whether the connection breaks after them.
  package var cuts: Bool

  package init(_ texts: [[UInt8]], cuts: Bool = false) {
    (self.texts, self.cuts) = (texts, cuts)
  }
}
