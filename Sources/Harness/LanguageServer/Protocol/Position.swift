import ScenarioLanguage
import Wire

/// A place of the protocol: a line, counted from 0, and a place in it in the units that were agreed on.
struct Position: Hashable {
  let line: Int
  let character: Int

  var json: JSON {
    .members(["line": .integer(Int64(line)), "character": .integer(Int64(character))])
  }

  /// A part of a text from one position to another.
  static func range(from start: Position, to end: Position) -> JSON {
    .members(["start": start.json, "end": end.json])
  }
}

extension Position {
  /// Reads `{"line": 1, "character": 2}`.
  init?(_ json: JSON?) {
    guard let line = json?["line"]?.asInteger, let character = json?["character"]?.asInteger, line >= 0,
      character >= 0
    else { return nil }
    self.init(line: line, character: character)
  }
}

extension PositionEncoding {
  /// A part of a line, given in scalars from 0, as the protocol has it.
  ///
  /// - Parameter number: The line, counted from 1.
  func range(_ range: Range<Int>, inLine number: Int, _ text: String) -> JSON {
    Position.range(
      from: Position(line: number - 1, character: units(before: range.lowerBound, in: text)),
      to: Position(line: number - 1, character: units(before: range.upperBound, in: text)))
  }

  /// A part of a line of a scenario, as the protocol has it.
  func range(_ range: Range<Int>, of line: SyntaxLine) -> JSON {
    self.range(range, inLine: line.number, line.text)
  }

  /// The place of a diagnostic or a definition, as the protocol has it.
  func range(of span: SourceSpan, in sources: SourceSet) -> JSON {
    let start = span.column - 1
    return range(start..<(start + span.length), inLine: span.line, sources[span.path]?.line(span.line) ?? "")
  }
}
