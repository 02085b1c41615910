/// Reads text in double quotes with its escapes.
enum StringLiteral {
  /// Reads a string in which `$name` stands for a value and `$$` for a dollar.
  static func template(
    _ scanner: inout LineScanner, hasNames: Bool = true
  ) throws(LineProblem) -> Template {
    var template = Template()
    var text = String.UnicodeScalarView()
    let start = scanner.position
    scanner.position += 1
    while let scalar = scanner.next, scalar != "\"" {
      let place = scanner.position
      scanner.position += 1
      switch scalar {
      case "\\":
        text.append(try escape(&scanner, at: place))
      case "$" where hasNames && scanner.next == "$":
        scanner.position += 1
        text.append("$")
      case "$" where hasNames && scanner.next.map(WordRules.isNameStart) == true:
        template.append(String(text))
        text = String.UnicodeScalarView()
        template.append(name: scanner.text(scanner.takeWhile(WordRules.isNamePart)))
      case _:
        text.append(scalar)
      }
    }
    guard scanner.take("\"") else { throw unterminated(from: start, scanner) }
    template.append(String(text))
    return template
  }

  /// Reads a string in which a dollar means nothing, such as the name of a field.
  static func text(_ scanner: inout LineScanner) throws(LineProblem) -> String {
    try template(&scanner, hasNames: false).literal ?? ""
  }

  /// Reads a string that stands for bytes: its characters as UTF-8, and `\xNN` for any byte.
  static func bytes(_ scanner: inout LineScanner) throws(LineProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    let start = scanner.position
    scanner.position += 1
    while let scalar = scanner.next, scalar != "\"" {
      let place = scanner.position
      scanner.position += 1
      if scalar == "\\", scanner.take("x") {
        let digits = scanner.text(scanner.position..<min(scanner.position + 2, scanner.scalars.count))
        guard digits.utf8.count == 2, let byte = UInt8(digits, radix: 16), !digits.hasPrefix("+") else {
          throw notValid("\\x needs two hexadecimal digits", at: place..<scanner.position)
        }
        bytes.append(byte)
        scanner.position += 2
      } else {
        let character = scalar == "\\" ? try escape(&scanner, at: place) : scalar
        bytes.append(contentsOf: Array(String(Character(character)).utf8))
      }
    }
    guard scanner.take("\"") else { throw unterminated(from: start, scanner) }
    return bytes
  }

  private static func unterminated(from start: Int, _ scanner: LineScanner) -> LineProblem {
    LineProblem(
      .stringUnterminated, "the text that starts here has no closing quote",
      remedy: "close it with \"; a quote inside it is written \\\"",
      at: start..<max(scanner.position, start + 1))
  }

  private static func notValid(_ message: String, at range: Range<Int>) -> LineProblem {
    LineProblem(
      .escapeNotValid, message, remedy: "the escapes are \\n \\t \\r \\\" \\\\ \\/ \\0 \\u{1F600} \\u0041",
      at: range)
  }

  /// Reads what follows a backslash.
  private static func escape(_ scanner: inout LineScanner, at place: Int) throws(LineProblem)
    -> Unicode.Scalar
  {
    guard let scalar = scanner.next else { throw unterminated(from: place, scanner) }
    scanner.position += 1
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "0": return "\0"
    case "\"", "\\", "/": return scalar
    case "u": return try unicodeEscape(&scanner, at: place)
    case "x":
      throw notValid("\\x is a byte, and only >bytes sends bytes", at: place..<scanner.position)
    case _:
      throw notValid("no escape is called \\\(scalar)", at: place..<scanner.position)
    }
  }

  private static func unicodeEscape(_ scanner: inout LineScanner, at place: Int) throws(LineProblem)
    -> Unicode.Scalar
  {
    if scanner.take("{") {
      let digits = scanner.takeWhile { $0.properties.isASCIIHexDigit }
      guard scanner.take("}"), (1...6).contains(digits.count),
        let value = UInt32(scanner.text(digits), radix: 16), let scalar = Unicode.Scalar(value)
      else {
        throw notValid(
          "\\u{…} needs 1 to 6 hexadecimal digits of a Unicode scalar", at: place..<scanner.position)
      }
      return scalar
    }
    let first = try codeUnit(&scanner, at: place)
    if let scalar = Unicode.Scalar(first) { return scalar }
    // JSON writes what is beyond U+FFFF as a pair of surrogates.
    guard first < 0xDC00, scanner.take("\\u") else {
      throw notValid("an unpaired surrogate is not a character", at: place..<scanner.position)
    }
    let second = try codeUnit(&scanner, at: place)
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw notValid("an unpaired surrogate is not a character", at: place..<scanner.position) }
    return scalar
  }

  private static func codeUnit(_ scanner: inout LineScanner, at place: Int) throws(LineProblem) -> UInt32 {
    let range = scanner.position..<min(scanner.position + 4, scanner.scalars.count)
    guard range.count == 4, range.allSatisfy({ scanner.scalars[$0].properties.isASCIIHexDigit }),
      let value = UInt32(scanner.text(range), radix: 16)
    else { throw notValid("\\u needs four hexadecimal digits, or \\u{…}", at: place..<scanner.position) }
    scanner.position += 4
    return value
  }
}
