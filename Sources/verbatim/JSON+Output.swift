import Wire

extension JSON {
  /// The value as it is printed, in one line.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// How many there are of something.
  static func count(_ number: UInt64) -> JSON { .integer(Int64(clamping: number)) }
}
