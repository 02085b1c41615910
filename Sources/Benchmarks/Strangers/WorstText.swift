/// Texts that cost a program more than others of their length, as who wants to stop a server would send them.
enum WorstText: CaseIterable {
  /// Combining marks in the opposite of their canonical order, which have to be sorted before texts can be compared.
  case marks
  /// Marks that decompose into two.
  case doubleMarks
  /// One character of many joined ones.
  case family
  case flags
  case letters
  case capitals
  case words
  case spaces
  case digits
  case quotes
  case slashes
  case hangul

  /// As many as fit into a number of bytes of JSON.
  func text(bytes: Int) -> String {
    func repeated(_ part: String) -> String {
      String(repeating: part, count: max(1, bytes / part.utf8.count))
    }
    return switch self {
    case .marks:
      "a" + String(repeating: "\u{0301}", count: bytes / 4) + String(repeating: "\u{0323}", count: bytes / 4)
    case .doubleMarks: "a" + repeated("\u{0F73}")
    case .family: repeated("👩\u{200D}")
    case .flags: repeated("🇩🇪")
    case .letters: repeated("a")
    case .capitals: repeated("İ")
    case .words: repeated("a ")
    case .spaces: repeated(" ")
    case .digits: repeated("9")
    case .quotes: repeated("\\\"a")
    case .slashes: "/" + repeated("a")
    case .hangul: repeated("\u{1100}\u{1161}\u{11A8}")
    }
  }
}
