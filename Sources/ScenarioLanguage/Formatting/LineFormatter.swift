/// Writes one line of the steps in the canonical layout, without its indentation.
struct LineFormatter {
  private let line: SyntaxLine
  private let width: Int
  private let scanner: LineScanner

  init(line: SyntaxLine, width: Int = 0) {
    self.line = line
    self.width = width
    scanner = LineScanner(line.text)
  }

  func text() -> String { withComment(statement()) }

  /// A text with the line's comment behind it.
  func withComment(_ text: String) -> String {
    text + (line.comment.map { "  " + scanner.text($0).withoutSpacesAtEnd } ?? "")
  }

  /// The line without its comment.
  func statement() -> String {
    switch line.kind {
    case .blank:
      return ""
    // The header is laid out as a whole, because its lines change places.
    case .comment, .invalid, .advance, .end, .block, .header, .caseRow:
      return scanner.text(line.content)
    case .section:
      var start = line.content.lowerBound + 2
      while start < line.content.upperBound, WordRules.isSpace(scanner.scalars[start]) { start += 1 }
      return "== " + scanner.text(start..<line.content.upperBound)
    case .send(let who, let send):
      return padded(who) + " " + text(of: send)
    case .expectation(let expectation):
      let fields = expectation.fields.map(text)
      let parts = [expectation.operator.rawValue, scanner.text(expectation.typeRange)] + fields
      return padded(expectation.who) + " " + parts.joined(separator: " ")
    case .macro:
      let words = scanner.text(line.content).split { $0 == " " || $0 == "\t" }
      return words.joined(separator: " ")
    case .loop(let loop):
      return text(of: loop)
    case .until(_, let range):
      return "until " + scanner.text(range)
    case .fault(let fault):
      return "! " + fault.kind.rawValue + (fault.names.isEmpty ? "" : " " + fault.names.written)
    case .include(_, let range):
      return "include " + scanner.text(range)
    case .call(let name, let arguments):
      return ([name.text] + arguments.map(text)).joined(separator: " ")
    }
  }

  private func text(of loop: LoopSyntax) -> String {
    switch loop.rounds {
    case .count(let count):
      "repeat " + text(count) + (loop.name.map { " as " + $0.text } ?? "")
    case .each(let values):
      (["for each", loop.name?.text ?? "", "in"] + values.map(text)).joined(separator: " ")
    }
  }

  private func padded(_ who: [NameSyntax]) -> String { DisplayWidth.padded(who.written, to: width) }

  private func text(of send: SendSyntax) -> String {
    switch send {
    case .line(_, let range): range.isEmpty ? ">" : "> " + scanner.text(range)
    case .json(_, let range): ">json " + scanner.text(range)
    case .bytes(_, let range): ">bytes " + scanner.text(range)
    case .bytesOfParameter(let name): ">bytes " + scanner.text(name.range)
    }
  }

  /// A field in canonical layout; its name and leaves stay as they were written.
  func text(_ field: FieldSyntax) -> String {
    scanner.text(field.nameRange) + field.operator.written + text(field.value)
  }

  func text(_ value: ValueSyntax) -> String {
    switch value.kind {
    case .leaf: scanner.text(value.range)
    case .list(let elements, let shape): shape.written(elements.map(text))
    case .object(let fields):
      "{" + fields.map(text).joined(separator: ", ") + "}"
    }
  }
}
