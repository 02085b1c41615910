/// Which characters may stand where in a scenario.
package enum WordRules {
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t"
  }

  /// The first character of a name that `$name` and `?name` use.
  package static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    case _: false
    }
  }

  /// A further character of a name.
  package static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || isDigit(scalar)
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }

  /// Ends a bare word wherever it stands.
  static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", ",", "[", "]", "{", "}", "=", "|", "\"": true
    case _: false
    }
  }

  /// Ends the name of a field that is not in quotes: what ends a word, or begins an operator.
  static func endsFieldName(_ scalar: Unicode.Scalar) -> Bool {
    endsWord(scalar) || scalar == "!" || scalar == "<" || scalar == ">"
  }

  /// A character that a person cannot tell from another one or from nothing, so that it has to be escaped.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
      .unassigned:
      return true
    case _:
      return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// The text with an escape, as scenario files have it, for each character that a person would not see.
  static func printable(_ text: some Sequence<Unicode.Scalar>) -> String {
    text.reduce(into: "") { printable, scalar in
      if isInvisible(scalar) {
        printable += escape(of: scalar)
      } else {
        printable.unicodeScalars.append(scalar)
      }
    }
  }

  /// The scalar as an escape, such as `\u{AD}`.
  static func escape(of scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  /// The scalar's code point, such as `U+00AD`.
  static func codePoint(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A character of a bare word that rendering writes without quotes; the parser accepts more.
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", ":": true
    case _: !scalar.isASCII && scalar.properties.isAlphabetic && !isInvisible(scalar)
    }
  }

  /// A character that a bare word may start with so that it is neither a number nor punctuation.
  static func isPlainStart(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || (!scalar.isASCII && isPlain(scalar))
  }

  /// Whether the whole text is a name that `$name` can use.
  package static func isName(_ text: String) -> Bool {
    text.unicodeScalars.first.map(isNameStart) == true && text.unicodeScalars.allSatisfy(isNamePart)
  }
}

extension String {
  /// The text without blanks and tabs at its end.
  var withoutSpacesAtEnd: String {
    var scalars = unicodeScalars
    while let last = scalars.last, WordRules.isSpace(last) { scalars.removeLast() }
    return String(scalars)
  }
}
