/// Writes a scenario file in the one canonical layout.
///
/// What the file means does not change: texts that are sent stay byte for byte, and so do values and comments.
package struct ScenarioFormatter {
  let tree: SyntaxTree
  private var output: [Line] = []

  /// A line of the result, as far as the lines after it have to know it.
  private struct Line {
    enum Kind {
      case blank
      case comment
      case opening
      case other
    }
    var text: String
    var kind: Kind
  }

  /// The canonical text of a file, or the errors that keep it from being read.
  package static func format(_ file: SourceFile) -> Result<String, FormatFailure> {
    let (tree, diagnostics) = ScenarioParser.parse(file)
    guard diagnostics.isEmpty else { return .failure(FormatFailure(diagnostics: diagnostics)) }
    var formatter = ScenarioFormatter(tree: tree)
    return .success(formatter.run())
  }

  private mutating func run() -> String {
    let lastOfHeader = tree.lines.lastIndex { line in
      switch line.kind {
      case .header, .caseRow: true
      case .blank, .comment, .section, .send, .expectation, .block, .loop, .macro, .end, .advance, .until,
        .fault, .include, .call, .invalid:
        false
      }
    }
    let headerEnd = lastOfHeader.map { $0 + 1 } ?? 0
    let header = HeaderFormatter.lines(tree.lines[..<headerEnd])
    output = header.map { Line(text: $0, kind: .other) }
    if !header.isEmpty { output.append(Line(text: "", kind: .blank)) }
    body(Array(tree.lines[headerEnd...]))
    while let last = output.last, last.kind == .blank { output.removeLast() }
    return output.map { $0.text + "\n" }.joined()
  }

  private mutating func body(_ lines: [SyntaxLine]) {
    let widths = AlignedRuns.widths(lines)
    var depth = 0
    for (line, width) in zip(lines, widths) {
      let text = LineFormatter(line: line, width: width).text()
      let kind: Line.Kind
      switch line.kind {
      case .blank:
        if let last = output.last, last.kind != .blank { output.append(Line(text: "", kind: .blank)) }
        continue
      case .section:
        separateSection()
        kind = .other
      case .end:
        depth = max(0, depth - 1)
        kind = .other
      case .comment: kind = .comment
      case .block, .loop, .macro: kind = .opening
      case .header, .caseRow, .send, .expectation, .advance, .until, .fault, .include, .call, .invalid:
        kind = .other
      }
      output.append(Line(text: String(repeating: "  ", count: depth) + text, kind: kind))
      if kind == .opening { depth += 1 }
    }
  }

  /// Puts a blank line before a section, and before the comments that stand directly above it.
  private mutating func separateSection() {
    var index = output.endIndex
    while index > 0, output[index - 1].kind == .comment { index -= 1 }
    guard index > 0 else { return }
    switch output[index - 1].kind {
    case .blank, .opening: break
    case .comment, .other: output.insert(Line(text: "", kind: .blank), at: index)
    }
  }
}

/// The errors of a file that cannot be formatted.
package struct FormatFailure: Error, Hashable, Sendable {
  /// What is wrong with the file.
  package let diagnostics: [Diagnostic]
}
