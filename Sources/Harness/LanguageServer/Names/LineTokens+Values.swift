import ScenarioLanguage
import Wire

extension LineTokens {
  /// A field with its operator and its value.
  mutating func addField(_ field: FieldSyntax, event: String?) {
    add(.field(field.name, event: event), field.nameRange)
    let between = field.nameRange.upperBound..<field.value.range.lowerBound
    if let sign = words(in: between).first { add(.fieldOperator, sign) }
    addValue(field.value, field: field.name, event: event)
  }

  /// A value with all that is in it.
  mutating func addValue(_ value: ValueSyntax, field: String? = nil, event: String? = nil) {
    switch value.kind {
    case .list(let elements, _):
      for element in elements { addValue(element, field: field, event: event) }
    case .object(let fields):
      for inner in fields { addField(inner, event: nil) }
    case .leaf(let matcher):
      add(matcher, of: value, field: field, event: event)
    }
  }

  private mutating func add(_ matcher: Matcher, of value: ValueSyntax, field: String?, event: String?) {
    switch matcher {
    case .literal(.string):
      // A dollar that is doubled is no part of the text, and no name.
      add(.word(value.plainText, field: field, event: event), value.range)
    case .literal(.integer), .literal(.number), .range, .count: add(.number, value.range)
    case .literal: add(.keyword(text(value.range)), value.range)
    case .anything: add(.keyword("*"), value.range)
    case .absent: add(.keyword("absent"), value.range)
    case .bind(let name): add(.name(name), value.range, isDefinition: true)
    case .bound(let name): add(.name(name), value.range)
    case .sum: addText(.number, value.range)
    case .text, .contains: addText(.string, value.range, hasEscapes: true)
    case .regex: addRegex(value.range)
    case .list, .object, .not, .compared: break
    }
  }

  /// Text in which `$name` stands for a value: the names, and what is between them.
  mutating func addText(_ kind: Token.Kind, _ range: Range<Int>, hasEscapes: Bool = false) {
    let range = range.clamped(to: 0..<scalars.count)
    var start = range.lowerBound
    var offset = start
    while offset < range.upperBound {
      switch scalars[offset] {
      case "\\" where hasEscapes:
        offset += 2
      case "$" where offset + 1 < range.upperBound && scalars[offset + 1] == "$":
        offset += 2
      case "$":
        let end = endOfName(from: offset + 1, before: range.upperBound)
        guard end > offset + 1 else {
          offset += 1
          continue
        }
        add(kind, start..<offset)
        add(.name(text((offset + 1)..<end)), offset..<end)
        (start, offset) = (end, end)
      case _:
        offset += 1
      }
    }
    add(kind, start..<range.upperBound)
  }

  /// A regular expression, with the names of its groups: `(?<name>…)`.
  private mutating func addRegex(_ range: Range<Int>) {
    var start = range.lowerBound
    var offset = start
    let opening = Array("(?<".unicodeScalars)
    while offset < range.upperBound {
      if scalars[offset] == "\\" {
        offset += 2
        continue
      }
      let first = offset + opening.count
      let isGroup = scalars[offset..<range.upperBound].starts(with: opening)
      let end = isGroup ? endOfName(from: first, before: range.upperBound) : first
      guard end > first else {
        offset += 1
        continue
      }
      add(.regex, start..<first)
      add(.name(text(first..<end)), first..<end, isDefinition: true)
      (start, offset) = (end, end)
    }
    add(.regex, start..<range.upperBound)
  }

  /// Where the name that begins at an offset ends; the offset itself where none does.
  private func endOfName(from start: Int, before end: Int) -> Int {
    guard start < end, WordRules.isNameStart(scalars[start]) else { return start }
    return (start..<end).first { !WordRules.isNamePart(scalars[$0]) } ?? end
  }
}
