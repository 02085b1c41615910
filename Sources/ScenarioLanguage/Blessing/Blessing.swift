package import Wire

/// Rewrites an expectation that failed so that it matches what came, and leaves alone what matches already.
///
/// The values of secret fields are never written: `*` stands for them.
package struct Blessing {
  private let scanner: LineScanner
  private var edits: [(range: Range<Int>, text: String)] = []
  private var bindings: [String: JSON]
  /// The cells that can be changed instead of the line, by the names of their columns.
  private let cells: [String: SourceSpan]
  private var cellEdits: [LineEdits.Edit] = []

  /// The changes that let the line expect what came: of the line, and of the cells of its case that do not match.
  ///
  /// Matchers that match, white space and the comment stay as they were written.
  ///
  /// - Parameters:
  ///   - line: The line as the tree has it.
  ///   - expectation: What the line was expanded to.
  ///   - actual: The event that came.
  ///   - bindings: What names stood for before the event.
  ///   - cells: Where the cells of the case are, by the names of their columns.
  /// - Returns: The changes, or nil where the line is no expectation that an event could satisfy.
  package static func edits(
    _ line: SyntaxLine, expectation: Expectation, actual: JSON, bindings: [String: JSON],
    cells: [String: SourceSpan]
  ) -> [LineEdits.Edit]? {
    guard case .expectation(let syntax) = line.kind, case .object(let members) = actual else { return nil }
    var blessing = Blessing(scanner: LineScanner(line.text), bindings: bindings, cells: cells)
    switch expectation.demand {
    case .never:
      return nil
    case .nothing:
      blessing.replace(syntax.typeRange, written(event: actual))
    case .next(let pattern), .soft(let pattern), .optional(let pattern), .skip(let pattern):
      guard pattern.fields.count == syntax.fields.count else { return nil }
      blessing.bless(syntax, pattern, members, actual)
    }
    let text = blessing.scanner.replacing(blessing.edits)
    var edits = blessing.cellEdits
    if edits.isEmpty || !text.isExactly(line.text) {
      edits.append(.replace(line: line.number, with: text))
    }
    return edits
  }

  /// A new line that expects an event, in the layout of a line next to it.
  package static func line(who: String, event: JSON, like neighbour: SyntaxLine?) -> String {
    let event = written(event: event)
    guard let neighbour, let names = neighbour.who else { return "\(who) < \(event)" }
    let scanner = LineScanner(neighbour.text)
    let indentation = scanner.text(0..<neighbour.content.lowerBound)
    let end = names.last?.range.upperBound ?? neighbour.content.lowerBound
    var column = end
    while column < scanner.scalars.count, WordRules.isSpace(scanner.scalars[column]) { column += 1 }
    let isList = names.count > 1
    let width = isList ? 0 : column - 1 - neighbour.content.lowerBound
    return "\(indentation)\(DisplayWidth.padded(who, to: width)) < \(event)"
  }

  private mutating func bless(
    _ syntax: ExpectationSyntax, _ pattern: Pattern, _ members: [JSON.Member], _ actual: JSON
  ) {
    if pattern.typeMismatch(actual) != nil {
      let name: String =
        switch actual["type"] {
        case .string(let text): ScenarioText.word(text, isEventType: true)
        case nil: "absent"
        case .some: "*"
        }
      replace(syntax.typeRange, name)
    }
    var end = syntax.typeRange.upperBound
    for (field, matcher) in zip(syntax.fields, pattern.fields.map(\.matcher)) {
      bless(field, matcher, actual[field.name], after: end)
      end = field.range.upperBound
    }
    guard pattern.isExact else { return }
    let surplus = members.filter { member in
      member.name != "type" && !syntax.fields.contains { $0.name == member.name }
    }
    for member in surplus {
      replace(end..<end, " " + ScenarioText.field(member.name, Matcher(blessing: member)))
    }
  }

  /// Replaces a field's value, or takes the field away with what is between it and the one before.
  private mutating func bless(_ field: FieldSyntax, _ matcher: Matcher, _ actual: JSON?, after end: Int) {
    guard let actual else {
      if !isMatch(matcher, nil) { replace(end..<field.range.upperBound, "") }
      return
    }
    bless(field, matcher, actual)
  }

  private mutating func bless(_ field: FieldSyntax, _ matcher: Matcher, _ actual: JSON) {
    let wanted = Matcher(blessing: JSON.Member(field.name, actual))
    // What is secret is not written into a cell either.
    guard field.operator == .matches, wanted != .anything else {
      if !isMatch(matcher, actual) {
        replace(field.nameRange.upperBound..<field.range.upperBound, "=" + ScenarioText.matcher(wanted))
      }
      return
    }
    bless(field.value, matcher, actual)
  }

  private mutating func bless(_ value: ValueSyntax, _ matcher: Matcher, _ actual: JSON) {
    if isMatch(matcher, actual) { return }
    if let cell = cell(of: value, for: actual) {
      let start = cell.column - 1
      cellEdits.append(
        .replacePart(
          line: cell.line, range: start..<(start + cell.length), with: Self.written(actual)))
      return
    }
    switch (value.kind, matcher, actual) {
    case (.list(let elements, _), .list(let matchers, let shape), .array(let values))
    where shape.givesEachItsPlace(among: values.count, matchers.count):
      for (element, (matcher, value)) in zip(elements, zip(matchers, values)) {
        bless(element, matcher, value)
      }
    case (.object(let fields), .object(let matchers), .object)
    where fields.allSatisfy({ actual[$0.name] != nil }) && fields.count == matchers.count:
      for (field, member) in zip(fields, matchers) {
        if let part = actual[field.name] { bless(field, member.matcher, part) }
      }
    case _:
      replace(value.range, Self.written(actual))
    }
  }

  private static func written(_ actual: JSON) -> String { ScenarioText.matcher(Matcher(blessing: actual)) }

  private static func written(event: JSON) -> String {
    ScenarioText.event(event) { ScenarioText.field($0.name, Matcher(blessing: $0)) }
  }

  /// The cell that the value stands for, where a cell can hold what came.
  private func cell(of value: ValueSyntax, for actual: JSON) -> SourceSpan? {
    switch value.matcher {
    case .bound(let name):
      return cells[name]
    case .text(let template):
      guard case .string = actual, template.segments.count == 1, let name = template.names.first else {
        return nil
      }
      return cells[name]
    case _:
      // Anything else is no cell alone.
      return nil
    }
  }

  private mutating func isMatch(_ matcher: Matcher, _ actual: JSON?) -> Bool {
    var attempt = bindings
    guard matcher.mismatch(actual, at: "", bindings: &attempt) == nil else { return false }
    bindings = attempt
    return true
  }

  private mutating func replace(_ range: Range<Int>, _ text: String) {
    edits.append((range, text))
  }
}

extension ListShape {
  /// Whether the elements of a matcher stand for the first ones of a list, so that each can be rewritten by itself.
  fileprivate func givesEachItsPlace(among values: Int, _ elements: Int) -> Bool {
    isOrdered && (gaps.isEmpty ? values == elements : gaps == [elements] && values >= elements)
  }
}

extension Matcher {
  /// What an expectation says of a value that came: the value, but anything in the place of what is secret in it.
  fileprivate init(blessing actual: JSON) {
    self.init(actual) { Matcher(blessing: $0) }
  }

  /// The same for a field of an event or an object.
  fileprivate init(blessing member: JSON.Member) {
    let isSecret = FrameCatalog.secretNames.contains(member.name)
    self = isSecret ? .anything : Matcher(blessing: member.value)
  }
}
