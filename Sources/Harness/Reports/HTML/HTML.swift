import Harness

/// A piece of HTML. What is interpolated into one as text is escaped, so that nothing that a scenario says becomes markup.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
  /// The markup itself.
  package private(set) var markup: String

  package init(stringLiteral literal: String) { markup = literal }

  package init(stringInterpolation pieces: Interpolation) { markup = pieces.markup }

  package static func += (html: inout HTML, more: HTML) { html.markup += more.markup }

  /// Literals go in as they are, texts escaped, and numbers in digits.
  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity * 2)
    }

    package mutating func appendLiteral(_ literal: String) { markup += literal }
    package mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }
    package mutating func appendInterpolation(_ number: Int) { markup += String(number) }
    package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    package mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { markup += piece.markup }
    }
    /// Nothing, where there is nothing.
    package mutating func appendInterpolation(_ html: HTML?) { markup += html?.markup ?? "" }
    /// The text of a file of the page, which is ours.
    mutating func appendInterpolation(trusted text: String) { markup += text }
  }

  /// Text of several lines, as an element that keeps white space shows it; only the ends of its lines stay control characters.
  package static func lines(_ text: String) -> HTML {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return "\(trusted: lines.map { escaped(String($0)) }.joined(separator: "\n"))"
  }

  /// Text as content or in a quoted attribute. What cannot be seen, or turns text around, is shown by its number.
  static func escaped(_ text: String) -> String {
    // Most texts are plain, and are found out as such quickly.
    guard !text.utf8.allSatisfy(isPlain) else { return text }
    var result = ""
    for scalar in ConsoleReport.printable(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // Noncharacters are no characters of a document.
      case _ where scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value):
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      case _: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    case 0x20..<0x7F: true
    case _: false
    }
  }
}
