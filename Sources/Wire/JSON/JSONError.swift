/// Why bytes are not a JSON text that is accepted, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package var problem: Problem
  /// The byte at which it is wrong, counted from 0.
  package var offset: Int
  /// Whether the text ended at that byte, as a truncated one does.
  package var isAtEnd: Bool

  init(_ problem: Problem, at offset: Int, isAtEnd: Bool = false) {
    self.problem = problem
    self.offset = offset
    self.isAtEnd = isAtEnd
  }

  /// The closed set of what can be wrong.
  package enum Problem: Hashable, Sendable {
    /// Something else stood where the grammar of RFC 8259 asks for this.
    case expected(Expectation)
    /// The text begins with U+FEFF, which RFC 8259, section 8.1, forbids.
    case byteOrderMark
    /// A string holds a character below U+0020 that is not escaped (RFC 8259, section 7).
    case controlCharacter
    /// The bytes are not UTF-8 as the Unicode Standard, table 3-7, defines it.
    case invalidUTF8
    /// An escape names half of a surrogate pair and the other half is missing (RFC 7493, section 2.1).
    case loneSurrogate
    /// An object has this name twice (RFC 7493, section 2.3).
    case duplicateName(String)
    /// A number is too large for a `Double`.
    case numberOutOfRange
    /// The text is longer than this many bytes.
    case tooLong(maximumBytes: Int)
    /// Arrays and objects nest deeper than this many levels.
    case tooDeep(maximumDepth: Int)
    /// json-c refused what the grammar allows, with this reason.
    case library(String)
  }

  /// What the grammar asks for at some place.
  package enum Expectation: String, Hashable, Sendable, CaseIterable {
    case value = "a value"
    case name = "a member name in double quotes"
    case nameOrEnd = "a member name in double quotes or '}'"
    case colon = "':' after the member name"
    case commaOrEndOfArray = "',' or ']'"
    case commaOrEndOfObject = "',' or '}'"
    case digit = "a digit"
    case escape = "one of \" \\ / b f n r t u after the backslash"
    case hexadecimalDigit = "four hexadecimal digits after \\u"
    case endOfString = "the string's closing quotation mark"
    case endOfText = "nothing more after the value"
  }

  /// The problem and its place, as in `expected a value at byte 7`.
  package var description: String {
    "\(reason) at byte \(offset)\(isAtEnd ? ", where the text ends" : "")"
  }

  private var reason: String {
    switch problem {
    case .expected(let expectation): "expected \(expectation.rawValue)"
    case .byteOrderMark: "a byte-order mark, which JSON does not allow,"
    case .controlCharacter: "a control character that is not escaped"
    case .invalidUTF8: "bytes that are not UTF-8"
    case .loneSurrogate: "a lone surrogate"
    case .duplicateName(let name): "the member name \"\(name)\" for the second time in one object"
    case .numberOutOfRange: "a number that is too large"
    case .tooLong(let maximum): "more than \(maximum) bytes"
    case .tooDeep(let maximum): "more than \(maximum) levels of arrays and objects"
    case .library(let text): "unreadable JSON (\(text))"
    }
  }
}
