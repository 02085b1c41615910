import Wire

/// What stands for the parameters of a macro, for the columns of a case, or for variables.
struct Substitution {
  /// What one name stands for.
  struct Argument {
    /// What it matches where a matcher is expected.
    var matcher: Matcher
    /// What it is where text is expected, or nil where it is no text.
    var text: Template?
    /// How large the matcher is.
    var extent: ValueExtent

    init(_ syntax: ValueSyntax) {
      self.init(syntax.matcher, text: syntax.plainText)
    }

    /// - Parameter text: How a literal is written where text is expected; nil for as the value itself is.
    init(_ matcher: Matcher, text written: String? = nil) {
      self.matcher = matcher
      extent = ValueExtent(of: matcher)
      switch matcher {
      case .literal(let value): text = Template(text: written ?? value.plainText)
      case .text(let template): text = template
      case .bound(let name): text = Template(.name(name, .plainText))
      case .sum(let sum): text = Template(.sum(sum, .plainText))
      case .list, .object: text = matcher.literalValue.map { Template(text: JSONText.compact($0)) }
      case .anything, .absent, .bind, .regex, .contains, .range, .count, .not, .compared: text = nil
      }
    }
  }

  /// Why a name cannot be replaced where it stands.
  struct Failure: Error {
    let message: String
  }

  var arguments: [String: Argument] = [:]
  /// The variables that have no value in this run. A scenario with one can be read and listed, and is not run.
  var openVariables: Set<String> = []
  /// The values of secret variables. What is computed with one would tell it.
  var secrets: Set<String> = []

  /// Whether a name stands for a variable that has no value in this run, so that nobody knows for which words.
  func isOpen(_ name: String) -> Bool {
    guard case .bound(let variable)? = arguments[name]?.matcher else { return false }
    return openVariables.contains(variable)
  }

  /// A title with what its names stand for; a dollar may be in it that is no name, so what is unknown stays as it is.
  func title(_ title: Template) throws(Failure) -> String {
    try template(title).segments.map { segment in
      switch segment {
      case .text(let text): text
      case .name(let name, _): "$\(name)"
      case .sum(let sum, _): ScenarioText.sum(sum)
      }
    }.joined()
  }

  /// The value of a call's argument, in which the caller's own parameters may stand.
  func argument(_ syntax: ValueSyntax) throws(Failure) -> Argument {
    if case .leaf(.bound(let name)) = syntax.kind, let own = arguments[name] { return own }
    return try replaced(Argument(syntax))
  }

  /// A value with its own names replaced.
  func replaced(_ argument: Argument) throws(Failure) -> Argument {
    var argument = argument
    argument.extent = try extent(of: argument.matcher)
    argument.matcher = try replacement(of: argument.matcher)
    if let text = argument.text { argument.text = try template(text) }
    return argument
  }

  /// What a value matches, with its names replaced.
  func matcher(_ matcher: Matcher) throws(Failure) -> Matcher {
    _ = try extent(of: matcher)
    return try replacement(of: matcher)
  }

  /// How large a value is once its names are replaced; found out before, since a few lines can ask for more than any memory holds.
  private func extent(of matcher: Matcher) throws(Failure) -> ValueExtent {
    let extent = ValueExtent(of: matcher) { arguments[$0]?.extent }
    guard extent.levels <= ScenarioLimits.valueDepth else {
      throw Failure(message: "the value nests deeper than \(ScenarioLimits.valueDepth) levels")
    }
    guard extent.bytes <= ScenarioLimits.lineBytes else {
      throw Failure(message: "the value grows past \(ScenarioLimits.lineBytes) bytes")
    }
    return extent
  }

  private func replacement(of matcher: Matcher) throws(Failure) -> Matcher {
    switch matcher {
    case .bound(let name):
      return arguments[name]?.matcher ?? matcher
    case .text(let template):
      let text = try self.template(template)
      return text.literal.map { .literal(.string($0)) } ?? .text(text)
    case .contains(let template):
      return .contains(try self.template(template))
    case .sum(let sum):
      return try self.matcher(sum)
    case .not(let inner):
      let replaced = try replacement(of: inner)
      if let name = replaced.boundNames.first {
        throw Failure(message: "what must not match cannot bind \(name)")
      }
      return .not(replaced)
    case .compared(let comparison, let operand):
      let replaced = try replacement(of: operand)
      guard replaced.canBeComparedWith else {
        throw Failure(
          message: "\(ScenarioText.matcher(replaced)) is no number or time, as \(comparison.rawValue) needs")
      }
      return .compared(comparison, replaced)
    case .list(let elements, let shape):
      var replaced: [Matcher] = []
      for element in elements { replaced.append(try replacement(of: element)) }
      return .list(replaced, shape)
    case .object(let members):
      var replaced: [Matcher.Member] = []
      for member in members {
        replaced.append(Matcher.Member(member.name, try replacement(of: member.matcher)))
      }
      return .object(replaced)
    case .literal, .anything, .absent, .bind, .regex, .range, .count:
      return matcher
    }
  }

  /// A sum with its parameters replaced; where no name is left in it, the value that it comes to.
  private func matcher(_ sum: Sum) throws(Failure) -> Matcher {
    var replaced = sum
    replaced.first = try operand(sum.first)
    for index in replaced.terms.indices {
      replaced.terms[index].operand = try operand(sum.terms[index].operand)
    }
    guard replaced.names.isEmpty else { return .sum(replaced) }
    do throws(NoValue) {
      return .literal(try replaced.value(with: [:]))
    } catch {
      throw Failure(message: error.note)
    }
  }

  private func operand(_ operand: Sum.Operand) throws(Failure) -> Sum.Operand {
    guard case .name(let name) = operand, let argument = arguments[name] else { return operand }
    switch argument.matcher {
    case .literal(.string(let text)) where secrets.contains(text):
      throw Failure(message: "\(name) stands for a secret, which a sum would tell")
    case .literal(let value): return .value(value)
    case .bound(let name): return .name(name)
    case .text, .list, .object, .anything, .absent, .bind, .sum, .regex, .contains, .range, .count, .not,
      .compared:
      throw Failure(
        message: "\(name) stands for \(ScenarioText.matcher(argument.matcher)), which cannot be added to")
    }
  }

  func template(_ template: Template) throws(Failure) -> Template {
    var result = Template()
    var length = 0
    for segment in template.segments {
      switch segment {
      case .text(let text):
        result.append(text)
        length += text.utf8.count
      case .name(let name, let insertion):
        guard let argument = arguments[name] else {
          result.append(name: name, insertion)
          continue
        }
        length += try insert(argument, named: name, as: insertion, into: &result)
      case .sum(let sum, let insertion):
        let replaced = try matcher(sum)
        if let value = replaced.literalValue {
          let text = insertion.text(of: value)
          result.append(text)
          length += text.utf8.count
        } else if case .sum(let sum) = replaced {
          result.append(sum: sum, insertion)
        }
      }
      if length > ScenarioLimits.lineBytes {
        throw Failure(message: "the text grows past \(ScenarioLimits.lineBytes) bytes")
      }
    }
    return result
  }

  /// The words that a parameter stands for where names are expected: one word, or a list of them.
  func words(_ name: String) -> [String]? {
    guard let argument = arguments[name] else { return nil }
    switch argument.matcher {
    case .list(let elements, let shape) where shape == .exact:
      let words = elements.compactMap { element in
        if case .literal(.string(let word)) = element { word } else { nil }
      }
      return words.count == elements.count && !words.isEmpty ? words : nil
    case _:
      return argument.text?.literal.map { [$0] }
    }
  }

  private func insert(
    _ argument: Argument, named name: String, as insertion: Template.Insertion, into result: inout Template
  ) throws(Failure) -> Int {
    if insertion == .json, let value = argument.matcher.literalValue {
      let text = JSONText.compact(value)
      result.append(text)
      return text.utf8.count
    }
    guard let text = argument.text else {
      throw Failure(
        message: "\(name) stands for \(ScenarioText.matcher(argument.matcher)), which is not text")
    }
    // A lone name or sum keeps its type; anything else that goes into JSON becomes a string.
    switch argument.matcher {
    case .bound(let inner) where insertion == .json:
      result.append(name: inner, .json)
      return 0
    case .sum(let inner) where insertion == .json:
      result.append(sum: inner, .json)
      return 0
    case _: break
    }
    let inside: Template.Insertion = insertion == .plainText ? .plainText : .insideJSONString
    var length = 0
    if insertion == .json { result.append("\"") }
    for segment in text.segments {
      switch segment {
      case .text(let text):
        let written = inside.text(of: .string(text))
        result.append(written)
        length += written.utf8.count
      case .name(let inner, _): result.append(name: inner, inside)
      case .sum(let inner, _): result.append(sum: inner, inside)
      }
    }
    if insertion == .json { result.append("\"") }
    return length
  }
}
