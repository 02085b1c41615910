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
      case .call(_, let arguments):
        for argument in arguments { names.formUnion(argument.matcher.usedNames) }
      case .blank, .comment, .header, .caseRow, .block, .macro, .end, .advance, .include, .invalid:
        break
      }
    }
    return names
  }
}

extension [NameSyntax] {
  fileprivate var parameters: [String] { filter(\.isParameter).map(\.text) }
}
