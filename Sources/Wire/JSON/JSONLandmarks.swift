/// Where the names and numbers of a text are: what helps where json-c's tree does not tell enough.
struct JSONLandmarks {
  var names: [Name] = []
  var numbers: [Number] = []

  /// A member name with its quotation marks.
  struct Name {
    /// Which object of the text it belongs to, counted from 0 in the order of their opening braces.
    var object: Int
    var range: Range<Int>
  }

  struct Number {
    var range: Range<Int>
    var isInteger: Bool
  }

  /// The first number that no `Double` can hold.
  func firstNumberOutOfRange(in bytes: UnsafeRawBufferPointer) -> Number? {
    numbers.first { number in
      Double(String(decoding: bytes[number.range], as: UTF8.self))?.isFinite != true
    }
  }

  /// The text with `e0` behind each integer beyond 64 bits: json-c reads that as the nearest `Double`, and would
  /// otherwise give the largest or smallest integer that it has.
  func withLargeIntegersMarked(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var marked: [UInt8] = []
    var copied = 0
    for number in numbers where number.isInteger {
      let digits = String(decoding: bytes[number.range], as: UTF8.self)
      guard Int64(digits) == nil else { continue }
      marked += bytes[copied..<number.range.upperBound]
      marked += Array("e0".utf8)
      copied = number.range.upperBound
    }
    marked += bytes[copied...]
    return marked
  }
}
