package import Wire

/// Writes values, matchers and events as scenario text; what it writes parses back to the same.
package enum ScenarioText {
  /// An event as an expectation has it after its operator, such as `user_join room=lobby user=bob`.
  ///
  /// A frame without a `type` starts with `absent`, and one that is no object is written as a value, which only a report can show.
  package static func event(_ event: JSON) -> String {
    self.event(event) { "\(fieldName($0.name))=\(value($0.value))" }
  }

  /// The same with fields as they are written by somebody else.
  static func event(_ event: JSON, field: (JSON.Member) -> String) -> String {
    guard case .object(let members) = event else { return value(event) }
    var parts: [String] = []
    var fields = members
    switch event["type"] {
    case .string(let name):
      parts.append(word(name, isEventType: true))
      if let index = fields.firstIndex(where: { $0.name == "type" }) { fields.remove(at: index) }
    case nil: parts.append("absent")
    case .some: parts.append("*")
    }
    return (parts + fields.map(field)).joined(separator: " ")
  }

  /// A value, quoted only where it has to be.
  package static func value(_ value: JSON) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): "\(value)"
    case .string(let text): word(text)
    case .array(let elements): "[" + elements.map(Self.value).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\(fieldName($0.name))=\(Self.value($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// A matcher as a scenario has it.
  package static func matcher(_ matcher: Matcher) -> String {
    switch matcher {
    case .literal(let literal): value(literal)
    case .text(let template): "\"" + escaped(template) + "\""
    case .contains(let template): "~\"" + escaped(template) + "\""
    case .list(let elements, let shape): shape.written(elements.map(Self.matcher))
    case .object(let members):
      "{" + members.map { field($0.name, $0.matcher) }.joined(separator: ", ") + "}"
    case .anything: "*"
    case .absent: "absent"
    case .bind(let name): "?\(name)"
    case .bound(let name): "$\(name)"
    case .sum(let sum): Self.sum(sum)
    case .regex(let expression): "/" + escapedRegex(expression.source) + "/"
    case .range(let range): Self.range(range)
    case .count(let range):
      "#" + (range.lowerBound == range.upperBound ? String(range.lowerBound) : Self.range(range))
    case .not(let matcher): "!=" + Self.matcher(matcher)
    case .compared(let comparison, let operand): comparison.rawValue + Self.matcher(operand)
    }
  }

  /// A field and what is expected of it, as a scenario has them.
  package static func field(_ name: String, _ matcher: Matcher) -> String {
    switch matcher {
    case .not, .compared: fieldName(name) + Self.matcher(matcher)
    case .literal, .text, .list, .object, .anything, .absent, .bind, .bound, .sum, .regex, .contains, .range,
      .count:
      fieldName(name) + "=" + Self.matcher(matcher)
    }
  }

  /// A sum as a scenario has it.
  static func sum(_ sum: Sum) -> String {
    sum.terms.reduce(into: operand(sum.first)) { text, term in
      text += (term.isSubtracted ? "-" : "+") + operand(term.operand)
    }
  }

  private static func operand(_ operand: Sum.Operand) -> String {
    switch operand {
    case .value(let value): Self.value(value)
    case .span(_, let written): written
    case .name(let name): "$\(name)"
    }
  }

  private static func range(_ range: ClosedRange<Int64>) -> String {
    let lower = range.lowerBound == .min ? "" : String(range.lowerBound)
    return lower + ".." + (range.upperBound == .max ? "" : String(range.upperBound))
  }

  /// The name of a field, quoted only where it has to be.
  package static func fieldName(_ name: String) -> String {
    // A name is never replaced, so a dollar in it means nothing and is not doubled.
    isBareWord(name) ? name : "\"" + escaped(name, hasNames: false) + "\""
  }

  /// A matcher of a string that contains this.
  package static func part(_ text: String) -> String {
    "~" + quoted(text)
  }

  /// A string as a bare word where that reads back as the same string, otherwise in quotes.
  static func word(_ text: String, isEventType: Bool = false) -> String {
    let isReserved = isEventType && text == "nothing"
    return isBareWord(text) && !isReserved ? text : quoted(text)
  }

  private static func isBareWord(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy(WordRules.isPlain)
      && text.unicodeScalars.first.map(WordRules.isPlainStart) == true
      && !["true", "false", "null", "absent"].contains(text)
  }

  /// A string in quotes, with everything escaped that cannot be seen or means something.
  package static func quoted(_ text: String) -> String {
    "\"" + escaped(text) + "\""
  }

  private static func escaped(_ template: Template) -> String {
    template.segments.map { segment in
      switch segment {
      case .text(let text): escaped(text)
      case .name(let name, _): "$\(name)"
      case .sum(let sum, _): Self.sum(sum)
      }
    }.joined()
  }

  private static func escaped(_ text: String, hasNames: Bool = true) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\"": result.append(contentsOf: "\\\"".unicodeScalars)
      case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "$" where hasNames:
        let next = index + 1 < scalars.count ? scalars[index + 1] : " "
        result.append(scalar)
        if next == "$" || WordRules.isNameStart(next) { result.append(scalar) }
      case _ where WordRules.isInvisible(scalar):
        result.append(contentsOf: WordRules.escape(of: scalar).unicodeScalars)
      case _: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func escapedRegex(_ source: String) -> String {
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in source.unicodeScalars {
      if scalar == "/" && !isEscaped { result.append("\\") }
      result.append(scalar)
      isEscaped = scalar == "\\" && !isEscaped
    }
    return String(result)
  }
}
