import Wire

/// The commands or the events in `Docs/protocol.md`. A field that several of them have is described once, before them all.
struct FrameSection {
  typealias Field = FrameCatalog.Field

  /// A frame, and what its section says after its meaning.
  struct Entry {
    let frame: FrameCatalog.Frame
    let note: String
  }

  /// Fields in one item of a list: one field, or `room` and `with`, of which a frame has either.
  private struct Item: Hashable {
    let fields: [Field]

    var names: String { fields.map { "`\($0.name)`" }.joined(separator: " or ") }

    var mayBeAbsent: Bool { fields.count == 1 && fields[0].need != .required }

    static func all(of fields: [Field]) -> [Item] {
      let isEither = fields.map(\.name).starts(with: ["room", "with"])
      guard let first = fields.first else { return [] }
      return [Item(fields: isEither ? Array(fields.prefix(2)) : [first])]
        + all(of: Array(fields.dropFirst(isEither ? 2 : 1)))
    }
  }

  private let entries: [Entry]
  /// Frames of an earlier section, to whose objects this one links.
  private let earlier: [FrameCatalog.Frame]
  /// What at least two frames have, or objects in them. Of several with the same name it is the most frequent.
  private let shared: [Item]

  init(_ entries: [Entry], after earlier: [FrameCatalog.Frame] = []) {
    self.entries = entries
    self.earlier = earlier
    var counts: [Item: Int] = [:]
    var order: [Item] = []
    func count(_ fields: [Field]) {
      for item in Item.all(of: fields) {
        counts[item, default: 0] += 1
        guard counts[item] == 1 else { continue }
        order.append(item)
        for field in item.fields { count(Self.parts(of: field)) }
      }
    }
    for entry in entries { count(entry.frame.fields) }
    func frequency(_ item: Item) -> Int { counts[item, default: 0] }
    shared = order.filter { item in
      let rivals = order.filter { $0.names == item.names }
      return frequency(item) > 1 && rivals.max { frequency($0) < frequency($1) } == item
    }
  }

  /// The shared fields, and then a section for each frame.
  var markdown: String {
    let fields = shared.map { description(of: $0, indent: "") }.joined()
    let frames = entries.map { entry in
      let fields = list(entry.frame.fields)
      return "\n### `\(entry.frame.type)`\n\n\(entry.frame.meaning)\(entry.note)\n"
        + (fields.isEmpty ? "" : "\n\(fields)")
    }
    return
      "These are named below without brackets, with `?` where they may be absent:\n\n\(fields)\(frames.joined())"
  }

  /// A list of fields, each with its description.
  static func list(_ fields: [Field]) -> String { FrameSection([]).list(fields) }

  /// The shared fields by name, and then a description for each of the others.
  private func list(_ fields: [Field], indent: String = "") -> String {
    let items = Item.all(of: fields)
    let names = items.filter(shared.contains).map { $0.names + ($0.mayBeAbsent ? "?" : "") }
    return (names.isEmpty ? "" : "\(indent)- \(names.joined(separator: ", "))\n")
      + items.filter { !shared.contains($0) }.map { description(of: $0, indent: indent) }.joined()
  }

  private func description(of item: Item, indent: String) -> String {
    let heads = item.fields.map { "`\($0.name)` (\(Self.kind($0.kind))\(Self.need($0)))" }
    let meanings = item.fields.map(\.meaning)
    return "\(indent)- \(heads.joined(separator: " or ")): \(meanings.joined(separator: " "))\n"
      + item.fields.map { inside($0, indent: indent + "  ") }.joined()
  }

  /// The fields of a field's objects. Those that a command has in a field of the same name are a link to it.
  private func inside(_ field: Field, indent: String) -> String {
    let parts = Self.parts(of: field)
    for frame in earlier {
      let known = frame.fields.first { $0.name == field.name }?.kind.fields ?? []
      guard !known.isEmpty, known.allSatisfy(parts.contains) else { continue }
      return "\(indent)- those in [`\(frame.type)`](#\(frame.type))\n"
        + list(parts.filter { !known.contains($0) }, indent: indent)
    }
    return list(parts, indent: indent)
  }

  /// The fields of a field's objects. Limits have a section of their own.
  private static func parts(of field: Field) -> [Field] { field.name == "limits" ? [] : field.kind.fields }

  private static func kind(_ kind: FrameCatalog.Kind) -> String {
    switch kind {
    case .text, .secret: "string"
    case .word(let words): words.count > 8 ? "string" : words.map { "`\($0)`" }.joined(separator: " or ")
    case .time: "time"
    case .integer(let least, FrameCatalog.largestInteger): "integer from \(least)"
    case .integer(let least, let most): "integer from \(least) to \(most)"
    case .truth: "boolean"
    case .flag: "`true`"
    case .object: "object"
    case .list(.object): "array of objects"
    case .list(let element): "array of \(Self.kind(element))s"
    }
  }

  private static func need(_ field: Field) -> String {
    switch field.need {
    case .required: ""
    case .optional: ", optional"
    case .conditional("Where it is true."): " or absent"
    case .conditional(let when):
      ", " + when.prefix(1).lowercased()
        + (when.hasSuffix(".") ? when.dropFirst().dropLast() : when.dropFirst())
    }
  }
}
