/// Reads the JSON text of `>json`, in which `$name` may stand for a value or for a part of a string.
///
/// The text is checked but kept as it was written, so that what is sent is what the author sees. Nothing here recurses: a
/// frame that nests deeper than any server allows is a thing to test.
struct JSONFrame {
  private var scanner: LineScanner
  private var template = Template()
  private var text = String.UnicodeScalarView()
  /// For each open bracket whether it is an object's.
  private var isObjectOpen: [Bool] = []

  /// Reads from the scanner's position to the end of its line.
  static func template(_ scanner: LineScanner) throws(LineProblem) -> Template {
    var frame = JSONFrame(scanner: scanner)
    return try frame.read()
  }

  private mutating func read() throws(LineProblem) -> Template {
    try value()
    while !isObjectOpen.isEmpty || !scanner.isAtEnd {
      skipSpaces()
      guard let isObject = isObjectOpen.last else {
        if scanner.isAtEnd { break }
        throw problem("nothing may follow the value")
      }
      if take(",") {
        if isObject { try key() }
        try value()
      } else if take(isObject ? "}" : "]") {
        isObjectOpen.removeLast()
      } else {
        throw problem(isObject ? "a comma or } has to come here" : "a comma or ] has to come here")
      }
    }
    template.append(String(text))
    return template
  }

  /// Reads a value; of a list or an object that is not empty, everything up to its first scalar value.
  private mutating func value() throws(LineProblem) {
    while true {
      skipSpaces()
      switch scanner.next {
      case "{":
        copy()
        skipSpaces()
        if take("}") { return }
        isObjectOpen.append(true)
        try key()
      case "[":
        copy()
        skipSpaces()
        if take("]") { return }
        isObjectOpen.append(false)
      case "\"": return try string()
      case "$": return try name()
      case _: return try word()
      }
    }
  }

  private mutating func key() throws(LineProblem) {
    skipSpaces()
    guard scanner.next == "\"" else { throw problem("a name in double quotes has to come here") }
    try string()
    skipSpaces()
    guard take(":") else { throw problem("a colon has to come here") }
  }

  private mutating func word() throws(LineProblem) {
    let start = scanner.position
    let range = scanner.takeWhile { !WordRules.endsWord($0) }
    let word = scanner.text(range)
    guard ["true", "false", "null"].contains(word) || WordValue.isNumber(word) else {
      scanner.position = start
      throw problem("a JSON value has to come here")
    }
    text.append(contentsOf: scanner.scalars[range])
  }

  private mutating func string() throws(LineProblem) {
    let start = scanner.position
    copy()
    while let scalar = scanner.next, scalar != "\"" {
      if scalar == "$" {
        try name(.insideJSONString)
      } else if scalar.value < 0x20 {
        throw problem("a control character inside a JSON string has to be escaped")
      } else if scalar == "\\" {
        try escape()
      } else {
        copy()
      }
    }
    guard take("\"") else {
      scanner.position = start
      throw problem("the string that starts here has no closing quote")
    }
  }

  private mutating func escape() throws(LineProblem) {
    let digits = scanner.peek(1) == "u" ? (2..<6).map(scanner.peek) : []
    let isKnown = scanner.peek(1).map { "\"\\/bfnrtu".unicodeScalars.contains($0) } ?? false
    guard isKnown, digits.allSatisfy({ $0?.properties.isASCIIHexDigit == true }) else {
      throw problem("this escape is not one of JSON's")
    }
    for _ in 0..<(2 + digits.count) { copy() }
  }

  private mutating func name(_ insertion: Template.Insertion = .json) throws(LineProblem) {
    if insertion == .json, let sum = Sum.read(&scanner, allowsSpaces: true) {
      template.append(String(text))
      text = String.UnicodeScalarView()
      template.append(sum: sum, .json)
      return
    }
    scanner.position += 1
    if let next = scanner.next, WordRules.isNameStart(next) {
      template.append(String(text))
      text = String.UnicodeScalarView()
      template.append(name: scanner.text(scanner.takeWhile(WordRules.isNamePart)), insertion)
      return
    }
    if insertion == .json {
      scanner.position -= 1
      throw problem("a JSON value has to come here")
    }
    _ = scanner.take("$")
    text.append("$")
  }

  private mutating func skipSpaces() {
    while let scalar = scanner.next, WordRules.isSpace(scalar) { copy() }
  }

  private mutating func copy() {
    guard let scalar = scanner.next else { return }
    text.append(scalar)
    scanner.position += 1
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard scanner.next == scalar else { return false }
    copy()
    return true
  }

  private func problem(_ message: String) -> LineProblem {
    LineProblem(
      .jsonNotValid, "this is not JSON: \(message)",
      remedy: "send what is meant to be broken with >bytes \"…\"",
      at: scanner.here)
  }
}
