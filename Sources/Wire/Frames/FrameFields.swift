import CJSONC
import Engine

/// Reads the fields of one object of a frame, and refuses those that are missing or of another kind.
struct FrameFields {
  private let object: OpaquePointer
  /// What stands before the field's name in a refusal, as in `resume.session`.
  private let prefix: String

  /// The fields of a json-c object, which must outlive them.
  init(_ object: OpaquePointer, prefix: String = "") {
    self.object = object
    self.prefix = prefix
  }

  /// A text that must be there.
  func text(_ name: StaticString) throws(Refusal) -> String {
    guard let text = try optionalText(name) else { throw missing(name, "a string") }
    return text
  }

  /// A text, or nil where the field is absent or `null`.
  func optionalText(_ name: StaticString) throws(Refusal) -> String? {
    guard let value = try member(name, json_type_string, "a string") else { return nil }
    return Wire.text(of: value)
  }

  /// An integer that must be there.
  func integer(
    _ name: StaticString, least: Int64, most: Int64 = Int64(FrameCatalog.largestInteger)
  ) throws(Refusal) -> Int64 {
    guard let integer = try optionalInteger(name, least: least, most: most) else {
      throw missing(name, Self.integerPhrase(least: least, most: most))
    }
    return integer
  }

  /// An integer, or nil where the field is absent or `null`.
  func optionalInteger(
    _ name: StaticString, least: Int64, most: Int64 = Int64(FrameCatalog.largestInteger)
  ) throws(Refusal) -> Int64? {
    guard
      let value = try member(name, json_type_int, Self.integerPhrase(least: least, most: most))
    else { return nil }
    // json-c gives an integer beyond 64 bits as the largest or smallest one, which is out of the range too.
    let integer = json_object_get_int64(value)
    guard integer >= least, integer <= most else {
      throw refusal(name, "must be \(Self.integerPhrase(least: least, most: most))")
    }
    return integer
  }

  /// A seq or a count, or nil where the field is absent or `null`.
  func optionalCount(_ name: StaticString) throws(Refusal) -> UInt64? {
    try optionalInteger(name, least: 0).map(UInt64.init)
  }

  /// The most elements that an answer is to have, or nil where the field is absent or `null`.
  func optionalLimit() throws(Refusal) -> Int? {
    try optionalInteger("limit", least: 1).map(Int.init)
  }

  /// A truth value, or nil where the field is absent or `null`.
  func optionalTruth(_ name: StaticString) throws(Refusal) -> Bool? {
    guard let value = try member(name, json_type_boolean, "true or false") else { return nil }
    return json_object_get_boolean(value) != 0
  }

  /// The fields of an object in a field, or nil where the field is absent or `null`.
  func optionalObject(_ name: StaticString) throws(Refusal) -> FrameFields? {
    guard let value = try member(name, json_type_object, "an object") else { return nil }
    return FrameFields(value, prefix: "\(prefix)\(name).")
  }

  /// How many fields the object has.
  var count: Int { Int(json_object_object_length(object)) }

  /// Which of the object's fields it is, counted from 0 in the order of the text; nil where it is absent.
  func place(of name: StaticString) -> Int? {
    let wanted = String(describing: name).utf8
    var place = 0
    var entry = json_object_get_object(object)?.pointee.head
    while let current = entry {
      let name = String(cString: current.pointee.k.assumingMemoryBound(to: CChar.self))
      if name.utf8.elementsEqual(wanted) { return place }
      place += 1
      entry = current.pointee.next
    }
    return nil
  }

  /// The objects of a list, each with its own fields, or nil where the field is absent or `null`.
  func optionalObjects(_ name: StaticString) throws(Refusal) -> [FrameFields]? {
    guard let elements = try optionalList(name) else { return nil }
    var objects: [FrameFields] = []
    for (index, element) in elements.enumerated() {
      guard json_object_get_type(element) == json_type_object, let object = element else {
        throw wrong(name, expected: "a list of objects", element)
      }
      objects.append(FrameFields(object, prefix: "\(prefix)\(name)[\(index)]."))
    }
    return objects
  }

  /// The texts of a list, or nil where the field is absent or `null`.
  func optionalTexts(_ name: StaticString) throws(Refusal) -> [String]? {
    guard let elements = try optionalList(name) else { return nil }
    var texts: [String] = []
    for element in elements {
      guard json_object_get_type(element) == json_type_string, let string = element else {
        throw wrong(name, expected: "a list of strings", element)
      }
      texts.append(Wire.text(of: string))
    }
    return texts
  }

  private func optionalList(_ name: StaticString) throws(Refusal) -> [OpaquePointer?]? {
    guard let value = try member(name, json_type_array, "a list") else { return nil }
    return (0..<json_object_array_length(value)).map { json_object_array_get_idx(value, $0) }
  }

  /// Whether the field is there and not `null`.
  func has(_ name: StaticString) -> Bool { member(name) != nil }

  /// A refusal that names a field and says what is wrong with it.
  func refusal(_ name: StaticString, _ problem: String, code: ErrorCode = .badFrame) -> Refusal {
    Refusal(code, "The field `\(prefix)\(name)` \(problem).", field: "\(prefix)\(name)")
  }

  /// A field of a type, or nil where it is absent or `null`.
  private func member(
    _ name: StaticString, _ type: json_type, _ expected: @autoclosure () -> String
  ) throws(Refusal) -> OpaquePointer? {
    guard let value = member(name) else { return nil }
    guard json_object_get_type(value) == type else { throw wrong(name, expected: expected(), value) }
    return value
  }

  private func member(_ name: StaticString) -> OpaquePointer? {
    var value: OpaquePointer?
    // A literal ends with NUL, as json-c wants it; a `String` would be copied for every look.
    return name.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.utf8CodeUnitCount + 1) { name in
      json_object_object_get_ex(object, name, &value) != 0 ? value : nil
    }
  }

  private func missing(_ name: StaticString, _ expected: String) -> Refusal {
    refusal(name, "is missing; it must be \(expected)")
  }

  private func wrong(_ name: StaticString, expected: String, _ value: OpaquePointer?) -> Refusal {
    let found =
      switch json_object_get_type(value) {
      case json_type_boolean: "a boolean"
      case json_type_int: "an integer"
      case json_type_double: "a number with a fraction or an exponent"
      case json_type_string: "a string"
      case json_type_array: "an array"
      case json_type_object: "an object"
      default: "null"
      }
    return refusal(name, "must be \(expected), not \(found)")
  }

  private static func integerPhrase(least: Int64, most: Int64) -> String {
    "an integer from \(least) to \(most)"
  }
}
