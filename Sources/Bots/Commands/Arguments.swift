/// What follows the name of a command, word by word.
public struct Arguments: Sendable {
  private var rest: Substring

  init(_ text: Substring) { rest = text.drop(while: \.isWhitespace) }

  /// Whether nothing is left.
  public var isEmpty: Bool { rest.isEmpty }

  /// The next word, or nil where none is left.
  public mutating func nextWord() -> String? {
    guard !rest.isEmpty else { return nil }
    let word = rest.prefix { !$0.isWhitespace }
    rest = rest[word.endIndex...].drop(while: \.isWhitespace)
    return String(word)
  }

  /// All that is left, without the white space around it; nil where nothing is.
  public mutating func remainder() -> String? {
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    defer { rest = "" }
    return String(rest[...last])
  }
}
