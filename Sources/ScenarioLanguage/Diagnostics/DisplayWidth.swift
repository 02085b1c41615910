/// How many columns of a terminal text takes.
package enum DisplayWidth {
  /// The columns of a whole text that has no control characters.
  package static func of(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  /// The text with blanks behind it, up to so many columns; a wider one is as it was.
  package static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - of(text)))
  }

  /// The columns of one scalar: 0 for marks that sit on the one before, 2 for wide East Asian characters and emoji.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    case _: break
    }
    // The blocks that Unicode's East Asian Width (UAX 11) calls wide, joined where only unassigned codes lie between.
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF,
      0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    case _:
      return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}
