/// A value with exactly one form in bytes, the same in every process and on every machine.
///
/// Numbers are unsigned LEB128, signed ones zigzag first; texts are UTF-8 after their length in bytes; lists come after
/// their count; an enum case is a number that is never reused. Snapshots, the state hash and the journal are such bytes.
protocol Canonical {
  func write(to writer: inout CanonicalWriter)
  init(from reader: inout CanonicalReader) throws(CanonicalError)
}

/// Bytes that are no canonical form of what was to be read.
package struct CanonicalError: Error, Hashable, Sendable {
  /// What is wrong, for an operator.
  package let message: String
  /// Where, in bytes from the start.
  package let offset: Int
}

/// Collects canonical bytes.
struct CanonicalWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func write(_ number: Int64) {
    write(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
  }

  mutating func write(_ number: Int) {
    write(Int64(number))
  }

  mutating func write(_ number: UInt32) {
    write(UInt64(number))
  }

  mutating func write(_ flag: Bool) {
    bytes.append(flag ? 1 : 0)
  }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      write(UInt64(utf8.count))
      bytes.append(contentsOf: utf8)
    }
  }

  mutating func write(_ value: some Canonical) {
    value.write(to: &self)
  }

  mutating func write<Value>(_ value: Value?, _ body: (inout CanonicalWriter, Value) -> Void) {
    write(value != nil)
    if let value { body(&self, value) }
  }

  mutating func write(_ value: (some Canonical)?) {
    write(value) { $0.write($1) }
  }

  mutating func write(_ text: String?) {
    write(text) { $0.write($1) }
  }

  mutating func write<Value>(
    all values: some Collection<Value>, _ body: (inout CanonicalWriter, Value) -> Void
  ) {
    write(UInt64(values.count))
    for value in values { body(&self, value) }
  }

  mutating func write(all values: some Collection<some Canonical>) {
    write(all: values) { $0.write($1) }
  }

  /// Fixed-width bytes, for what is random anyway.
  mutating func write(fixed word: UInt64) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
}

/// Reads what a `CanonicalWriter` wrote, and refuses everything else.
struct CanonicalReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes[...]
    position = 0
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  func error(_ message: String) -> CanonicalError {
    CanonicalError(message: message, offset: position)
  }

  mutating func byte() throws(CanonicalError) -> UInt8 {
    guard position < bytes.endIndex else { throw error("The bytes end too early.") }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func uint64() throws(CanonicalError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 {
        guard shift < 63 || byte <= 1, byte != 0 || shift == 0 else { break }
        return value
      }
    }
    throw error("A number is not in its shortest form or has more than 64 bits.")
  }

  mutating func int64() throws(CanonicalError) -> Int64 {
    let raw = try uint64()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  mutating func int() throws(CanonicalError) -> Int {
    Int(try int64())
  }

  mutating func uint32() throws(CanonicalError) -> UInt32 {
    guard let value = UInt32(exactly: try uint64()) else { throw error("A number has more than 32 bits.") }
    return value
  }

  mutating func bool() throws(CanonicalError) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw error("A flag is neither 0 nor 1.")
    }
  }

  mutating func string() throws(CanonicalError) -> String {
    let count = try uint64()
    guard count <= UInt64(bytes.endIndex - position) else { throw error("A text is longer than the bytes.") }
    let end = position + Int(count)
    guard let text = String(validating: bytes[position..<end], as: UTF8.self) else {
      throw error("A text is not UTF-8.")
    }
    position = end
    return text
  }

  mutating func optional<Value>(
    _ body: (inout CanonicalReader) throws(CanonicalError) -> Value
  ) throws(CanonicalError) -> Value? {
    try bool() ? try body(&self) : nil
  }

  mutating func value<Value: Canonical>(_: Value.Type = Value.self) throws(CanonicalError) -> Value {
    try Value(from: &self)
  }

  mutating func optionalValue<Value: Canonical>() throws(CanonicalError) -> Value? {
    try bool() ? try Value(from: &self) : nil
  }

  mutating func optionalString() throws(CanonicalError) -> String? {
    try bool() ? try string() : nil
  }

  mutating func list<Value>(
    _ body: (inout CanonicalReader) throws(CanonicalError) -> Value
  ) throws(CanonicalError) -> [Value] {
    let count = try uint64()
    guard count <= UInt64(bytes.endIndex - position) else { throw error("A list is longer than the bytes.") }
    var values: [Value] = []
    values.reserveCapacity(Int(count))
    for _ in 0..<count { values.append(try body(&self)) }
    return values
  }

  mutating func list<Value: Canonical>() throws(CanonicalError) -> [Value] {
    try list { (reader) throws(CanonicalError) in try reader.value() }
  }

  mutating func fixed() throws(CanonicalError) -> UInt64 {
    var word: UInt64 = 0
    for _ in 0..<8 { word = word << 8 | UInt64(try byte()) }
    return word
  }
}
