extension LoopSyntax {
  /// The word that a line begins with, where it is that of a loop.
  static func keyword(at start: LineScanner) -> String? {
    var scanner = start
    let word = scanner.text(scanner.takeWhile { !WordRules.isSpace($0) })
    return ["repeat", "for", "foreach"].contains(word) ? word : nil
  }

  /// The words that the loop begins with.
  var keyword: String {
    switch rounds {
    case .count: "repeat"
    case .each: "for each"
    }
  }
}
