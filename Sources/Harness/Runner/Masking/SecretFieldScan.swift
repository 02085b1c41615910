import Wire

/// Finds the values of secret fields in a text, by the names that `FrameCatalog` marks as secret.
///
/// The text can be a frame, whole or broken, an expectation of a scenario, a query of an address, JSON inside of JSON, or prose with
/// any of these in it. What follows `Bearer` is found too.
struct SecretFieldScan {
  /// What a dollar means in the text.
  enum Syntax: Sendable {
    /// Nothing.
    case plain
    /// It begins a name that stands for a value, as in the lines of a scenario.
    case scenario
  }

  /// A value that was found.
  struct Value {
    /// Where it stands, in bytes, without its quotes.
    let range: Range<Int>
    /// The kind of secret that it is.
    let kind: String
    /// The value without escapes.
    let text: String
    /// Whether it is a word of a scenario, which a placeholder needs quotes to be.
    var needsQuotes = false
  }

  private let bytes: [UInt8]
  private let syntax: Syntax
  private var values: [Value] = []

  /// The values in a text, in its order.
  static func values(in bytes: [UInt8], _ syntax: Syntax) -> [Value] {
    var scan = SecretFieldScan(bytes, syntax)
    scan.run()
    return scan.values
  }

  /// The kind of secret that a field holds: `password` for `old_password`.
  static func kind(of field: String) -> String {
    field.lastIndex(of: "_").map { String(field[field.index(after: $0)...]) } ?? field
  }

  private init(_ bytes: [UInt8], _ syntax: Syntax) { (self.bytes, self.syntax) = (bytes, syntax) }

  private static let names = FrameCatalog.secretNames.sorted().map { (text: $0, bytes: Array($0.utf8)) }
  private static let bearer = Array("bearer ".utf8)
  /// Fewer bytes after `Bearer` are no token but a word of a sentence.
  private static let shortestBearerToken = 16
  /// The bytes with which a name can begin, by their values.
  private static let firstBytes: [Bool] = {
    var first = [Bool](repeating: false, count: 256)
    for name in names { first[Int(name.bytes[0])] = true }
    for byte in [UInt8(ascii: "b"), UInt8(ascii: "B")] { first[Int(byte)] = true }
    return first
  }()

  private mutating func run() {
    let firstBytes = Self.firstBytes
    var index = 0
    while index < bytes.count {
      guard firstBytes[Int(bytes[index])], !isNamePart(index - 1) else {
        index += 1
        continue
      }
      let found = self.found(at: index)
      values += found
      index = found.last?.range.upperBound ?? index + 1
    }
  }

  private func found(at index: Int) -> [Value] {
    if let token = bearerToken(at: index) { return [token] }
    for name in Self.names where bytes[index...].starts(with: name.bytes) {
      let end = index + name.bytes.count
      guard !isNamePart(end) else { continue }
      // In an address a name comes after ? or &.
      let isInScenario = byte(index - 1).map { " \t{".utf8.contains($0) } ?? true
      return values(after: end, kind: Self.kind(of: name.text), isInScenario: isInScenario)
    }
    return []
  }

  private func byte(_ index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

  private func isNamePart(_ index: Int) -> Bool {
    byte(index).map { $0 == UInt8(ascii: "_") || $0.isLetterOrDigit } ?? false
  }

  private func skippingSpaces(_ index: Int) -> Int {
    var index = index
    while byte(index) == UInt8(ascii: " ") || byte(index) == UInt8(ascii: "\t") { index += 1 }
    return index
  }

  /// The first place from one on that has no backslash.
  private func skippingBackslashes(_ index: Int) -> Int {
    var index = index
    while byte(index) == UInt8(ascii: "\\") { index += 1 }
    return index
  }

  private func bearerToken(at index: Int) -> Value? {
    let word = bytes[index...].prefix(Self.bearer.count).map { $0 | 0x20 }
    guard word == Self.bearer else { return nil }
    let start = index + word.count
    let token = bytes[start...].prefix { $0.isLetterOrDigit || "-._~+/=".utf8.contains($0) }
    guard token.count >= Self.shortestBearerToken else { return nil }
    return Value(range: token.indices, kind: "token", text: String(decoding: token, as: UTF8.self))
  }

  // MARK: - What follows a name

  private func values(after end: Int, kind: String, isInScenario: Bool) -> [Value] {
    var index = skippingBackslashes(end)
    let isQuoted = byte(index) == UInt8(ascii: "\"")
    index = skippingSpaces(isQuoted ? index + 1 : end)
    switch byte(index) {
    case UInt8(ascii: "="): break
    // What it must not be is as secret.
    case UInt8(ascii: "!") where byte(index + 1) == UInt8(ascii: "="): index += 1
    // Without quotes it is the colon of a sentence.
    case UInt8(ascii: ":") where isQuoted: break
    case _: return []
    }
    index = skippingSpaces(index + 1)
    if byte(index) == UInt8(ascii: "~") { index += 1 }
    if byte(index) == UInt8(ascii: "/") { return literals(ofRegexAt: index, kind: kind) }
    let quote = skippingBackslashes(index)
    if byte(quote) == UInt8(ascii: "\"") {
      return [quoted(from: quote + 1, escaped: quote - index, kind: kind)].compactMap(\.self)
    }
    guard var value = word(at: index, kind: kind) else { return [] }
    value.needsQuotes = isInScenario && !isQuoted
    return [value]
  }

  /// A text in quotes.
  ///
  /// - Parameter depth: How many backslashes stand before each of the quotes, where it is JSON inside of other JSON.
  private func quoted(from start: Int, escaped depth: Int, kind: String) -> Value? {
    var end = start
    while end < bytes.count {
      let quote = skippingBackslashes(end)
      if byte(quote) == UInt8(ascii: "\"") {
        // As many backslashes as at the beginning end it; outside of other JSON, an even number of them.
        let isEnd = depth == 0 ? (quote - end).isMultiple(of: 2) : quote - end == depth
        if isEnd {
          end = depth == 0 ? quote : end
          break
        }
      }
      // One that is not closed ends with its line.
      if byte(quote) == UInt8(ascii: "\n") {
        end = quote
        break
      }
      end = min(quote + 1, bytes.count)
    }
    var text = Array(bytes[start..<end])
    for _ in 0..<(depth == 0 ? 1 : depth == 1 ? 2 : 3) { text = EscapedBytes.unescaped(text) }
    return value(start..<end, text, kind: kind)
  }

  /// A word without quotes, as in `token=abc&room=lobby`.
  private func word(at start: Int, kind: String) -> Value? {
    let word = bytes[start...].prefix { !" \t\r\n,]}&\"';|)>".utf8.contains($0) }
    guard let first = word.first, !"?$*[{".utf8.contains(first),
      !["true", "false", "null", "absent"].contains(String(decoding: word, as: UTF8.self))
    else { return nil }
    return value(word.indices, PercentEncoding.bytes(word) ?? Array(word), kind: kind)
  }

  private func value(_ range: Range<Int>, _ text: [UInt8], kind: String) -> Value? {
    var text = String(decoding: text, as: UTF8.self)
    if syntax == .scenario {
      let template = text.replacing("$$", with: "\0")
      // A name stands for something else, which is a secret of its own where it is one.
      guard !template.contains(/\$[A-Za-z_]/) else { return nil }
      text = template.replacing("\0", with: "$")
    }
    return text.isEmpty || Masks.isPlaceholder(text) ? nil : Value(range: range, kind: kind, text: text)
  }

  /// The parts of a regular expression that stand for themselves and are long enough to tell something.
  private func literals(ofRegexAt start: Int, kind: String) -> [Value] {
    var found: [Value] = []
    var run = (start: start + 1, text: [UInt8]())
    var index = start + 1
    func end(at place: Int) {
      if run.text.count >= Masks.shortestBytes, let value = value(run.start..<place, run.text, kind: kind) {
        found.append(value)
      }
    }
    while let byte = self.byte(index), byte != UInt8(ascii: "/") {
      var next = index + 1
      switch byte {
      case UInt8(ascii: "\\"):
        next += 1
        if let escaped = self.byte(index + 1), !isNamePart(index + 1) {
          run.text.append(escaped)
          index = next
          continue
        }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        let closing = byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}")
        while let inner = self.byte(next), inner != closing {
          next += inner == UInt8(ascii: "\\") ? 2 : 1
        }
        next += 1
      case _ where "^$.|?*+()".utf8.contains(byte): break
      case _:
        run.text.append(byte)
        index = next
        continue
      }
      end(at: index)
      run = (next, [])
      index = next
    }
    end(at: min(index, bytes.count))
    return found
  }
}

extension UInt8 {
  /// Whether it is a letter or a digit of ASCII.
  var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case _: false
    }
  }
}
