/// What was typed for an option, read by its kind.
package enum OptionValue: Hashable, Sendable {
  /// Of words, texts, users and choices.
  case text(String)
  /// Of integers, and of durations in milliseconds.
  case integer(Int64)
  /// Of numbers, as JSON writes it.
  case number(String)
  case flag(Bool)

  /// About how many bytes of JSON it is.
  var approximateBytes: Int {
    switch self {
    case .text(let text): 8 + text.utf8.count
    case .integer, .number, .flag: 24
    }
  }
}

/// An option of a command that was given. Those that were left out are not there.
package struct GivenOption: Hashable, Sendable {
  package let name: String
  package var value: OptionValue

  package init(_ name: String, _ value: OptionValue) { (self.name, self.value) = (name, value) }
}

extension RoomCommand {
  /// The values of the options in what follows the name of the command on a line, or nil where it does not fit.
  ///
  /// - Parameter user: The name of the user who is called so, or nil where nobody is.
  func values(in line: String, user: (String) -> String?) -> [GivenOption]? {
    var words = LineWords(line)
    var given: [GivenOption] = []
    for (index, option) in options.enumerated() {
      guard !words.isAtEnd else {
        if option.isOptional { break }
        return nil
      }
      let isRest = option.kind == .text && index == options.count - 1
      guard let text = isRest ? words.remainder() : words.next(),
        let value = option.value(of: text, user: user)
      else { return nil }
      given.append(GivenOption(option.name, value))
    }
    return words.isAtEnd ? given : nil
  }
}

extension RoomCommand.Option {
  fileprivate func value(of text: String, user: (String) -> String?) -> OptionValue? {
    switch kind {
    case .word, .text: return .text(text)
    case .integer:
      guard let number = Int64(text), Self.integers.contains(number) else { return nil }
      return .integer(number)
    case .number: return Self.number(text).map { .number($0) }
    case .duration: return Self.milliseconds(text).map { .integer($0) }
    case .flag:
      switch text.lowercasedWord {
      case "yes", "on", "true": return .flag(true)
      case "no", "off", "false": return .flag(false)
      case _: return nil
      }
    case .user:
      let name = text.utf8.first == UInt8(ascii: "@") ? String(text.dropFirst()) : text
      return user(name).map { .text($0) }
    case .choice:
      let key = NameKey(text)
      return choices.first { NameKey($0) == key }.map { .text($0) }
    }
  }

  /// What every reader of JSON can hold exactly (RFC 7493, section 2.2).
  private static var integers: ClosedRange<Int64> { -9_007_199_254_740_991...9_007_199_254_740_991 }

  /// A decimal number of at most 15 digits as JSON writes it, or nil where the text is none.
  private static func number(_ text: String) -> String? {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let parts = text.utf8.dropFirst(isNegative ? 1 : 0).split(
      separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.reduce(0, { $0 + $1.count }) <= 15,
      parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    let whole = parts[0].drop { $0 == 0x30 }
    let digits = whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self)
    let fraction = parts.count == 2 ? "." + String(decoding: parts[1], as: UTF8.self) : ""
    return (isNegative ? "-" : "") + digits + fraction
  }

  /// The milliseconds of a time such as `90s` or `1h30m`, of a second to 366 days, or nil where it is none.
  private static func milliseconds(_ text: String) -> Int64? {
    guard text.utf8.count <= 32 else { return nil }
    var (total, count): (Int64, Int64?) = (0, nil)
    var units: [(letter: UInt8, seconds: Int64)] = [
      (UInt8(ascii: "d"), 86_400), (UInt8(ascii: "h"), 3600), (UInt8(ascii: "m"), 60), (UInt8(ascii: "s"), 1),
    ]
    for byte in text.utf8 {
      if (0x30...0x39).contains(byte) {
        let next = (count ?? 0) * 10 + Int64(byte - 0x30)
        guard next <= 1_000_000_000 else { return nil }
        count = next
      } else {
        // Each unit once, the larger ones first.
        guard let number = count, let place = units.firstIndex(where: { $0.letter == byte }) else {
          return nil
        }
        total += number * units[place].seconds
        units.removeFirst(place + 1)
        count = nil
      }
    }
    return count == nil && (1...366 * 86_400).contains(total) ? total * 1000 : nil
  }
}

/// The words of a line, of which one in quotation marks may have white space in it.
private struct LineWords {
  private var rest: Substring.UnicodeScalarView

  init(_ line: String) { rest = line[...].unicodeScalars.drop(while: \.isSpace) }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next word; nil where there is none, or its quotation mark is not closed or something follows it at once.
  mutating func next() -> String? {
    guard let first = rest.first else { return nil }
    guard first == "\"" else {
      let word = rest.prefix { !$0.isSpace }
      rest = rest[word.endIndex...].drop(while: \.isSpace)
      return String(word)
    }
    rest.removeFirst()
    var word = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"":
        guard rest.first?.isSpace ?? true, !word.isEmpty else { return nil }
        rest = rest.drop(while: \.isSpace)
        return String(word)
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        word.append(escaped)
      case _: word.append(scalar)
      }
    }
    return nil
  }

  /// All that is left, as it was typed.
  mutating func remainder() -> String {
    defer { rest = rest[rest.endIndex...] }
    return String(rest)
  }
}
