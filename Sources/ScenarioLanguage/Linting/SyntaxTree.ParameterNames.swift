extension SyntaxTree {
  /// Every name that stands as `$name` in the steps of the file.
  var namesInUse: Set<String> {
    var names: Set<String> = []
    for line in lines {
      switch line.kind {
      case .section(let title):
        names.formUnion(title.names)
      case .send(let who, let send):
        names.formUnion(who.parameters)
        switch send {
        case .line(let template, _), .json(let template, _): names.formUnion(template.names)
        case .bytesOfParameter(let name): names.insert(name.text)
        case .bytes: break
        }
      case .expectation(let expectation):
        names.formUnion(expectation.who.parameters)
        if case .named(let name) = expectation.eventType { names.formUnion([name].parameters) }
        for field in expectation.fields { names.formUnion(field.matcher.usedNames) }
      case .fault(let fault):
        names.formUnion(fault.names.parameters)
      case .loop(let loop):
        switch loop.rounds {
        case .count(let count): names.formUnion(count.matcher.usedNames)
        case .each(let values): for value in values { names.formUnion(value.matcher.usedNames) }
        }
      case .call(_, let arguments):
        for argument in arguments { names.formUnion(argument.matcher.usedNames) }
      case .caseRow(let cells):
        for cell in cells { names.formUnion(cell.matcher.usedNames) }
      case .header(let header) where header.key == .title:
        if case .text(let title, _) = header.value {
          names.formUnion(Template(parsing: title.unicodeScalars).names)
        }
      case .blank, .comment, .header, .block, .macro, .end, .advance, .until, .include, .invalid:
        break
      }
    }
    return names
  }
}

extension [NameSyntax] {
  fileprivate var parameters: [String] { filter(\.isParameter).map(\.text) }
}
