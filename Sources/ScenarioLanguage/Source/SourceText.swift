/// A file split into lines of text, with what could not be decoded replaced and remembered.
///
/// A byte-order mark at the start and a carriage return before a line feed belong to no line.
package struct SourceText: Hashable, Sendable {
  /// The path of the file, as `SourceFile` has it.
  package let path: String
  /// The lines without their endings; line 1 is at index 0. A final line feed starts no further line.
  package private(set) var lines: [String]
  /// What is wrong with the bytes of the file, in order.
  let problems: [Problem]
  /// What the lines have in the place of parts of the file's own, by their numbers.
  private var replacements: [Int: [Replacement]] = [:]

  /// A part of a line that is shown as something else, in Unicode scalars.
  package struct Replacement: Hashable, Sendable {
    /// Where the part is in the file, as offsets from 0.
    let range: Range<Int>
    /// How many scalars are shown in its place.
    let count: Int

    /// Names a part and how much stands for it.
    package init(_ range: Range<Int>, count: Int) {
      self.range = range
      self.count = count
    }
  }

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

  /// The text with each line as a report may show it; places in the file are still found in it.
  ///
  /// - Parameter show: Gives a line as it is shown, and the parts of it that others stand for, in order; without such parts the line is
  ///   as it was.
  package func shown(_ show: (String) -> (text: String, replacements: [Replacement])) -> SourceText {
    // Most files have nothing to hide, and then all results share one copy.
    var shown = self
    for (index, line) in lines.enumerated() {
      let (text, replacements) = show(line)
      guard !replacements.isEmpty else { continue }
      shown.lines[index] = text
      shown.replacements[index + 1] = replacements
    }
    return shown
  }

  /// Where a part of the file is in the line that is shown, as offsets from 0.
  func shownRange(of span: SourceSpan) -> Range<Int> {
    let start = shownOffset(of: span.column - 1, inLine: span.line, isEnd: false)
    return start..<max(start, shownOffset(of: span.column - 1 + span.length, inLine: span.line, isEnd: true))
  }

  /// An offset inside of a replaced part is moved to the part's start, or to its end.
  private func shownOffset(of offset: Int, inLine line: Int, isEnd: Bool) -> Int {
    var distance = 0
    for part in replacements[line] ?? [] {
      if offset >= part.range.upperBound {
        distance += part.count - part.range.count
      } else if offset > part.range.lowerBound {
        return part.range.lowerBound + distance + (isEnd ? part.count : 0)
      }
    }
    return offset + distance
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
