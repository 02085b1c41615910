/// A place in a file that a diagnostic can point at: a part of one line.
package struct SourceSpan: Hashable, Sendable {
  /// The path of the file, as `SourceFile` has it.
  package var path: String
  /// The line, counted from 1.
  package var line: Int
  /// The first column, counted in Unicode scalars from 1.
  package var column: Int
  /// How many Unicode scalars belong to it; at least 1, so that there is something to underline.
  package var length: Int

  /// Makes a span, of the beginning of the file where nothing else is said; a length below 1 becomes 1.
  package init(path: String, line: Int = 1, column: Int = 1, length: Int = 1) {
    self.path = path
    self.line = line
    self.column = column
    self.length = max(1, length)
  }

  /// Makes a span from offsets into the line's Unicode scalars, counted from 0.
  init(path: String, line: Int, range: Range<Int>) {
    self.init(path: path, line: line, column: range.lowerBound + 1, length: range.count)
  }

  /// `file:line:column`, as editors and terminals recognise it.
  package var description: String { "\(path):\(line):\(column)" }
}
