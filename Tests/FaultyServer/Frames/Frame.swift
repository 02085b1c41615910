package import Wire

/// A frame as a defect sees it: a JSON object whose fields can be read and written by name.
struct Frame: Equatable, Sendable {
  var json: JSON

  init(_ json: JSON) { self.json = json }

  /// A frame of this type with these fields.
  init(_ type: String, _ fields: KeyValuePairs<String, JSON> = [:]) {
    json = .object([.init("type", .string(type))] + fields.map { JSON.Member($0.key, $0.value) })
  }

  /// A field; nil takes it away, and a new one comes last.
  subscript(name: String) -> JSON? {
    get { json[name] }
    set { json.set(name, newValue) }
  }

  /// The frame's type, or nothing where it has none, as frames of the tutorials have.
  var type: String { text("type") ?? "" }
  /// The id of the command that this answers.
  var re: String? { text("re") }

  func text(_ name: String) -> String? { json[name]?.text }
  func number(_ name: String) -> Int64? { json[name]?.number }
  func list(_ name: String) -> [JSON]? { json[name]?.list }

  /// The room and a number in one text.
  func place(_ number: String = "seq") -> String { json.place(in: json["room"], number) }

  /// The room and a user in one text.
  func member(_ user: String?) -> String { "\(text("room") ?? "") \(user ?? "")" }

  /// The object without its type.
  var untyped: JSON {
    var json = json
    json.set("type", nil)
    return json
  }

  /// Changes a list in its place; a frame without the list stays as it is.
  mutating func editList(_ name: String, _ change: (inout [JSON]) -> Void) {
    guard var list = list(name) else { return }
    change(&list)
    self[name] = .array(list)
  }

  /// Changes each element of a list.
  mutating func editEach(of name: String, _ change: (inout JSON) -> Void) {
    editList(name) { list in for index in list.indices { change(&list[index]) } }
  }

  /// Writes texts in small letters.
  mutating func lowercase(_ names: String...) {
    for name in names { if let text = text(name) { self[name] = .string(text.lowercased()) } }
  }

  /// Adds to a number; a frame without the number stays as it is.
  mutating func add(_ difference: Int64, to name: String) {
    if let number = number(name) { self[name] = .integer(number + difference) }
  }
}

extension JSON {
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var number: Int64? { if case .integer(let number) = self { number } else { nil } }
  var list: [JSON]? { if case .array(let list) = self { list } else { nil } }

  /// A room and a number in one text.
  func place(in room: JSON?, _ number: String = "seq") -> String {
    "\(room?.text ?? "") \(self[number]?.number ?? 0)"
  }

  /// Writes a member of an object, or takes it away.
  mutating func set(_ name: String, _ value: JSON?) {
    guard case .object(var members) = self else { return }
    let index = members.firstIndex { $0.name == name }
    switch (index, value) {
    case (let index?, let value?): members[index].value = value
    case (let index?, nil): members.remove(at: index)
    case (nil, let value?): members.append(.init(name, value))
    case (nil, nil): break
    }
    self = .object(members)
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}
