import Wire

/// Reads comma-separated values (RFC 4180), and says where something is wrong with them.
struct CSVReader {
  /// One field.
  struct Field {
    var text: String
    var isQuoted: Bool
    var span: SourceSpan
  }

  /// One record: a line, or several where a quoted field has line breaks in it.
  struct Record {
    var fields: [Field]
    var span: SourceSpan
  }

  private let file: CaseFile
  private var scanner = LineScanner("")
  /// The index of the line that is read.
  private var index = 0

  private var lines: [String] { file.source.lines }

  /// The records, without lines that are empty.
  static func records(of file: CaseFile) throws(Diagnostic) -> [Record] {
    var reader = CSVReader(file: file)
    var records: [Record] = []
    while reader.index < reader.lines.count {
      reader.scanner = LineScanner(reader.lines[reader.index])
      if !reader.scanner.isAtEnd { records.append(try reader.record()) }
      reader.index += 1
    }
    return records
  }

  private mutating func record() throws(Diagnostic) -> Record {
    let span = span(from: 0, in: index)
    var fields: [Field] = []
    repeat {
      fields.append(try scanner.next == "\"" ? quotedField() : plainField())
    } while scanner.take(",")
    return Record(fields: fields, span: span)
  }

  private mutating func plainField() throws(Diagnostic) -> Field {
    let range = scanner.takeWhile { $0 != "," && $0 != "\"" }
    if scanner.next == "\"" {
      throw file.problem(
        "a quote inside a field that has none around it",
        remedy: "put the whole field in double quotes, and write each quote in it twice", line: index + 1,
        column: scanner.position + 1)
    }
    let span = SourceSpan(path: file.source.path, line: index + 1, range: range)
    return Field(text: scanner.text(range), isQuoted: false, span: span)
  }

  private mutating func quotedField() throws(Diagnostic) -> Field {
    let (start, first) = (scanner.position, index)
    var text = String.UnicodeScalarView()
    scanner.position += 1
    while !(scanner.next == "\"" && scanner.peek(1) != "\"") {
      if let scalar = scanner.next {
        text.append(scalar)
        scanner.position += scalar == "\"" ? 2 : 1
      } else if index + 1 < lines.count {
        text.append("\n")
        index += 1
        scanner = LineScanner(lines[index])
      } else {
        throw file.problem(
          "the field that starts here has no closing quote", remedy: "close it with a double quote",
          line: first + 1, column: start + 1)
      }
    }
    scanner.position += 1
    guard scanner.isAtEnd || scanner.next == "," else {
      throw file.problem(
        "after the closing quote comes a comma or the end of the line",
        remedy: "write a quote inside a quoted field twice", line: index + 1, column: scanner.position + 1)
    }
    return Field(text: String(text), isQuoted: true, span: span(from: start, in: first))
  }

  /// From a place to where the scanner is, or to the end of the line where that is another one.
  private func span(from start: Int, in line: Int) -> SourceSpan {
    let end = line == index && scanner.position > start ? scanner.position : lines[line].unicodeScalars.count
    return SourceSpan(path: file.source.path, line: line + 1, range: start..<max(start, end))
  }
}

extension CSVReader.Field {
  /// What the field stands for: numbers, `true`, `false` and `null` for themselves unless they are quoted, and else a text.
  var value: JSON {
    guard !isQuoted else { return .string(text) }
    switch text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case _: break
    }
    guard WordValue.isNumber(text) else { return .string(text) }
    if let integer = Int64(text) { return .integer(integer) }
    // Digits that no integer can hold are a name, not a quantity.
    guard text.contains(where: { ".eE".contains($0) }), let number = Double(text), number.isFinite else {
      return .string(text)
    }
    return .number(number)
  }
}
