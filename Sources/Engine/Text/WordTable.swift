/// What characters are to a search, and how they are folded: a table that `Scripts/unicode-tables` made, so that neither toolchain nor
/// operating system changes what is found.
struct WordTable: Sendable {
  /// What a character is to the words around it.
  enum Kind: UInt8, Sendable {
    /// It ends a word.
    case separator
    /// It is a part of a word: a letter or a digit.
    case word
    /// It belongs to the character before it, and makes another one of it, as a vowel sign does.
    case mark
    /// It changes nothing, as an accent or the colour of a symbol.
    case skipped
    /// It is a word of its own.
    case symbol
    /// It is of a script that has no spaces between words.
    case run
    /// Two of them are one word: the flag of a country.
    case flag
  }

  /// A character's kind, and what the index has in its place.
  struct Entry: Hashable, Sendable {
    /// 3 bits for the kind, 8 for the order among marks, 21 for the replacement.
    fileprivate let bits: UInt32

    var kind: Kind { Kind(rawValue: UInt8(bits & 7))! }
    /// The canonical combining class of a mark; 0 keeps its place.
    var order: UInt8 { UInt8(truncatingIfNeeded: bits >> 3) }
    /// A scalar's value, or beyond all of them a place in `spellings`; 0 for the character itself.
    fileprivate var replacement: UInt32 { bits >> 11 }
    var standsForItself: Bool { replacement == 0 }

    fileprivate init(kind: UInt32, order: UInt32, replacement: UInt32 = 0) {
      bits = kind | order << 3 | replacement << 11
    }
  }

  static let shared = WordTable(data: data)

  private static let pageBits: UInt32 = 7
  private static let pageSize = 1 << Int(pageBits)
  private static let scalars: UInt32 = 0x11_0000

  /// For each 128 characters the place of their entries.
  private var pages = [UInt16](repeating: 0, count: Int(Self.scalars >> Self.pageBits))
  private var entries = [Entry](repeating: Entry(kind: 0, order: 0), count: Self.pageSize)
  private var spellings: [[Unicode.Scalar]] = []

  /// The entry of a character beyond ASCII.
  subscript(scalar: Unicode.Scalar) -> Entry {
    let page = Int(pages[Int(scalar.value >> Self.pageBits)])
    return entries[page << Int(Self.pageBits) | Int(scalar.value) & (Self.pageSize - 1)]
  }

  /// What the index has in the place of a character that does not stand for itself.
  func replacement(of entry: Entry) -> Replacement {
    switch entry.replacement {
    case ..<Self.scalars: .scalar(Unicode.Scalar(entry.replacement)!)
    case let place: .spelling(spellings[Int(place - Self.scalars)])
    }
  }

  enum Replacement {
    case scalar(Unicode.Scalar)
    case spelling([Unicode.Scalar])
  }
}

extension WordTable {
  /// Reads stretches, each `gap,length,kind and order[,replacement];` in hexadecimal. The gap is from the end of the one before. A replacement
  /// is a distance, or the values of several characters with `+` between.
  private init(data: StaticString) {
    data.withUTF8Buffer { bytes in
      var next: UInt32 = 0x80
      for row in bytes.split(separator: UInt8(ascii: ";")) {
        let fields = row.split(separator: UInt8(ascii: ","))
        let first = next + Self.number(fields[0])
        let length = Self.number(fields[1])
        let kind = Self.number(fields[2])
        next = first + length
        guard fields.count > 3 else {
          fill(first..<next) { _ in Entry(kind: kind & 7, order: kind >> 3) }
          continue
        }
        if fields[3].contains(UInt8(ascii: "+")) {
          spellings.append(
            fields[3].split(separator: UInt8(ascii: "+")).map { Unicode.Scalar(Self.number($0))! })
          let place = Self.scalars + UInt32(spellings.count - 1)
          fill(first..<next) { _ in Entry(kind: kind & 7, order: kind >> 3, replacement: place) }
        } else {
          let isBack = fields[3].first == UInt8(ascii: "-")
          let distance = Self.number(isBack ? fields[3].dropFirst() : fields[3])
          fill(first..<next) {
            Entry(kind: kind & 7, order: kind >> 3, replacement: isBack ? $0 - distance : $0 + distance)
          }
        }
      }
    }
  }

  private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt32 {
    digits.reduce(0) { $0 << 4 | UInt32($1 < 0x3A ? $1 - 0x30 : $1 - 0x57) }
  }

  private mutating func fill(_ stretch: Range<UInt32>, _ entry: (UInt32) -> Entry) {
    var whole: UInt16?
    var value = stretch.lowerBound
    while value < stretch.upperBound {
      let page = Int(value >> Self.pageBits)
      let end = min((value >> Self.pageBits + 1) << Self.pageBits, stretch.upperBound)
      let isSame = entry(value) == entry(end - 1)
      if isSame, end - value == UInt32(Self.pageSize) {
        whole = whole ?? makePage(like: entry(value))
        pages[page] = whole!
      } else {
        if pages[page] == 0 { pages[page] = makePage(like: Entry(kind: 0, order: 0)) }
        let start = Int(pages[page]) << Int(Self.pageBits)
        for value in value..<end { entries[start | Int(value) & (Self.pageSize - 1)] = entry(value) }
      }
      value = end
    }
  }

  private mutating func makePage(like entry: Entry) -> UInt16 {
    entries.append(contentsOf: repeatElement(entry, count: Self.pageSize))
    return UInt16(entries.count >> Int(Self.pageBits) - 1)
  }
}
