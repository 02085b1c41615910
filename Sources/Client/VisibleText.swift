/// Text of others made harmless for a terminal.
package enum VisibleText {
  /// The text with control characters as pictures (`␛`) and everything else that is invisible, moves text about or
  /// begins a line as `\u{202e}`. Joiners stay, because emoji are made with them.
  package static func of(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
      case 0x7f: result.append("\u{2421}")
      case 0x200c, 0x200d: result.append(scalar)
      case _:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
          result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
        case _: result.append(scalar)
        }
      }
    }
    return String(result)
  }
}
