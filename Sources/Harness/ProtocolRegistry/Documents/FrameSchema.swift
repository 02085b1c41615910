import Wire

/// JSON Schemas (draft 2020-12) of frames, made from the catalog.
///
/// They use only keywords that draft 7 reads in the same way, on which AsyncAPI's own schemas are based. Fields that the
/// catalog does not have are allowed: a server ignores them, and a client has to ignore those of later revisions.
struct FrameSchema {
  /// Who reads the frames: a server takes a field that is `null` for one that is absent, and never sends one.
  enum Reader {
    case server
    case client
  }

  let reader: Reader

  /// What a frame of a type is like; the fields are its own and those that are common to all.
  func schema(of frame: FrameCatalog.Frame, common: [FrameCatalog.Field]) -> [JSON.Member] {
    object([frame.typeField] + common.filter { $0.name != "type" } + frame.fields, rules: frame.rules)
  }

  /// What an object with these fields is like.
  func object(_ fields: [FrameCatalog.Field], rules: [FrameCatalog.Rule] = []) -> [JSON.Member] {
    let required = fields.filter { $0.need == .required }.map { JSON.string($0.name) }
    var members = [JSON.Member("type", .string("object"))]
    if !fields.isEmpty {
      members.append(
        .init("properties", .object(fields.map { .init($0.name, .object(schema(of: $0))) })))
    }
    if !required.isEmpty { members.append(.init("required", .array(required))) }
    if !rules.isEmpty { members.append(.init("allOf", .array(rules.map(schema)))) }
    return members
  }

  func schema(of field: FrameCatalog.Field) -> [JSON.Member] {
    var description = field.meaning
    if case .conditional(let when) = field.need { description += " (\(when))" }
    return [.init("description", .string(description))]
      + schema(of: field.kind, orNull: reader == .server && field.need != .required)
  }

  private func schema(of kind: FrameCatalog.Kind, orNull: Bool = false) -> [JSON.Member] {
    switch kind {
    case .text: [type("string", orNull)]
    case .secret: [type("string", orNull), .init("format", .string("password"))]
    case .word(let words):
      words.count == 1 && !orNull
        ? [.init("const", .string(words[0]))]
        : [.init("enum", .array(words.map(JSON.string) + (orNull ? [.null] : [])))]
    case .time:
      [type("string", orNull), .init("format", .string("date-time")), .init("pattern", .string(Self.time))]
    case .integer(let least, let most):
      [
        type("integer", orNull), .init("minimum", .integer(Int64(least))),
        .init("maximum", .integer(Int64(most))),
      ]
    case .truth: [type("boolean", orNull)]
    case .flag: [.init("const", .bool(true))]
    case .object(let fields):
      [type("object", orNull)] + object(fields).dropFirst()
    case .list(let element):
      [type("array", orNull), .init("items", .object(schema(of: element)))]
    }
  }

  private func type(_ name: String, _ orNull: Bool) -> JSON.Member {
    .init("type", orNull ? .array([.string(name), .string("null")]) : .string(name))
  }

  private static let time =
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z$"
}

// MARK: - Rules

extension FrameSchema {
  private func schema(of rule: FrameCatalog.Rule) -> JSON {
    switch rule {
    case .atLeastOne(let names): either(names.map { isThere([$0]) })
    case .notBoth(let one, let other): either([isAbsent([one]), isAbsent([other])])
    case .together(let names): either([isThere(names), isAbsent(names)])
    case .truth(let name, let needed):
      either([properties([name], .object(["not": Self.constant(.bool(true))])), isThere([needed])])
    case .without(let names, let field, let word): when(field, word, isAbsent(names))
    case .narrowed(let name, let kind, let field, let word):
      when(field, word, properties([name], .object(schema(of: kind))))
    }
  }

  private func either(_ schemas: [JSON]) -> JSON { .object(["anyOf": .array(schemas)]) }

  private func when(_ field: String, _ word: String, _ consequence: JSON) -> JSON {
    .object(["if": properties([field], Self.constant(.string(word))), "then": consequence])
  }

  private func isThere(_ names: [String]) -> JSON {
    .object([
      "required": .array(names.map(JSON.string)),
      "properties": .object(names.map { .init($0, .object(["not": Self.null])) }),
    ])
  }

  /// A property that is not there is not looked at, so that this fits absent fields too.
  private func isAbsent(_ names: [String]) -> JSON { properties(names, Self.null) }

  private func properties(_ names: [String], _ schema: JSON) -> JSON {
    .object(["properties": .object(names.map { .init($0, schema) })])
  }

  private static let null = JSON.object(["type": .string("null")])

  private static func constant(_ value: JSON) -> JSON { .object(["const": value]) }
}
