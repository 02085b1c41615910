import Wire

/// The formats of a file with cases.
enum CaseFileFormat: String, CaseIterable {
  /// Comma-separated values (RFC 4180), whose first record names the columns.
  case csv
  /// A list of objects, whose members are the columns.
  case json

  /// The format by the path's extension, or nil where it has none of them.
  init?(path: String) {
    guard let format = Self.allCases.first(where: { path.lowercased().hasSuffix("." + $0.rawValue) }) else {
      return nil
    }
    self = format
  }
}

/// Reads a file with cases.
struct CaseFile {
  /// The text, for the places of what is wrong.
  let source: SourceText
  private let bytes: [UInt8]

  init(_ file: SourceFile) {
    source = SourceText(file)
    bytes = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(file.bytes.dropFirst(3)) : file.bytes
  }

  /// The cases, in the order of the file.
  func table(_ format: CaseFileFormat) throws(Diagnostic) -> CaseTable {
    guard bytes.count <= ScenarioLimits.fileBytes else {
      throw problem(
        "the file has \(bytes.count) bytes; the limit is \(ScenarioLimits.fileBytes)",
        remedy: "make several scenarios with a part of the rows each")
    }
    if let first = source.problems.first {
      throw problem(
        first.lineProblem.message, remedy: "save the file as UTF-8 text", line: first.line,
        column: first.offset + 1)
    }
    switch format {
    case .csv: return try tableOfRecords()
    case .json: return try tableOfObjects()
    }
  }

  func problem(_ message: String, remedy: String, line: Int = 1, column: Int = 1) -> Diagnostic {
    Diagnostic(
      .caseFileNotValid, message, remedy: remedy,
      at: SourceSpan(path: source.path, line: line, column: column))
  }

  /// Checks that each column can stand as `$name`.
  private func checkNames(_ columns: [CaseTable.Column]) throws(Diagnostic) {
    var seen: Set<String> = []
    for column in columns {
      let isName = WordRules.isName(column.name)
      guard isName, seen.insert(column.name).inserted else {
        throw Diagnostic(
          .caseFileNotValid,
          isName ? "the column \(column.name) is there twice" : "\"\(column.name)\" cannot name a column",
          remedy: "use letters, digits and _, so that $name can stand for a cell", at: column.span)
      }
    }
  }

  // MARK: CSV

  private func tableOfRecords() throws(Diagnostic) -> CaseTable {
    let records = try CSVReader.records(of: self)
    guard let head = records.first, records.count > 1 else {
      throw problem(
        "the file needs a line of column names and a line for each case",
        remedy: "write line,code and a line like it below")
    }
    let columns = head.fields.map { CaseTable.Column(name: $0.text, span: $0.span) }
    try checkNames(columns)
    var body: [(cells: [CaseTable.Cell], span: SourceSpan)] = []
    for record in records.dropFirst() {
      guard record.fields.count == columns.count else {
        throw Diagnostic(
          .caseFileNotValid,
          "the line has \(record.fields.count) \(record.fields.count == 1 ? "field" : "fields"), the file has \(columns.count) columns",
          remedy: "give every column a field; put a text with a comma in double quotes", at: record.span)
      }
      body.append((record.fields.map { Self.cell($0.value, written: $0.text, at: $0.span) }, record.span))
    }
    return CaseTable(columns: columns, body: body)
  }

  private static func cell(_ value: JSON, written: String, at span: SourceSpan) -> CaseTable.Cell {
    CaseTable.Cell(
      text: written.isEmpty ? "\"\"" : WordRules.printable(written.unicodeScalars),
      argument: Substitution.Argument(Matcher(value), text: written), span: span)
  }

  // MARK: JSON

  private static let example = "[{\"line\": \"/join\", \"code\": \"bad_frame\"}]"

  private func tableOfObjects() throws(Diagnostic) -> CaseTable {
    let value: JSON
    do throws(JSONError) {
      value = try JSON.parse(
        bytes, maximumBytes: ScenarioLimits.fileBytes, maximumDepth: ScenarioLimits.valueDepth + 2)
    } catch {
      let place = ByteLandmarks.place(of: error.offset, in: bytes)
      throw problem(
        "this is not JSON: \(error)", remedy: "write \(Self.example)", line: place.line, column: place.column)
    }
    let remedy = "write a list of objects with the same members: \(Self.example)"
    guard case .array(let elements) = value, case .object(let head)? = elements.first, !head.isEmpty else {
      throw problem("the cases are not a list of objects", remedy: remedy)
    }
    let places = ByteLandmarks.elements(of: bytes)
    var columns: [CaseTable.Column] = []
    var body: [(cells: [CaseTable.Cell], span: SourceSpan)] = []
    for (element, place) in zip(elements, places) {
      let span = SourceSpan(path: source.path, line: place.line, column: place.column)
      if columns.isEmpty {
        columns = head.map { CaseTable.Column(name: $0.name, span: span) }
        try checkNames(columns)
      }
      guard case .object(let members) = element else {
        throw Diagnostic(.caseFileNotValid, "a case is an object", remedy: remedy, at: span)
      }
      var cells: [CaseTable.Cell] = []
      for column in columns {
        guard let value = element[column.name] else {
          throw Diagnostic(
            .caseFileNotValid, "this case has no \(column.name), which the first one has",
            remedy: "give all objects the same members; null is a value", at: span)
        }
        cells.append(Self.cell(value, written: value.plainText, at: span))
      }
      guard members.count == columns.count else {
        let names = Set(columns.map(\.name))
        let surplus = members.first { !names.contains($0.name) }?.name ?? ""
        throw Diagnostic(
          .caseFileNotValid, "this case has a \(surplus), which the first one has not",
          remedy: "give all objects the same members; null is a value", at: span)
      }
      body.append((cells, span))
    }
    return CaseTable(columns: columns, body: body)
  }
}
