extension ReminderBot {
  /// What a line that begins with `!remind` asks for.
  enum Request: Hashable {
    case remind(after: Delay, of: String)
    case list
    case cancel(Int)
    /// Something is wrong with it, as this sentence says.
    case misuse(String)

    /// Reads a line; nil where it does not begin with `!remind`.
    init?(_ line: String) {
      let words = line.split(maxSplits: 2, whereSeparator: \.isWhitespace).map(String.init)
      guard words.first == "!remind" else { return nil }
      switch (words.dropFirst().first, words.dropFirst(2).first.flatMap(Self.trimmed)) {
      case (nil, _): self = .misuse(Self.usage)
      case ("list", nil): self = .list
      case ("cancel", let number):
        self =
          number.flatMap { Int($0) }.map { .cancel($0) }
          ?? .misuse("Say which one, as in !remind cancel 1; !remind list shows the numbers.")
      case (let delay?, let text): self = .init(delay: delay, text: text ?? "")
      }
    }

    private init(delay word: String, text: String) {
      guard let delay = Delay(word) else {
        let shown = String(word.unicodeScalars.prefix(32))
        self = .misuse("I do not understand the time \"\(shown)\". \(Self.usage)")
        return
      }
      guard (1...ReminderBot.longestMilliseconds).contains(delay.milliseconds) else {
        self = .misuse("The time must be from 1s to 365d.")
        return
      }
      guard !text.isEmpty else {
        self = .misuse("I do not know what to remind you of. \(Self.usage)")
        return
      }
      guard text.unicodeScalars.count <= ReminderBot.longestText else {
        self = .misuse("The text may have at most \(ReminderBot.longestText) characters.")
        return
      }
      self = .remind(after: delay, of: text)
    }

    private static let usage = "Say how long and what, as in !remind 10m tea; s, m, h and d are the units."

    /// The text without white space around it, or nil where nothing is left.
    private static func trimmed(_ text: String) -> String? {
      let start = text.drop(while: \.isWhitespace)
      return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) }
    }
  }

  /// A number and a unit, as in `10m`.
  struct Delay: Hashable, CustomStringConvertible {
    /// The delay; past the largest 64-bit number it is that number.
    let milliseconds: Int64
    let description: String

    private static let units: [(letter: Character, milliseconds: Int64)] = [
      ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
    ]

    /// Reads digits and one of s, m, h, d; nil for every other word.
    init?(_ word: String) {
      let digits = word.dropLast()
      guard let unit = Self.units.first(where: { $0.letter == word.last }), !digits.isEmpty,
        digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
      else { return nil }
      let number = Int64(digits) ?? .max
      let (product, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
      milliseconds = overflow ? .max : product
      description = "\(number)\(unit.letter)"
    }

    /// A number of milliseconds in its two largest units, as in `1h 5m`; what is less than a second counts as one.
    init(milliseconds: Int64) {
      self.milliseconds = milliseconds
      var rest = max(milliseconds, 1000)
      var parts: [String] = []
      for unit in Self.units where rest >= unit.milliseconds && parts.count < 2 {
        parts.append("\(rest / unit.milliseconds)\(unit.letter)")
        rest %= unit.milliseconds
      }
      description = parts.joined(separator: " ")
    }
  }
}
