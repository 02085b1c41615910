/// Finds the lines whose operators stand below each other.
enum AlignedRuns {
  /// For each line how wide its names are written, in terminal columns; 0 for lines without names.
  ///
  /// A run is broken by any line that neither sends nor expects. Lists of names are longer than most and do not widen it.
  static func widths(_ lines: [SyntaxLine]) -> [Int] {
    var widths = Array(repeating: 0, count: lines.count)
    var start = 0
    while start < lines.count {
      var end = start
      var width = 0
      while end < lines.count, let who = lines[end].who {
        if who.count == 1 { width = max(width, DisplayWidth.of(who.written)) }
        end += 1
      }
      for index in start..<end { widths[index] = width }
      start = max(end, start + 1)
    }
    return widths
  }
}

extension SyntaxLine {
  /// The names that send or receive in the line, or nil where it does neither.
  var who: [NameSyntax]? {
    switch kind {
    case .send(let who, _): who
    case .expectation(let expectation): expectation.who
    case .blank, .comment, .header, .caseRow, .section, .block, .loop, .macro, .end, .advance, .until, .fault,
      .include, .call, .invalid:
      nil
    }
  }
}

extension [NameSyntax] {
  /// The names as the canonical layout has them.
  var written: String {
    map { $0.isParameter ? "$\($0.text)" : $0.text }.joined(separator: ", ")
  }
}
