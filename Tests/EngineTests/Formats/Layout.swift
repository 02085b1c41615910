@testable import Engine

/// What bytes are made of: each field by the numbers on the way to it and its kind, without any value.
struct Layout {
  private(set) var lines: Set<String> = []
  private var rest: ArraySlice<UInt8> = []

  /// Takes in a record that has no end of its own.
  mutating func addFields(of bytes: [UInt8], as name: String) {
    rest = bytes[...]
    while !rest.isEmpty { addField(name) }
  }

  /// Takes in a choice that has no end of its own.
  mutating func addChoice(of bytes: [UInt8], as name: String) {
    rest = bytes[...]
    let path = "\(name)(\(number()))"
    lines.insert(path)
    while !rest.isEmpty { addField(path) }
  }

  private mutating func addField(_ path: String) {
    let tag = number()
    var path = "\(path).\(tag >> 2)"
    let kind = CanonicalKind(tag: tag)
    lines.insert("\(path) \(kind)")
    switch kind {
    case .number: _ = number()
    case .bytes:
      let count = Int(number())
      rest = rest.dropFirst(count)
    case .record: addRecord(path)
    case .choice:
      path += "(\(number()))"
      lines.insert(path)
      addRecord(path)
    }
  }

  private mutating func addRecord(_ path: String) {
    while rest.first != 0 { addField(path) }
    rest = rest.dropFirst()
  }

  private mutating func number() -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while let byte = rest.popFirst() {
      value |= UInt64(byte & 0x7f) << shift
      shift += 7
      if byte < 0x80 { break }
    }
    return value
  }
}
