/// A line with its neighbours and a caret under the place that is meant.
package enum SourceExcerpt {
  /// How wide the text of a line may be before it is cut around the caret, in terminal columns.
  private static let maximumWidth = 110
  /// What is kept before the caret of a line that is cut, in scalars.
  private static let keptBefore = 30

  /// The excerpt as lines without their ends; empty where the file or the line is not known.
  ///
  /// - Parameter context: How many lines are shown before and after.
  package static func lines(_ span: SourceSpan, in sources: SourceSet, context: Int = 2) -> [String] {
    guard let source = sources[span.path], source.line(span.line) != nil else { return [] }
    let first = max(1, span.line - context)
    let last = min(source.lines.count, span.line + min(context, source.lines.count))
    let gutter = String(last).utf8.count
    let meant = source.shownRange(of: span)
    var result: [String] = []
    for number in first...last {
      guard let text = source.line(number) else { continue }
      let digits = String(number)
      let margin = String(repeating: " ", count: gutter - digits.utf8.count + 1) + digits + " | "
      let isMeant = number == span.line
      let shown = Shown(text, from: isMeant ? meant.lowerBound : 0, count: isMeant ? meant.count : 0)
      result.append((margin + shown.text).withoutSpacesAtEnd)
      if isMeant {
        let blank = String(repeating: " ", count: gutter + 1) + " | "
        result.append(
          blank + String(repeating: " ", count: shown.caretStart)
            + String(repeating: "^", count: shown.caretWidth))
      }
    }
    return result
  }

  /// A line as it can be printed, and where the caret goes.
  private struct Shown {
    var text = ""
    var caretStart = 0
    var caretWidth = 1

    init(_ line: String, from start: Int, count: Int) {
      let scalars = Array(line.unicodeScalars)
      let pieces = scalars.map(Shown.printed)
      let widths = pieces.map { DisplayWidth.of($0) }
      // A line that fits is shown whole; of one that does not, the part around the caret.
      let isCut = widths.reduce(0, +) > maximumWidth
      let firstShown = isCut ? max(0, min(start, scalars.count) - keptBefore) : 0
      var view = firstShown > 0 ? "…" : ""
      var width = view.count
      caretStart = width
      var caretEnd: Int?
      for index in firstShown..<scalars.count {
        if width + widths[index] > maximumWidth {
          view += "…"
          break
        }
        if index == start { caretStart = width }
        view += pieces[index]
        width += widths[index]
        if index >= start && index < start + count { caretEnd = width }
      }
      if start >= scalars.count { caretStart = width }
      text = view
      caretWidth = max(1, (caretEnd ?? caretStart) - caretStart)
    }

    /// A tab becomes one space, so that the caret stands right whatever the tab stops are.
    private static func printed(_ scalar: Unicode.Scalar) -> String {
      scalar == "\t" ? " " : WordRules.printable(CollectionOfOne(scalar))
    }
  }
}
