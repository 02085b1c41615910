/// A Swift source without its comments and the texts of its string literals, so that only code is searched.
///
/// Lines stay where they are. Interpolations inside of literals are code and stay.
struct SwiftSource {
  let code: String

  init(_ text: String) {
    var stripping = Stripping(text)
    stripping.readCode(until: nil)
    code = String(String.UnicodeScalarView(stripping.code))
  }

  /// The lines of code, the first one has the number 1.
  var lines: [(number: Int, text: Substring)] {
    code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { ($0 + 1, $1) }
  }
}

/// Reads a source character by character and keeps what is code.
private struct Stripping {
  private let text: [Unicode.Scalar]
  private var position = 0
  private(set) var code: [Unicode.Scalar] = []

  init(_ text: String) {
    self.text = Array(text.unicodeScalars)
  }

  /// Reads code up to the parenthesis that closes an interpolation, or to the end.
  mutating func readCode(until closing: Unicode.Scalar?) {
    var depth = 0
    while position < text.count {
      if follows("//") {
        skipLine()
      } else if follows("/*") {
        skipComment()
      } else if let hashes = literalStart() {
        readLiteral(hashes: hashes)
      } else {
        let scalar = text[position]
        if closing != nil, scalar == "(" { depth += 1 }
        if scalar == closing {
          if depth == 0 { return }
          depth -= 1
        }
        keep()
      }
    }
  }

  private func follows(_ mark: String, at offset: Int = 0) -> Bool {
    text[min(position + offset, text.count)...].starts(with: mark.unicodeScalars)
  }

  private mutating func keep() {
    code.append(text[position])
    position += 1
  }

  /// Skips scalars, but keeps the ends of lines.
  private mutating func skip(_ count: Int) {
    for _ in 0..<count where position < text.count {
      if text[position] == "\n" { code.append("\n") }
      position += 1
    }
  }

  private mutating func skipLine() {
    while position < text.count, text[position] != "\n" { position += 1 }
  }

  /// Comments nest in Swift.
  private mutating func skipComment() {
    var depth = 0
    repeat {
      if follows("/*") {
        depth += 1
        skip(2)
      } else if follows("*/") {
        depth -= 1
        skip(2)
      } else {
        skip(1)
      }
    } while depth > 0 && position < text.count
    code.append(" ")
  }

  /// With how many number signs a literal begins here, or nil where none does.
  private func literalStart() -> Int? {
    var hashes = 0
    while follows("#", at: hashes) { hashes += 1 }
    return follows("\"", at: hashes) ? hashes : nil
  }

  private mutating func readLiteral(hashes: Int) {
    let signs = String(repeating: "#", count: hashes)
    position += hashes
    let quote = follows("\"\"\"") ? "\"\"\"" : "\""
    position += quote.unicodeScalars.count
    code.append("\"")
    while position < text.count, !follows(quote + signs) {
      if follows("\\" + signs + "(") {
        skip(2 + hashes)
        code.append("(")
        readCode(until: ")")
        if position < text.count { keep() }
      } else if follows("\\" + signs) {
        skip(2 + hashes)
      } else {
        skip(1)
      }
    }
    position += quote.unicodeScalars.count + hashes
    code.append("\"")
  }
}
