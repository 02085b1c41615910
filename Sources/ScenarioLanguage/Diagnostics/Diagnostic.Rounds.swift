extension TrailEntry {
  /// Whether the line is in a loop where it was written.
  package var isRound: Bool {
    if case .round = self { true } else { false }
  }
}

extension [Diagnostic] {
  /// The diagnostics without those that say of a further round of a loop what another says of an earlier one.
  var withoutFurtherRounds: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return filter { diagnostic in
      var inAnyRound = diagnostic
      inAnyRound.trail.removeAll(where: \.isRound)
      return seen.insert(inAnyRound).inserted
    }
  }
}
