import ScenarioLanguage
import Wire

/// Finds secrets in texts, however they are written there: as they are, escaped for JSON, for a scenario or for an address.
struct SecretSearch: Sendable {
  /// One way to write a secret.
  private struct Form: Hashable, Sendable {
    let bytes: [UInt8]
    let secret: String
    /// Whether it counts only where it is no part of a longer word.
    let isWord: Bool
  }

  /// What is compared byte by byte, by the first two bytes.
  private var written: [UInt16: [Form]] = [:]
  /// Which two bytes a form begins with; most places in a text are no beginning of any.
  private var isStart = [Bool](repeating: false, count: 1 << 16)
  /// The secrets themselves, by their first byte, for texts with escapes in them.
  private var secrets: [UInt8: [Form]] = [:]

  var isEmpty: Bool { written.isEmpty }

  /// Looks for a secret from now on.
  ///
  /// - Parameter isWord: Whether it counts only where it is no part of a longer word.
  mutating func add(_ secret: String, isWord: Bool) {
    let plain = Array(secret.utf8)
    guard plain.count > 1 else { return }
    secrets[plain[0], default: []].append(Form(bytes: plain, secret: secret, isWord: isWord))
    for bytes in Self.forms(of: secret) {
      let start = Self.start(of: bytes, at: 0)
      isStart[Int(start)] = true
      written[start, default: []].append(Form(bytes: bytes, secret: secret, isWord: isWord))
    }
  }

  /// The ways in which reports, frames and scenarios write a secret.
  private static func forms(of secret: String) -> Set<[UInt8]> {
    let inJSON = escaped(secret)
    let inJSONTwice = escaped(String(decoding: inJSON, as: UTF8.self))
    let printable = ConsoleReport.printable(secret)
    // A dollar is doubled in scenarios: wherever it stands, or only where it would begin a name.
    let doubled = [secret, printable].map { Array($0.replacing("$", with: "$$").utf8) }
    let quoted = [ScenarioText.quoted(secret), ConsoleReport.text(of: Array(secret.utf8))].map {
      Array($0.utf8.dropFirst().dropLast())
    }
    return Set([Array(secret.utf8), inJSON, inJSONTwice, Array(printable.utf8)] + doubled + quoted)
  }

  /// Whether any of the secrets stands in a text.
  func finds(in bytes: [UInt8]) -> Bool {
    let hasEscapes = Self.hasEscapes(bytes)
    return bytes.indices.contains { match(at: $0, in: bytes, hasEscapes: hasEscapes) != nil }
  }

  /// Whether a text can have escapes in it.
  static func hasEscapes(_ bytes: [UInt8]) -> Bool {
    bytes.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "%") }
  }

  /// The longest secret that begins at a place, and how many bytes it takes there.
  ///
  /// - Parameter hasEscapes: Whether the text can have escapes in it.
  func match(at index: Int, in bytes: [UInt8], hasEscapes: Bool) -> (secret: String, length: Int)? {
    guard index + 1 < bytes.count else { return nil }
    var longest: (secret: String, length: Int)?
    func take(_ form: Form, _ length: Int) {
      guard length > longest?.length ?? 0, !form.isWord || Self.isWord(bytes, index..<(index + length))
      else { return }
      longest = (form.secret, length)
    }
    let start = Self.start(of: bytes, at: index)
    if isStart[Int(start)] {
      for form in written[start] ?? [] where bytes[index...].starts(with: form.bytes) {
        take(form, form.bytes.count)
      }
    }
    guard hasEscapes else { return longest }
    func takeEscaped(_ forms: [Form]?) {
      for form in forms ?? [] {
        if let length = Self.lengthOfEscaped(form.bytes, at: index, in: bytes) { take(form, length) }
      }
    }
    // What looks like an escape may stand for itself.
    takeEscaped(secrets[bytes[index]])
    let first = EscapedBytes.escape(at: index, in: bytes)?.bytes.first
    if let first, first != bytes[index] { takeEscaped(secrets[first]) }
    return longest
  }

  private static func start(of bytes: [UInt8], at index: Int) -> UInt16 {
    UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
  }

  private static func escaped(_ text: String) -> [UInt8] {
    Array(JSON.string(text).bytes.dropFirst().dropLast())
  }

  /// Whether neither a letter nor a digit stands before or after a part of a text.
  private static func isWord(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    func isPart(_ index: Int) -> Bool {
      bytes.indices.contains(index) && bytes[index].isPartOfWord
    }
    let isAfterPart = EscapedBytes.lastByte(endingAt: range.lowerBound, in: bytes)?.isPartOfWord
    return !(isAfterPart ?? isPart(range.lowerBound - 1)) && !isPart(range.upperBound)
  }

  /// How many bytes a secret takes where some of its characters are escaped; nil where it does not stand there.
  private static func lengthOfEscaped(_ secret: [UInt8], at index: Int, in bytes: [UInt8]) -> Int? {
    var (place, matched) = (index, 0)
    while matched < secret.count {
      guard place < bytes.count else { return nil }
      if let escape = EscapedBytes.escape(at: place, in: bytes),
        secret[matched...].starts(with: escape.bytes)
      {
        matched += escape.bytes.count
        place += escape.length
      } else {
        guard secret[matched] == bytes[place] else { return nil }
        matched += 1
        place += 1
      }
    }
    return place - index
  }
}

extension UInt8 {
  fileprivate var isPartOfWord: Bool { isLetterOrDigit || self >= 0x80 }
}
