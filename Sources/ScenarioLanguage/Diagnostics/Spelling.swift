/// Finds the known word that an unknown one was probably meant to be.
package enum Spelling {
  /// The nearest candidate, or nil where none is near enough to be worth saying.
  ///
  /// Near means at most a third of the word's length in edits, and never fewer than one. Of two that are equally near the one that
  /// sorts first is taken, so the answer does not depend on the order of the candidates.
  package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    let written = Array(word.lowercased().unicodeScalars)
    guard !written.isEmpty, written.count <= ScenarioLimits.suggestionScalars else { return nil }
    var best: (distance: Int, candidate: String)?
    for candidate in candidates.sorted() {
      let known = Array(candidate.lowercased().unicodeScalars)
      guard known.count <= ScenarioLimits.suggestionScalars, candidate != word else { continue }
      let distance = distance(written, known)
      let allowed = max(1, max(written.count, known.count) / 3)
      if distance <= allowed, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.candidate
  }

  /// Damerau and Levenshtein's distance with adjacent transpositions (optimal string alignment).
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let isSame = left[row - 1] == right[column - 1]
        var cost = min(
          previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (isSame ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          cost = min(cost, beforePrevious[column - 2] + 1)
        }
        current.append(cost)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
