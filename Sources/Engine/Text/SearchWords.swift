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

  private var state = State.between
  /// Of a word, how many characters it has; of a stretch without spaces, how many it has had before the last one.
  private var characters = 0
  /// The last two characters of a stretch without spaces; the word so far is in `bytes`.
  private var previous: [UInt8] = []
  private var current: [UInt8] = []
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
    bytes.reserveCapacity(bytes.count + text.count + 8)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if Self.isLetter(byte) {
        addLetters(of: text, at: &index)
      } else if byte < 0x80 {
        index += 1
        addASCII(byte)
      } else {
        add(Self.scalar(in: text, at: &index))
      }
    }
    end()
  }

  // MARK: - Characters

  /// Whether a byte is a letter or a digit of ASCII.
  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  /// Adds letters and digits of ASCII, as many as follow each other: most texts consist of them.
  private mutating func addLetters(of text: UnsafeBufferPointer<UInt8>, at index: inout Int) {
    if state != .word { begin(.word) } else { placeMarks() }
    var next = index + 1
    var isCapital = text[index] & 0x60 == 0x40
    while next < text.count, Self.isLetter(text[next]) {
      isCapital = isCapital || text[next] & 0x60 == 0x40
      next += 1
    }
    let start = bytes.count
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[index..<next]))
    // The bit that makes a small letter is set in a digit anyway.
    if isCapital { for place in start..<bytes.count { bytes[place] |= 0x20 } }
    characters += next - index
    index = next
  }

  private mutating func addASCII(_ byte: UInt8) {
    switch byte {
    case 0x61...0x7A, 0x30...0x39, 0x41...0x5A:
      if state != .word { begin(.word) } else { placeMarks() }
      characters += 1
      bytes.append(byte | 0x20)
    case 0x23, 0x24, 0x25, 0x26, 0x2B, 0x3C, 0x3D, 0x3E, 0x40, 0x5E, 0x60, 0x7C, 0x7E:  // # $ % & + < = > @ ^ ` | ~
      addSymbol(Unicode.Scalar(byte))
    case _: end()
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    let entry = WordTable.shared[scalar]
    switch WordTable.shared.replacement(of: scalar, entry) {
    case .itself: add(scalar, entry)
    case .scalar(let scalar): addReplacement(scalar)
    case .spelling(let scalars): for scalar in scalars { addReplacement(scalar) }
    }
  }

  private mutating func addReplacement(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x80 { addASCII(UInt8(scalar.value)) } else { add(scalar, WordTable.shared[scalar]) }
  }

  private mutating func add(_ scalar: Unicode.Scalar, _ entry: WordTable.Entry) {
    if flag != nil, entry.kind != .flag { endFlag() }
    switch entry.kind {
    case .separator: end()
    case .skipped: break
    case .word:
      if state != .word { begin(.word) } else { placeMarks() }
      characters += 1
      Self.append(scalar, to: &bytes)
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
    for mark in marks {
      if state == .run {
        Self.append(mark.scalar, to: &current)
      } else {
        Self.append(mark.scalar, to: &bytes)
      }
    }
    marks.removeAll(keepingCapacity: true)
  }

  private mutating func addSymbol(_ scalar: Unicode.Scalar) {
    let count = symbol.map { $0.scalar == scalar && state == .between ? $0.count + 1 : 1 } ?? 1
    end()
    symbol = (scalar, count)
    guard count <= Self.mostInARow else { return }
    Self.append(scalar, to: &bytes)
    endWord(.word(characters: 0))
  }

  private mutating func addFlag(_ scalar: Unicode.Scalar) {
    guard let first = flag else {
      end()
      flag = scalar
      return
    }
    flag = nil
    Self.append(first, to: &bytes)
    Self.append(scalar, to: &bytes)
    endWord(.word(characters: 0))
  }

  private mutating func endFlag() {
    guard let first = flag else { return }
    flag = nil
    Self.append(first, to: &bytes)
    endWord(.word(characters: 0))
  }

  // MARK: - Stretches without spaces

  private mutating func addToRun(_ scalar: Unicode.Scalar) {
    if state != .run {
      begin(.run)
    } else if marks.isEmpty, let joined = Self.syllable(of: open, and: scalar.value) {
      open = joined
      current.removeAll(keepingCapacity: true)
      Self.append(Unicode.Scalar(joined)!, to: &current)
      return
    } else {
      placeMarks()
      pair()
    }
    open = scalar.value
    Self.append(scalar, to: &current)
  }

  /// Writes the last two characters as a word, now that they are complete.
  private mutating func pair() {
    if characters > 0 {
      bytes += previous
      bytes += current
      bytes.append(UInt8(ascii: " "))
    }
    characters += 1
    swap(&previous, &current)
    current.removeAll(keepingCapacity: true)
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
      if characters > 0 {
        bytes += previous
        bytes += current
        bytes.append(UInt8(ascii: " "))
      }
      bytes += current
      endWord(.run(characters: characters + 1))
    }
    state = .between
    characters = 0
    previous.removeAll(keepingCapacity: true)
    current.removeAll(keepingCapacity: true)
  }

  private mutating func endWord(_ ending: Ending) {
    bytes.append(UInt8(ascii: " "))
    self.ending = ending
  }

  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: UTF8.encode(scalar)!)
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
  /// A part of a query as the index has it: one phrase, with `*` behind it where the last word may go on; empty where there is no
  /// word in it.
  ///
  /// - Parameter least: How many characters the last word must have to go on; nil for never.
  package static func phrase(_ text: some StringProtocol, goesOnFrom least: Int?) -> String {
    var words = SearchWords(text)
    guard !words.bytes.isEmpty else { return "" }
    words.bytes.removeLast()
    var goesOn = false
    switch words.ending {
    case .word(let characters): goesOn = least.map { characters >= max($0, 1) } ?? false
    // One character of such a script is the beginning of each pair that it begins.
    case .run(1): goesOn = true
    // It need not be the last one of its stretch.
    case .run: words.bytes.removeSubrange(words.bytes.lastIndex(of: UInt8(ascii: " "))!...)
    }
    return String(decoding: words.bytes, as: UTF8.self) + (goesOn ? "*" : "")
  }
}
