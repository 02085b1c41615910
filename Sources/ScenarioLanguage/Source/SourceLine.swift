/// A whole line of a file.
package struct SourceLine: Hashable, Sendable {
  /// The path of the file, as `SourceFile` has it.
  package var path: String
  /// Counted from 1.
  package var number: Int
}

extension SourceSpan {
  /// The line that it is a part of.
  package var sourceLine: SourceLine { SourceLine(path: path, number: line) }
}

extension Origin {
  /// The lines that lead to it: its own, and those of the calls and includes on the way.
  package var lines: [SourceLine] { [span.sourceLine] + trail.map(\.site.sourceLine) }
}
