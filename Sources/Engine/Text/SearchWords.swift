/// Cuts texts into the words by which a search finds them, each followed by a space.
///
/// - A word is made of letters and digits, without their case, accents and width: `Café` is `cafe`, `Straße` is `strasse`.
/// - A symbol or an emoji is a word, whatever stands beside it: `C++` is `c + +`. Of a longer row of the same symbol four count.
/// - Where a script puts no spaces between words, each two neighbouring characters are a word, and the last one alone: `東京都` is
///   `東京 京都 都`. So a text is found by any part of it.
/// - Everything else stands between words.
///
/// The tables are Unicode 15.0 (`WordTable`). The index of messages holds what this makes, so a change of it needs a migration.
package struct SearchWords {
  /// The words, each with a space behind it.
  package private(set) var bytes: [UInt8] = []
  /// How the last word came about, which decides how a search goes on behind it.
  package private(set) var ending = Ending.word(characters: 0)

  package enum Ending: Hashable, Sendable {
    /// A word with so many characters, or a symbol, which has none.
    case word(characters: Int)
    /// The last character of a stretch without spaces, which has so many.
    case run(characters: Int)
  }

  private enum State {
    case between
    case word
    case run
  }

  private let table = WordTable.shared
  private var state = State.between
  /// How many characters the word has, or the stretch without spaces.
  private var characters = 0
  /// Where the last character of a stretch without spaces begins in `bytes`.
  private var start = 0
  /// The last character that a Hangul vowel or final consonant may join.
  private var open: UInt32 = 0
  private var marks: [Mark] = []
  private var flag: Unicode.Scalar?
  private var symbol: (scalar: Unicode.Scalar, count: Int)?

  private struct Mark {
    let order: UInt8
    let scalar: Unicode.Scalar
  }

  /// More marks on one character are noise.
  private static let mostMarks = 8
  private static let mostInARow = 4

  package init() {}

  package init(_ text: some StringProtocol) {
    self.init()
    add(text)
  }

  /// Adds the words of a text; what came before it stays apart.
  package mutating func add(_ text: some StringProtocol) {
    var text = String(text)
    text.withUTF8 { add(utf8: $0) }
  }

  /// Adds the words of a text in UTF-8.
  package mutating func add(utf8 text: UnsafeBufferPointer<UInt8>) {
    var index = bytes.isEmpty ? addPlainWords(of: text) : 0
    if index < text.count { bytes.reserveCapacity(bytes.count + 2 * (text.count - index) + 8) }
    while index < text.count {
      if text[index] < 0x80 {
        addASCII(text[index])
        index += 1
      } else {
        add(Self.scalar(in: text, at: &index))
      }
    }
    end()
  }

  // MARK: - Plain words

  /// Adds the first words of a text as long as there are only letters, digits and separators of ASCII, of which most texts consist;
  /// returns where the rest begins.
  private mutating func addPlainWords(of text: UnsafeBufferPointer<UInt8>) -> Int {
    var rest = text.count
    var length = 0
    bytes = [UInt8](unsafeUninitializedCapacity: text.count + 1) { output, count in
      var start = 0
      for (index, byte) in text.enumerated() {
        if Self.isLetter(byte) {
          // The bit that makes a small letter is set in a digit anyway.
          output[count] = byte | 0x20
          count += 1
        } else if byte >= 0x80 || Self.isSymbol(byte) {
          rest = index - (count - start)
          count = start
          return
        } else if count > start {
          output[count] = Self.space
          count += 1
          length = count - 1 - start
          start = count
        }
      }
      guard count > start else { return }
      output[count] = Self.space
      count += 1
      length = count - 1 - start
    }
    ending = .word(characters: length)
    return rest
  }

  private static let space = UInt8(ascii: " ")

  /// Whether a character of ASCII is a word of its own; the index takes them for words too (`Schema.indexAnew`).
  private static func isSymbol(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "#")...UInt8(ascii: "&"), UInt8(ascii: "+"), UInt8(ascii: "<")...UInt8(ascii: ">"),
      UInt8(ascii: "@"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    case _: false
    }
  }

  // MARK: - Characters

  /// Whether a byte is a letter or a digit of ASCII.
  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  private mutating func addASCII(_ byte: UInt8) {
    if flag != nil { endFlag() }
    if Self.isLetter(byte) {
      if state != .word { begin(.word) } else { placeMarks() }
      characters += 1
      bytes.append(byte | 0x20)
    } else if Self.isSymbol(byte) {
      addSymbol(Unicode.Scalar(byte))
    } else {
      end()
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    let entry = table[scalar]
    guard !entry.standsForItself else { return add(scalar, entry) }
    switch table.replacement(of: entry) {
    case .scalar(let scalar): addReplacement(scalar)
    case .spelling(let scalars): for scalar in scalars { addReplacement(scalar) }
    }
  }

  private mutating func addReplacement(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x80 { addASCII(UInt8(scalar.value)) } else { add(scalar, table[scalar]) }
  }

  private mutating func add(_ scalar: Unicode.Scalar, _ entry: WordTable.Entry) {
    if flag != nil, entry.kind != .flag { endFlag() }
    switch entry.kind {
    case .separator: end()
    case .skipped: break
    case .word:
      if state != .word { begin(.word) } else { placeMarks() }
      characters += 1
      append(scalar)
    case .mark: addMark(scalar, entry.order)
    case .symbol: addSymbol(scalar)
    case .run: addToRun(scalar)
    case .flag: addFlag(scalar)
    }
  }

  /// A mark without a character that it belongs to is a word.
  private mutating func addMark(_ scalar: Unicode.Scalar, _ order: UInt8) {
    if state == .between {
      begin(.word)
      characters += 1
    }
    guard marks.count < Self.mostMarks else { return }
    // Canonically equivalent texts differ in the order of marks that do not touch each other (Unicode Standard Annex #15).
    var index = marks.count
    while order != 0, index > 0, marks[index - 1].order > order { index -= 1 }
    marks.insert(Mark(order: order, scalar: scalar), at: index)
  }

  private mutating func placeMarks() {
    guard !marks.isEmpty else { return }
    for mark in marks { append(mark.scalar) }
    marks.removeAll(keepingCapacity: true)
  }

  private mutating func addSymbol(_ scalar: Unicode.Scalar) {
    let count = symbol.map { $0.scalar == scalar && state == .between ? $0.count + 1 : 1 } ?? 1
    end()
    symbol = (scalar, count)
    guard count <= Self.mostInARow else { return }
    append(scalar)
    endWord(.word(characters: 0))
  }

  private mutating func addFlag(_ scalar: Unicode.Scalar) {
    guard let first = flag else {
      end()
      flag = scalar
      return
    }
    flag = nil
    append(first)
    append(scalar)
    endWord(.word(characters: 0))
  }

  private mutating func endFlag() {
    guard let first = flag else { return }
    flag = nil
    append(first)
    endWord(.word(characters: 0))
  }

  // MARK: - Stretches without spaces

  private mutating func addToRun(_ scalar: Unicode.Scalar) {
    if state != .run {
      begin(.run)
    } else if marks.isEmpty, let joined = Self.syllable(of: open, and: scalar.value) {
      open = joined
      bytes.removeLast(bytes.count - start)
      append(Unicode.Scalar(joined)!)
      return
    } else {
      placeMarks()
      if characters > 1 { beginPair() }
    }
    characters += 1
    open = scalar.value
    start = bytes.count
    append(scalar)
  }

  /// Begins another word with the last character, which is complete.
  private mutating func beginPair() {
    let end = bytes.count
    bytes.append(Self.space)
    for place in start..<end { bytes.append(bytes[place]) }
  }

  /// The syllable that a Hangul syllable without a final consonant, or a first consonant, makes with what follows.
  ///
  /// Source: The Unicode Standard 15.0, section 3.12, "Conjoining Jamo Behavior".
  private static func syllable(of open: UInt32, and next: UInt32) -> UInt32? {
    if (0x1100...0x1112).contains(open), (0x1161...0x1175).contains(next) {
      return 0xAC00 + ((open - 0x1100) * 21 + next - 0x1161) * 28
    }
    if (0xAC00...0xD7A3).contains(open), (open - 0xAC00) % 28 == 0, (0x11A8...0x11C2).contains(next) {
      return open + next - 0x11A7
    }
    return nil
  }

  // MARK: - Words

  private mutating func begin(_ next: State) {
    end()
    state = next
  }

  private mutating func end() {
    if flag != nil { endFlag() }
    symbol = nil
    switch state {
    case .between: return
    case .word:
      placeMarks()
      endWord(.word(characters: characters))
    case .run:
      placeMarks()
      if characters > 1 { beginPair() }
      endWord(.run(characters: characters))
    }
    state = .between
    characters = 0
  }

  private mutating func endWord(_ ending: Ending) {
    bytes.append(Self.space)
    self.ending = ending
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    func next(_ shift: UInt32) { bytes.append(UInt8(truncatingIfNeeded: 0x80 | value >> shift & 0x3F)) }
    switch value {
    case ..<0x80: bytes.append(UInt8(truncatingIfNeeded: value))
    case ..<0x800:
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      next(0)
    case ..<0x1_0000:
      bytes.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      next(6)
      next(0)
    case _:
      bytes.append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
      next(12)
      next(6)
      next(0)
    }
  }

  private static func scalar(in text: UnsafeBufferPointer<UInt8>, at index: inout Int) -> Unicode.Scalar {
    func next(_ bits: UInt32) -> UInt32 {
      defer { index += 1 }
      return bits << 6 | (index < text.count ? UInt32(text[index] & 0x3F) : 0)
    }
    let first = UInt32(text[index])
    index += 1
    let value: UInt32 =
      switch first {
      case 0xF0...: next(next(next(first & 0x07)))
      case 0xE0...: next(next(first & 0x0F))
      case _: next(first & 0x1F)
      }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}

extension SearchWords {
  /// Whether a search finds longer words too that begin with the last word of a phrase.
  package enum Continuation: Hashable, Sendable {
    case never
    /// Where the last word has so many characters, and there are not too many longer ones.
    case perhaps(from: Int)
    case always
  }

  /// A part of a query as the index has it: one phrase; empty where there is no word in it. Behind it `*` says that its last word goes
  /// on, and `?` that it does unless too many words begin with it.
  package static func phrase(_ text: some StringProtocol, _ continuation: Continuation) -> String {
    var words = SearchWords(text)
    guard !words.bytes.isEmpty else { return "" }
    words.bytes.removeLast()
    var sign = ""
    switch (words.ending, continuation) {
    case (.word(0), _), (.word, .never): break
    case (.word, .always): sign = "*"
    case (.word(let characters), .perhaps(from: let least)): sign = characters >= least ? "?" : ""
    // One character of such a script is the beginning of each pair that it begins.
    case (.run(1), _): sign = "*"
    // It need not be the last one of its stretch.
    case (.run, _): words.bytes.removeSubrange(words.bytes.lastIndex(of: space)!...)
    }
    return String(decoding: words.bytes, as: UTF8.self) + sign
  }
}
