/// Reads what a `CanonicalWriter` of this or an earlier program wrote, and refuses everything else.
///
/// The same calls read both formats: where fields have no numbers they come in the order of the calls.
struct CanonicalReader {
  private let bytes: [UInt8]
  private var position = 0
  let format: StateFormat

  init(_ bytes: [UInt8], _ format: StateFormat = .newest) {
    self.bytes = bytes
    self.format = format
  }

  /// What a field that was left out is read from: the number 0, a text of no bytes, a record without fields.
  private static let nothing: [UInt8] = [0]

  private var isPositional: Bool { format == .positional }

  var isAtEnd: Bool { position == bytes.endIndex }

  func error(_ message: String) -> CanonicalError {
    CanonicalError(message: message, offset: position)
  }

  // MARK: - Fields

  /// A field, or its default where it was left out.
  mutating func read<Value: Canonical>(_ field: UInt64) throws(CanonicalError) -> Value {
    if isPositional { return try Value(from: &self) }
    guard try begins(field, Value.kind) else {
      var nothing = CanonicalReader(Self.nothing, format)
      return try Value(from: &nothing)
    }
    let start = position
    let value = try readValue(Value.self)
    guard !value.isDefault, Value.kind != .record || position > start + 1 else {
      throw error("A field with its default value was written.")
    }
    return value
  }

  /// A field that came later than the oldest format: bytes from before do not have it.
  mutating func read<Value: Canonical>(
    _ field: UInt64, since first: StateFormat
  ) throws(CanonicalError) -> Value {
    guard format.rawValue < first.rawValue else { return try read(field) }
    var nothing = CanonicalReader(Self.nothing, .newest)
    return try Value(from: &nothing)
  }

  /// A field that may be absent, and that came later than the oldest format.
  mutating func optional<Value: Canonical>(
    _ field: UInt64, since first: StateFormat, _: Value.Type = Value.self
  ) throws(CanonicalError) -> Value? {
    format.rawValue < first.rawValue ? nil : try optional(field)
  }

  /// A field that may be absent.
  mutating func optional<Value: Canonical>(
    _ field: UInt64, _: Value.Type = Value.self
  ) throws(CanonicalError) -> Value? {
    if isPositional { return try Bool(from: &self) ? try Value(from: &self) : nil }
    return try begins(field, Value.kind) ? try readValue(Value.self) : nil
  }

  /// A field that is there once for each element, and that came later than the oldest format.
  mutating func list<Value: Canonical>(
    _ field: UInt64, since first: StateFormat, _: Value.Type = Value.self
  ) throws(CanonicalError) -> [Value] {
    format.rawValue < first.rawValue ? [] : try list(field)
  }

  /// A field that is there once for each element.
  mutating func list<Value: Canonical>(
    _ field: UInt64, _: Value.Type = Value.self
  ) throws(CanonicalError) -> [Value] {
    var values: [Value] = []
    if isPositional {
      let count = try number()
      // Every element has at least one byte.
      guard count <= UInt64(bytes.endIndex - position) else {
        throw error("A list is longer than the remaining bytes.")
      }
      values.reserveCapacity(Int(count))
      for _ in 0..<count { values.append(try Value(from: &self)) }
    } else {
      while try begins(field, Value.kind) { values.append(try readValue(Value.self)) }
    }
    return values
  }

  /// Which case of a choice follows.
  mutating func choice() throws(CanonicalError) -> UInt64 { try number() }

  /// Passes over a field that earlier programs wrote and that means nothing any more. Positional bytes never had it.
  mutating func removed(_ field: UInt64) throws(CanonicalError) {
    while !isPositional, let kind = try begins(field) { try skip(kind) }
  }

  /// Whether a field follows; then its tag has been read.
  private mutating func begins(_ field: UInt64, _ kind: CanonicalKind) throws(CanonicalError) -> Bool {
    guard let found = try begins(field) else { return false }
    guard found == kind else { throw error("Field \(field) is of another kind.") }
    return true
  }

  private mutating func begins(_ field: UInt64) throws(CanonicalError) -> CanonicalKind? {
    guard position < bytes.endIndex, bytes[position] != 0 else { return nil }
    let start = position
    let tag = try number()
    guard tag >> 2 == field else {
      position = start
      return nil
    }
    return CanonicalKind(tag: tag)
  }

  private mutating func readValue<Value: Canonical>(_: Value.Type) throws(CanonicalError) -> Value {
    let value = try Value(from: &self)
    switch Value.kind {
    case .number, .bytes: break
    case .record, .choice: try end()
    }
    return value
  }

  /// The end of a record: a field that nothing read is of a later program, or in the wrong place.
  private mutating func end() throws(CanonicalError) {
    guard try byte() == 0 else {
      position -= 1
      throw error("A field is unknown or in the wrong place.")
    }
  }

  private mutating func skip(_ kind: CanonicalKind) throws(CanonicalError) {
    switch kind {
    case .number: _ = try number()
    case .bytes: _ = try span()
    case .choice:
      _ = try number()
      try skip(.record)
    case .record:
      while try byte() != 0 {
        position -= 1
        try skip(CanonicalKind(tag: try number()))
      }
    }
  }

  // MARK: - Values

  mutating func byte() throws(CanonicalError) -> UInt8 {
    guard position < bytes.endIndex else { throw error("The bytes end too early.") }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func number() throws(CanonicalError) -> UInt64 {
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

  mutating func text() throws(CanonicalError) -> String {
    let start = position
    let span = try span()
    guard let text = String(validating: bytes[span], as: UTF8.self) else {
      position = start
      throw error("A text is not UTF-8.")
    }
    return text
  }

  /// Words of eight bytes each. Positional bytes have no count before them.
  mutating func fixed(_ count: Int) throws(CanonicalError) -> [UInt64] {
    // A field that was left out.
    if !isPositional, bytes == Self.nothing { return Array(repeating: 0, count: count) }
    if !isPositional, try number() != UInt64(count) * 8 {
      throw error("A field must have \(count * 8) bytes.")
    }
    var words: [UInt64] = []
    for _ in 0..<count {
      var word: UInt64 = 0
      for _ in 0..<8 { word = word << 8 | UInt64(try byte()) }
      words.append(word)
    }
    return words
  }

  /// Where the bytes are that follow after their count.
  private mutating func span() throws(CanonicalError) -> Range<Int> {
    let count = try number()
    guard count <= UInt64(bytes.endIndex - position) else {
      throw error("A text is longer than the remaining bytes.")
    }
    defer { position += Int(count) }
    return position..<position + Int(count)
  }
}
