/// A file split into lines of text, with what could not be decoded replaced and remembered.
///
/// A byte-order mark at the start and a carriage return before a line feed belong to no line.
package struct SourceText: Hashable, Sendable {
  /// The path of the file, as `SourceFile` has it.
  package let path: String
  /// The lines without their endings; line 1 is at index 0. A final line feed starts no further line.
  package let lines: [String]
  /// What is wrong with the bytes of the file, in order.
  let problems: [Problem]

  /// Something wrong with the bytes of one line.
  struct Problem: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case notUTF8(byte: UInt8)
      case nul
      case carriageReturn
      case lineTooLong(bytes: Int)
    }
    let kind: Kind
    /// Counted from 1.
    let line: Int
    /// Unicode scalars before the place, so the offset of what is wrong.
    let offset: Int
  }

  /// Splits and decodes a file; never fails, since a report has to show lines of broken files too.
  package init(_ file: SourceFile) {
    path = file.path
    var lines: [String] = []
    var problems: [Problem] = []
    var rest = file.bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      var line = rest[rest.startIndex..<end]
      rest = end == rest.endIndex ? rest[end...] : rest[(end + 1)...]
      if line.last == 0x0D { line = line.dropLast() }
      let number = lines.count + 1
      if line.count > ScenarioLimits.lineBytes {
        problems.append(Problem(kind: .lineTooLong(bytes: line.count), line: number, offset: 0))
        lines.append("")
        continue
      }
      if let kind = Self.problem(in: line) {
        problems.append(Problem(kind: kind.kind, line: number, offset: kind.offset))
      }
      lines.append(String(decoding: line, as: UTF8.self))
    }
    self.lines = lines
    self.problems = problems
  }

  /// The text of a line counted from 1, or nil where the file has no such line.
  package func line(_ number: Int) -> String? {
    number >= 1 && number <= lines.count ? lines[number - 1] : nil
  }

  private static func problem(in line: ArraySlice<UInt8>) -> (kind: Problem.Kind, offset: Int)? {
    // Almost every line is clean; the standard library says so fastest.
    let isUTF8 = String(validating: line, as: UTF8.self) != nil
    if isUTF8 && !line.contains(0) && !line.contains(0x0D) { return nil }
    var decoder = UTF8()
    var bytes = line.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar):
        if scalar.value == 0 { return (.nul, offset) }
        if scalar == "\r" { return (.carriageReturn, offset) }
        offset += 1
      case .emptyInput:
        return nil
      case .error:
        return (.notUTF8(byte: byte(at: offset, in: line)), offset)
      }
    }
  }

  /// The first byte of the scalar at an offset; everything before it is known to be valid.
  private static func byte(at offset: Int, in line: ArraySlice<UInt8>) -> UInt8 {
    var remaining = offset
    var index = line.startIndex
    while remaining > 0, index < line.endIndex {
      switch line[index] {
      case 0xF0...: index += 4
      case 0xE0...: index += 3
      case 0xC0...: index += 2
      case _: index += 1
      }
      remaining -= 1
    }
    return index < line.endIndex ? line[index] : 0
  }
}
