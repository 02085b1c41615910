package import Wire

/// Two texts that differ, and the place from which on they do.
///
/// A long text is shown around that place only. Characters that cannot be told apart on a screen are shown by their code points.
package struct TextDifference: Hashable, Sendable {
  /// From how many characters on a text is shown around the place only.
  private static let shownWhole = 100
  /// How many characters are shown on each side of the place.
  private static let shownAround = 30
  /// How many code points of one character are shown.
  private static let codePointsShown = 8

  private var expected: String
  private var actual: String
  /// Whether others stand for parts of the texts, which have characters of their own.
  private var isRewritten = false

  /// The difference of two strings, or nil where one of the values is none.
  package init?(expected: JSON?, actual: JSON?) {
    guard case .string(let expected) = expected, case .string(let actual) = actual else { return nil }
    (self.expected, self.actual) = (expected, actual)
  }

  /// The difference of what stands for the two texts.
  func rewritten(_ body: (String) -> String) -> TextDifference {
    var difference = self
    (difference.expected, difference.actual) = (body(expected), body(actual))
    difference.isRewritten =
      isRewritten || !difference.expected.isExactly(expected) || !difference.actual.isExactly(actual)
    return difference
  }

  /// The parts of both texts around the place, or nil where both are short enough to be shown whole.
  var parts: (expected: String, actual: String)? {
    guard max(expected.count, actual.count) > Self.shownWhole else { return nil }
    return (part(of: expected), part(of: actual))
  }

  /// Where the texts begin to differ, where that is not seen at once.
  var note: String? {
    let (one, other) = (character(of: expected), character(of: actual))
    // The sign with which a placeholder begins is in neither text.
    let isPlaceholder = isRewritten && [one, other].contains("‹")
    if !isPlaceholder && [one, other].contains(where: { $0?.isPlain == false }) {
      return "character \(place + 1): expected \(Self.codePoints(one)), came \(Self.codePoints(other))"
    }
    return parts == nil ? nil : "they differ from character \(place + 1) on"
  }

  /// How many characters at the beginning are the same.
  private var place: Int { zip(expected, actual).prefix { $0.isExactly($1) }.count }

  private func character(of text: String) -> Character? { text.dropFirst(place).first }

  private func part(of text: String) -> String {
    let start = max(0, place - Self.shownAround)
    let rest = text.dropFirst(start)
    let part = rest.prefix(place - start + Self.shownAround)
    return (start > 0 ? "…" : "") + ScenarioText.quoted(String(part)) + (part.count < rest.count ? "…" : "")
  }

  private static func codePoints(_ character: Character?) -> String {
    guard let scalars = character?.unicodeScalars else { return "the end" }
    let shown = scalars.prefix(codePointsShown).map { WordRules.codePoint(of: $0) }
    return shown.joined(separator: " ") + (scalars.count > shown.count ? " …" : "")
  }
}

extension Character {
  /// Whether it is printable ASCII, which looks like nothing else.
  fileprivate var isPlain: Bool {
    unicodeScalars.count == 1 && unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) }
  }

  /// Whether two characters have the same code points.
  fileprivate func isExactly(_ other: Character) -> Bool { utf8.elementsEqual(other.utf8) }
}
