/// What follows the name of a command, word by word.
public struct Arguments: Sendable {
  private var rest: Substring
  /// The values that the server has read already, where it has; each counts as a word, whatever is in it.
  private var values: ArraySlice<String>?

  init(_ text: Substring) { rest = text.drop(while: \.isWhitespace) }

  init(values: [String]) {
    rest = ""
    self.values = values[...]
  }

  /// Whether nothing is left.
  public var isEmpty: Bool { values?.isEmpty ?? rest.isEmpty }

  /// The next word, or nil where none is left.
  public mutating func nextWord() -> String? {
    if values != nil { return values?.popFirst() }
    guard !rest.isEmpty else { return nil }
    let word = rest.prefix { !$0.isWhitespace }
    rest = rest[word.endIndex...].drop(while: \.isWhitespace)
    return String(word)
  }

  /// All that is left, without the white space around it; nil where nothing is.
  public mutating func remainder() -> String? {
    if let values {
      defer { self.values = [] }
      return values.isEmpty ? nil : values.joined(separator: " ")
    }
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    defer { rest = "" }
    return String(rest[...last])
  }
}
