import CJSONC

/// Turns json-c's tree into a `JSON` value.
struct JSONTreeWalk {
  /// Whether a number was infinite, as json-c makes those that are too large.
  private(set) var hasNumberOutOfRange = false
  /// All names in the order of the text, where json-c's own are cut at U+0000.
  private let names: [String]?
  private var namesUsed = 0

  init(names: [String]?) {
    self.names = names
  }

  mutating func value(of tree: OpaquePointer?) -> JSON {
    guard let tree else { return .null }
    switch json_object_get_type(tree) {
    case json_type_boolean: return .bool(json_object_get_boolean(tree) != 0)
    case json_type_int: return .integer(json_object_get_int64(tree))
    case json_type_double:
      let number = json_object_get_double(tree)
      if !number.isFinite { hasNumberOutOfRange = true }
      return .number(number)
    case json_type_string: return .string(text(of: tree))
    case json_type_array: return array(of: tree)
    case json_type_object: return object(of: tree)
    default: return .null
    }
  }

  private mutating func array(of tree: OpaquePointer) -> JSON {
    let count = json_object_array_length(tree)
    var elements: [JSON] = []
    elements.reserveCapacity(count)
    for index in 0..<count {
      elements.append(value(of: json_object_array_get_idx(tree, index)))
    }
    return .array(elements)
  }

  private mutating func object(of tree: OpaquePointer) -> JSON {
    var members: [JSON.Member] = []
    members.reserveCapacity(Int(json_object_object_length(tree)))
    // The table's own list has the members in the order in which they came.
    var entry = json_object_get_object(tree)?.pointee.head
    while let current = entry {
      let name = nextName ?? String(cString: current.pointee.k.assumingMemoryBound(to: CChar.self))
      members.append(JSON.Member(name, value(of: OpaquePointer(current.pointee.v))))
      entry = current.pointee.next
    }
    return .object(members)
  }

  private var nextName: String? {
    mutating get {
      guard let names else { return nil }
      defer { namesUsed += 1 }
      return namesUsed < names.count ? names[namesUsed] : nil
    }
  }
}
