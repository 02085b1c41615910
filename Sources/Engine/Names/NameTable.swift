/// What Unicode says of the characters of names, by tables that `Scripts/name-tables` made: no toolchain changes which names are valid,
/// and which are alike.
struct NameTable: Sendable {
  /// What keeps a character out of names.
  enum Fault: UInt8, Sendable {
    case control = 1
    case whiteSpace
    case bidiControl
    case format
    case privateUse
    case unassigned
    case invisible
  }

  /// What case folding puts in the place of the characters of a stretch.
  private enum Folding: Sendable {
    /// The character at a distance, of each or of every second one.
    case distance(Int32, step: UInt32)
    case spelling([Unicode.Scalar])
  }

  private struct Stretch<Value: Sendable>: Sendable {
    let first: UInt32
    let last: UInt32
    let value: Value
  }

  static let shared = NameTable()

  private let foldings: [Stretch<Folding>]
  private let faults: [Stretch<Fault>]

  private init() {
    foldings = Self.stretches(Self.foldingData) { fields in
      let spelling = fields[0].split(separator: UInt8(ascii: "+"))
      return spelling.count > 1
        ? .spelling(spelling.map { Unicode.Scalar(UInt32(Self.number($0)))! })
        : .distance(Self.number(fields[0]), step: fields.count > 1 ? 2 : 1)
    }
    faults = Self.stretches(Self.faultData) { Fault(rawValue: UInt8(Self.number($0[0])))! }
  }

  /// What is wrong with a character above ASCII in a name, or nil where nothing is.
  func fault(of scalar: Unicode.Scalar) -> Fault? { Self.find(scalar.value, in: faults)?.value }

  /// Appends a character without its case. The iota below a letter stays one (`NameKey`).
  func fold(_ scalar: Unicode.Scalar, to scalars: inout String.UnicodeScalarView) {
    let value = scalar.value
    guard value >= 0x80 else {
      return scalars.append(value >= 0x41 && value <= 0x5a ? Unicode.Scalar(value + 0x20)! : scalar)
    }
    guard let stretch = Self.find(value, in: foldings) else { return scalars.append(scalar) }
    switch stretch.value {
    case .distance(let distance, let step):
      let isMeant = (value - stretch.first) % step == 0
      scalars.append(isMeant ? Unicode.Scalar(UInt32(Int32(value) + distance))! : scalar)
    case .spelling(let spelling): scalars.append(contentsOf: spelling)
    }
  }

  private static func find<Value>(_ value: UInt32, in stretches: [Stretch<Value>]) -> Stretch<Value>? {
    var (low, high) = (0, stretches.count)
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].last < value { low = middle + 1 } else { high = middle }
    }
    return low < stretches.count && stretches[low].first <= value ? stretches[low] : nil
  }

  private typealias Digits = Slice<UnsafeBufferPointer<UInt8>>

  /// Reads stretches, each `gap,length,value;` with numbers in hexadecimal; the gap is from the end of the one before.
  private static func stretches<Value>(
    _ data: StaticString, _ value: ([Digits]) -> Value
  ) -> [Stretch<Value>] {
    data.withUTF8Buffer { bytes in
      var next: UInt32 = 0x80
      return bytes.split(separator: UInt8(ascii: ";")).map { row in
        let fields = row.split(separator: UInt8(ascii: ","))
        let first = next + UInt32(number(fields[0]))
        next = first + UInt32(number(fields[1]))
        return Stretch(first: first, last: next - 1, value: value(Array(fields[2...])))
      }
    }
  }

  private static func number(_ digits: Digits) -> Int32 {
    if digits.first == UInt8(ascii: "-") { return -number(digits.dropFirst()) }
    return digits.reduce(0) { $0 << 4 | Int32($1 < 0x3A ? $1 - 0x30 : $1 - 0x57) }
  }
}

extension NameTable.Fault {
  /// What a character is, as the message of a refusal says it.
  var description: String {
    switch self {
    case .control: "a control character"
    case .whiteSpace: "white space"
    case .bidiControl: "a bidi control"
    case .format: "an invisible format character"
    case .privateUse: "for private use"
    case .unassigned: "not assigned in Unicode 15"
    case .invisible: "invisible"
    }
  }
}
