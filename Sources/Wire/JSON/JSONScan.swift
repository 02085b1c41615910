/// A recogniser of the grammar of RFC 8259 that runs over a text before json-c builds its tree.
///
/// json-c 0.16 lets much pass even when strict: leading zeros, `NaN`, control characters, lone surrogates, other white
/// space, overlong UTF-8. It also hides what can no longer be seen in its tree: names that occur twice, U+0000 in names, and
/// integers beyond 64 bits. The scan refuses the former and counts what it takes to notice the latter.
struct JSONScan {
  /// How many members all objects together have.
  private(set) var members = 0
  /// How many objects there are.
  private(set) var objects = 0
  /// Whether a member name holds U+0000, at which json-c cuts it.
  private(set) var namesHoldNUL = false
  /// Whether there are integers so long that they may not fit 64 bits.
  private(set) var hasLongIntegers = false
  /// Where names and numbers are; only kept where it was asked for.
  private(set) var landmarks = JSONLandmarks()

  let bytes: UnsafeRawBufferPointer
  var position = 0
  private let maximumDepth: Int
  private let keepsLandmarks: Bool

  /// The deepest nesting that is ever accepted, so that the recursion here and over trees is bounded.
  static let deepest = 512

  init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int, keepsLandmarks: Bool = false) {
    self.bytes = bytes
    self.maximumDepth = min(maximumDepth, Self.deepest)
    self.keepsLandmarks = keepsLandmarks
  }

  /// Goes over the whole text.
  mutating func run() throws(JSONError) {
    if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf {
      throw failure(.byteOrderMark)
    }
    skipWhiteSpace()
    try value(depth: 0)
    skipWhiteSpace()
    guard position == bytes.count else { throw failure(.expected(.endOfText)) }
  }

  func failure(_ problem: JSONError.Problem) -> JSONError { failure(problem, at: position) }

  func failure(_ problem: JSONError.Problem, at offset: Int) -> JSONError {
    JSONError(problem, at: offset, isAtEnd: offset >= bytes.count)
  }

  /// The byte that comes next, or 0 at the end, which no rule of the grammar accepts.
  var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func skipWhiteSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0a, 0x0d, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func value(depth: Int) throws(JSONError) {
    switch next {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "{"): try object(depth: depth + 1)
    case UInt8(ascii: "["): try array(depth: depth + 1)
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    default: throw failure(.expected(.value))
    }
  }

  private mutating func object(depth: Int) throws(JSONError) {
    guard depth <= maximumDepth else { throw failure(.tooDeep(maximumDepth: maximumDepth)) }
    let number = objects
    objects += 1
    position += 1
    skipWhiteSpace()
    if next == UInt8(ascii: "}") {
      position += 1
      return
    }
    var expectation = JSONError.Expectation.nameOrEnd
    while true {
      guard next == UInt8(ascii: "\"") else { throw failure(.expected(expectation)) }
      try name(ofObject: number)
      skipWhiteSpace()
      guard next == UInt8(ascii: ":") else { throw failure(.expected(.colon)) }
      position += 1
      skipWhiteSpace()
      try value(depth: depth)
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        return
      default: throw failure(.expected(.commaOrEndOfObject))
      }
      skipWhiteSpace()
      expectation = .name
    }
  }

  private mutating func name(ofObject number: Int) throws(JSONError) {
    let start = position
    let holdsNUL = try string()
    members += 1
    if holdsNUL { namesHoldNUL = true }
    if keepsLandmarks { landmarks.names.append(.init(object: number, range: start..<position)) }
  }

  private mutating func array(depth: Int) throws(JSONError) {
    guard depth <= maximumDepth else { throw failure(.tooDeep(maximumDepth: maximumDepth)) }
    position += 1
    skipWhiteSpace()
    if next == UInt8(ascii: "]") {
      position += 1
      return
    }
    while true {
      try value(depth: depth)
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        return
      default: throw failure(.expected(.commaOrEndOfArray))
      }
      skipWhiteSpace()
    }
  }

  private mutating func literal(_ word: StaticString) throws(JSONError) {
    let length = word.utf8CodeUnitCount
    guard bytes.count - position >= length else { throw failure(.expected(.value)) }
    for index in 0..<length where bytes[position + index] != word.utf8Start[index] {
      throw failure(.expected(.value))
    }
    position += length
  }

  private mutating func number() throws(JSONError) {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
    var isInteger = true
    if next == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try digits()
    }
    if next | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    // Every integer of at most 18 characters fits 64 bits.
    if isInteger, position - start > 18 { hasLongIntegers = true }
    if keepsLandmarks { landmarks.numbers.append(.init(range: start..<position, isInteger: isInteger)) }
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while next &- UInt8(ascii: "0") < 10 { position += 1 }
    guard position > start else { throw failure(.expected(.digit)) }
  }
}
