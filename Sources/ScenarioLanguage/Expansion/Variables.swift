import Wire

/// What a run gives for the variables that scenarios declare in their headers.
package struct Variables: Sendable {
  /// What stands for one variable.
  package struct Value: Hashable, Sendable {
    /// The value as it was given.
    package var text: String
    /// Whether no report may show it.
    package var isSecret: Bool

    /// Makes a value.
    package init(_ text: String, isSecret: Bool = false) {
      self.text = text
      self.isSecret = isSecret
    }

    /// The value in a scenario: a number, a truth value, a list or an object where it reads as one; a secret is always text.
    var argument: Substitution.Argument {
      if !isSecret, let matcher = listOrObject { return Substitution.Argument(matcher) }
      if !isSecret, case .literal(let value)? = try? WordValue.matcher(text, at: 0..<0) {
        return Substitution.Argument(.literal(value), text: text)
      }
      return Substitution.Argument(.literal(.string(text)))
    }

    /// The value where it is a list or an object as a default can be one, without names and patterns.
    private var listOrObject: Matcher? {
      guard text.hasPrefix("[") || text.hasPrefix("{") else { return nil }
      var parser = ValueParser(scanner: LineScanner(text))
      guard let matcher = try? parser.value().matcher, parser.scanner.isAtEnd, matcher.literalValue != nil
      else { return nil }
      return matcher
    }
  }

  private var values: [String: Value] = [:]

  /// Gives nothing for any variable.
  package init() {}

  /// What stands for a variable, or nil where its default does.
  package subscript(name: String) -> Value? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The values that no report may show, in the order of their variables' names.
  package var secrets: [KnownSecret] {
    values.filter(\.value.isSecret).sorted { $0.key < $1.key }.map { name, value in
      KnownSecret(value.text, .variable(name))
    }
  }
}

extension Scenario {
  /// The variables that have neither a value in this run nor a default, as errors; a scenario with one cannot be run.
  package var missingVariables: [Diagnostic] {
    header.variables.filter { !$0.value.hasValue }.map { variable in
      let name = variable.value.name
      return Diagnostic(
        .variableMissing, "the variable \(name) has no value",
        remedy:
          "give it by --variable \(name)=…, by a line \(name)=… in a file of --variables-file, or as VERBATIM_VAR_\(name) in the environment",
        at: variable.span)
    }
  }
}
