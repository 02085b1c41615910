/// Collects canonical bytes, in the newest format.
struct CanonicalWriter {
  private(set) var bytes: [UInt8] = []
  /// What of a state is written.
  let part: StatePart

  /// A writer of a part of a state, or of one value.
  ///
  /// - Parameter capacity: For how many bytes there is room at first.
  init(_ part: StatePart = .whole, capacity: Int = 0) {
    self.part = part
    bytes.reserveCapacity(capacity)
  }

  // MARK: - Fields

  /// Writes a field, unless it has its default.
  mutating func write<Value: Canonical>(_ field: UInt64, _ value: Value) {
    if !value.isDefault { writeField(field, value, keepsEmpty: false) }
  }

  /// Writes an optional field: nothing for nil, and every value that is there.
  mutating func write<Value: Canonical>(_ field: UInt64, _ value: Value?) {
    if let value { writeField(field, value, keepsEmpty: true) }
  }

  /// Writes a list as its field again for each element.
  mutating func write<Value: Canonical>(_ field: UInt64, all values: some Sequence<Value>) {
    for value in values { writeField(field, value, keepsEmpty: true) }
  }

  /// Begins a choice.
  mutating func choose(_ choice: UInt64) { write(number: choice) }

  private mutating func writeField<Value: Canonical>(_ field: UInt64, _ value: Value, keepsEmpty: Bool) {
    let tag = bytes.count
    write(number: field << 2 | Value.kind.rawValue)
    let start = bytes.count
    value.write(to: &self)
    switch Value.kind {
    case .number, .bytes: break
    case .record where !keepsEmpty && bytes.count == start: bytes.removeSubrange(tag...)
    case .record, .choice: bytes.append(0)
    }
  }

  // MARK: - Values

  mutating func write(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func write(text: String) {
    var text = text
    text.withUTF8 { utf8 in
      write(number: UInt64(utf8.count))
      bytes.append(contentsOf: utf8)
    }
  }

  mutating func write(fixed words: some Sequence<UInt64>, count: Int) {
    write(number: UInt64(count) * 8)
    for word in words {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
  }

  /// Takes what was written so far, for a state that is written in pieces.
  mutating func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}
