/// Finds the known word that a misspelt one most likely was.
package enum Suggestion {
  /// The longest word that is looked at, in Unicode scalars, so that the work is bounded.
  private static let scalars = 64

  /// The nearest candidate, or nil where none is near enough to be worth saying.
  ///
  /// Near enough is one slip in every three scalars of the longer word, and at least one; upper and lower case are alike. Of
  /// several that are equally near the one that sorts first is taken, so that their order does not matter.
  package static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(String(word.unicodeScalars.prefix(scalars + 1)).lowercased().unicodeScalars)
    guard !typed.isEmpty, typed.count <= scalars else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates.sorted() where candidate != word {
      let known = Array(candidate.lowercased().unicodeScalars.prefix(scalars + 1))
      guard known.count <= scalars else { continue }
      let distance = distance(typed, known)
      guard distance <= max(1, max(typed.count, known.count) / 3), distance < known.count else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// How many insertions, deletions, replacements and swaps of neighbours lead from one word to the other.
  ///
  /// Source: F. J. Damerau, "A technique for computer detection and correction of spelling errors" (1964), in the variant
  /// that edits no part twice (optimal string alignment).
  static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (row, scalar) in one.enumerated() {
      var current = [row + 1]
      for (column, candidate) in other.enumerated() {
        var cost = min(
          last[column + 1] + 1, current[column] + 1, last[column] + (scalar == candidate ? 0 : 1))
        if row > 0, column > 0, scalar == other[column - 1], one[row - 1] == candidate {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[other.count]
  }
}
