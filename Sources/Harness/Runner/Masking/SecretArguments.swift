import ScenarioLanguage
import Wire

/// Finds what parameters of macros, columns of cases, variables and names of loops stand for, where they stand in secret fields.
///
/// It reads the text of the files alone, so that errors can be shown of files that are no scenarios.
struct SecretArguments {
  private var trees: [SyntaxTree] = []
  private var macros: [String: MacroSyntax] = [:]
  private var recordFiles: [[[String]]] = []
  private var objectFiles: [String] = []
  /// The names of those who take part, which everybody knows.
  private var sessions: Set<String> = []
  /// The kinds of secret that names stand for, such as `password` for `PW` because of `"password":"$PW"`.
  private var kinds: [String: String] = [:]
  private var found: [KnownSecret] = []

  /// The values, in the order of the files.
  static func values(in sources: SourceSet) -> [KnownSecret] {
    var arguments = SecretArguments(sources)
    var known = -1
    // An argument can be a name in turn, of which only then is known that it stands for a secret.
    while arguments.kinds.count > known {
      known = arguments.kinds.count
      arguments.collect()
    }
    return arguments.found
  }

  private init(_ sources: SourceSet) {
    for source in sources.paths.compactMap({ sources[$0] }) {
      let text = source.lines.joined(separator: "\n")
      switch source.path.lowercased() {
      case let path where path.hasSuffix(".csv"): recordFiles.append(source.lines.map(Self.fields))
      case let path where path.hasSuffix(".json"): objectFiles.append(text)
      case _: trees.append(ScenarioParser.parse(SourceFile(path: source.path, text: text)).0)
      }
    }
    for macro in trees.flatMap(\.macros) { macros[macro.name] = macro }
    guard let pattern = Self.fieldWithName() else { return }
    for line in trees.flatMap(\.lines) { findNames(in: line, with: pattern) }
  }

  // MARK: - Names

  /// A secret field whose value has a name in it.
  private static func fieldWithName() -> Regex<AnyRegexOutput>? {
    let fields = FrameCatalog.secretNames.sorted().joined(separator: "|")
    return try? Regex(
      #"(?:^|[^A-Za-z0-9_])("# + fields + #")\\*"?\s*(?:!?=|:)\s*~?\\*"?[^"$\s]*\$([A-Za-z_][A-Za-z0-9_]*)"#)
  }

  private mutating func findNames(in line: SyntaxLine, with pattern: Regex<AnyRegexOutput>) {
    if case .header(let header) = line.kind, case .words(let words) = header.value,
      header.key == .users || header.key == .guests
    {
      sessions.formUnion(words.map(\.text))
    }
    guard line.text.utf8.contains(UInt8(ascii: "$")) else { return }
    for match in line.text.matches(of: pattern) {
      guard let field = match.output[1].substring, let name = match.output[2].substring else { continue }
      if kinds[String(name)] == nil { kinds[String(name)] = SecretFieldScan.kind(of: String(field)) }
    }
  }

  /// The kind of secret that a name stands for: by the fields it stands in, or because it is called like one.
  private func kind(of name: String) -> String? {
    let word = name.lowercased()
    return kinds[name] ?? (FrameCatalog.secretNames.contains(word) ? SecretFieldScan.kind(of: word) : nil)
  }

  // MARK: - Values

  private mutating func collect() {
    found = []
    for tree in trees {
      var columns: [String]?
      for line in tree.lines {
        switch line.kind {
        case .header(let header):
          guard case .variables(let variables) = header.value else { continue }
          for variable in variables {
            if let value = variable.value { take(value, for: variable.name.text) }
          }
        case .caseRow(let cells):
          if let columns {
            for (column, cell) in zip(columns, cells) { take(cell, for: column) }
          } else {
            columns = cells.map(\.plainText)
          }
        case .call(let name, let arguments):
          for (parameter, argument) in zip(macros[name.text]?.parameters ?? [], arguments) {
            take(argument, for: parameter)
          }
        case .loop(let loop):
          guard case .each(let values) = loop.rounds, let name = loop.name?.text else { continue }
          for value in values { take(value, for: name) }
        case .send(_, .bytes(let bytes, _)):
          for value in SecretFieldScan.values(in: bytes, .plain) { take(value.text, kind: value.kind) }
        case .blank, .comment, .section, .send, .expectation, .block, .macro, .end, .advance, .until, .fault,
          .include, .invalid:
          // What stands in secret fields of a line is found as in any text.
          continue
        }
      }
    }
    for records in recordFiles { takeRecords(records) }
    for text in objectFiles { takeObjects(text) }
  }

  private mutating func take(_ value: ValueSyntax, for name: String) {
    guard let kind = kind(of: name) else { return }
    switch value.kind {
    case .list(let elements, _):
      for element in elements { take(element, for: name) }
    case .leaf(let matcher):
      for inner in matcher.usedNames where kinds[inner] == nil { kinds[inner] = kind }
      if matcher.usedNames.isEmpty { take(value.plainText, kind: kind) }
    case .object:
      // Its fields have names of their own.
      break
    }
  }

  private mutating func take(_ text: String, kind: String) {
    if !sessions.contains(text) { found.append(KnownSecret(text, .numbered(kind))) }
  }

  private mutating func takeRecords(_ records: [[String]]) {
    for (column, name) in (records.first ?? []).enumerated() {
      guard let kind = kind(of: name) else { continue }
      for record in records.dropFirst() where column < record.count { take(record[column], kind: kind) }
    }
  }

  private mutating func takeObjects(_ text: String) {
    for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
      // The names are of letters, digits and `_`.
      guard let pattern = try? Regex("\"" + name + #""\s*:\s*"((?:[^"\\]|\\.)*)""#) else { continue }
      for match in text.matches(of: pattern) {
        guard let value = match.output[1].substring else { continue }
        take(String(decoding: EscapedBytes.unescaped(Array(value.utf8)), as: UTF8.self), kind: kind)
      }
    }
  }

  /// The fields of a line of comma-separated values, also of one that is not valid.
  private static func fields(_ line: String) -> [String] {
    var fields = [""]
    var isQuoted = false
    var previous: Unicode.Scalar = ","
    for scalar in line.unicodeScalars {
      switch scalar {
      case "\"":
        // Twice, it is one of the field itself.
        if !isQuoted && previous == "\"" { fields[fields.count - 1].unicodeScalars.append(scalar) }
        isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      case _: fields[fields.count - 1].unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return fields
  }
}
