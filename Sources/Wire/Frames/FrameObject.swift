import CJSONC
import Engine

/// An object of json-c while it is filled: the fields of one event, or of one element in a list.
///
/// Whoever makes one gives it away with `add`, or turns it into bytes with `finish`, exactly once.
struct FrameObject {
  fileprivate let object: OpaquePointer

  init() {
    guard let object = json_object_new_object() else { fatalError("json-c found no memory for an object") }
    self.object = object
  }

  func add(_ name: StaticString, _ text: String) { add(name, jsonString(text)) }
  func add(_ name: StaticString, _ truth: Bool) { add(name, json_object_new_boolean(truth ? 1 : 0)) }
  func add(_ name: StaticString, _ integer: Int) { add(name, json_object_new_int64(Int64(integer))) }
  func add(_ name: StaticString, _ integer: Int64) { add(name, json_object_new_int64(integer)) }
  func add(_ name: StaticString, _ integer: UInt64) { add(name, json_object_new_uint64(integer)) }
  func add(_ name: StaticString, _ object: FrameObject) { add(name, object.object) }

  func add(_ name: StaticString, _ texts: [String]) { add(name, array(of: texts) { jsonString($0) }) }
  func add(_ name: StaticString, _ objects: [FrameObject]) { add(name, array(of: objects) { $0.object }) }

  func add(_ name: StaticString, _ instant: Instant) {
    let string = Timestamp.withCharacters(of: instant) { characters in
      json_object_new_string_len(characters.bindMemory(to: CChar.self).baseAddress, Int32(characters.count))
    }
    add(name, string)
  }

  /// Adds a number under a name that is not known when the program is built.
  func add(named name: String, _ integer: Int) {
    json_object_object_add(object, name, json_object_new_int64(Int64(integer)))
  }

  /// The object as compact UTF-8. The object is gone afterwards.
  func finish() -> [UInt8] {
    defer { json_object_put(object) }
    var length = 0
    let written = json_object_to_json_string_length(object, JSON_C_TO_STRING_NOSLASHESCAPE, &length)
    return [UInt8](UnsafeRawBufferPointer(start: written, count: length))
  }

  private func add(_ name: StaticString, _ value: OpaquePointer?) {
    // A literal lives as long as the program and ends with NUL, so that json-c need not copy it.
    let flags = UInt32(JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_KEY_IS_CONSTANT)
    name.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.utf8CodeUnitCount + 1) { name in
      _ = json_object_object_add_ex(object, name, value, flags)
    }
  }
}

private func array<Element>(of elements: [Element], _ json: (Element) -> OpaquePointer?) -> OpaquePointer? {
  guard let array = json_object_new_array_ext(Int32(clamping: max(elements.count, 1))) else {
    fatalError("json-c found no memory for an array")
  }
  for element in elements { json_object_array_add(array, json(element)) }
  return array
}

private func jsonString(_ text: String) -> OpaquePointer? {
  var text = text
  return text.withUTF8 { utf8 in
    utf8.withMemoryRebound(to: CChar.self) { characters in
      guard let start = characters.baseAddress, !characters.isEmpty else { return json_object_new_string("") }
      return json_object_new_string_len(start, Int32(characters.count))
    }
  }
}
