/// A value with exactly one form in bytes, the same in every process and on every machine.
///
/// Snapshots, the state hash and the journal are such bytes. A value is one of four kinds:
///
/// | kind | bytes |
/// | --- | --- |
/// | number | unsigned LEB128, signed ones zigzag first |
/// | bytes | their count as a number, then the bytes; texts are UTF-8 |
/// | record | fields in ascending order, then a zero byte |
/// | choice | the number of the case, its fields in ascending order, then a zero byte |
///
/// A field is its tag, `number × 4 + kind`, and its value. A field that has its default (0, false, an empty text, a record
/// without fields, nil, an empty list) is left out; a list is its field again for each element. So a program reads bytes
/// that were written before one of its fields was there. The numbers of fields and cases are never used for something
/// else; a field that went is read with `removed`.
protocol Canonical {
  static var kind: CanonicalKind { get }
  /// Whether the value is left out where a field may be.
  var isDefault: Bool { get }
  /// Writes the value without its tag, and without the end of a record or choice.
  func write(to writer: inout CanonicalWriter)
  init(from reader: inout CanonicalReader) throws(CanonicalError)
}

/// What a tag says of the bytes that follow, so that a field can be passed over.
enum CanonicalKind: UInt64 {
  case number = 0
  case bytes = 1
  case record = 2
  case choice = 3

  /// The kind in the low bits of a tag.
  init(tag: UInt64) {
    self =
      switch tag & 3 {
      case 0: .number
      case 1: .bytes
      case 2: .record
      case _: .choice
      }
  }
}

/// A value that is written as fields.
protocol CanonicalRecord: Canonical {}

extension CanonicalRecord {
  static var kind: CanonicalKind { .record }
  // A record without fields is taken back by the writer.
  var isDefault: Bool { false }
}

/// One of several cases; each begins with `CanonicalWriter.choose` and `CanonicalReader.choice`.
protocol CanonicalChoice: Canonical {}

extension CanonicalChoice {
  static var kind: CanonicalKind { .choice }
  var isDefault: Bool { false }
}

/// A value that is a number, 0 by default.
protocol CanonicalNumber: Canonical {
  var canonicalNumber: UInt64 { get }
  /// The value, or nil where the number is none.
  init?(canonicalNumber: UInt64)
}

extension CanonicalNumber {
  static var kind: CanonicalKind { .number }
  var isDefault: Bool { canonicalNumber == 0 }

  func write(to writer: inout CanonicalWriter) { writer.write(number: canonicalNumber) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    guard let value = Self(canonicalNumber: try reader.number()) else {
      throw reader.error("A number is out of its range.")
    }
    self = value
  }
}

/// One of several cases without fields, by the number that each has for good.
protocol CanonicalCase: CanonicalNumber, CaseIterable {}

extension CanonicalCase {
  init?(canonicalNumber: UInt64) {
    guard let known = Self.allCases.first(where: { $0.canonicalNumber == canonicalNumber }) else {
      return nil
    }
    self = known
  }
}

/// A case whose raw value is its number.
extension CanonicalNumber where Self: RawRepresentable, RawValue == Int {
  var canonicalNumber: UInt64 { UInt64(rawValue) }
  init?(canonicalNumber: UInt64) { self.init(rawValue: Int(clamping: canonicalNumber)) }
}

/// Bytes that are no canonical form of what was to be read.
package struct CanonicalError: Error, Hashable, Sendable {
  /// What is wrong, for an operator.
  package let message: String
  /// Where, in bytes from the start.
  package let offset: Int
}
