import CJSONC

/// Writes JSON values as compact UTF-8.
///
/// The punctuation is written here, because an object of json-c can hold neither a name with U+0000 nor a name twice; the texts
/// of strings and the escapes in them are json-c's. A writer is not safe to use from two threads at once.
package final class JSONWriter {
  private let string: OpaquePointer

  package init() {
    guard let string = json_object_new_string("") else { fatalError("json-c found no memory for a string") }
    self.string = string
  }

  deinit { json_object_put(string) }

  /// The value as UTF-8: members in their order, no white space, `/` as it is, control characters escaped.
  ///
  /// A number that is infinite or no number has no JSON; it is written as `null`, as ECMAScript's JSON.stringify does.
  package func write(_ value: JSON) -> [UInt8] {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return bytes
  }

  private func append(_ value: JSON, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let truth): bytes += (truth ? "true" : "false").utf8
    case .integer(let integer): bytes += String(integer).utf8
    case .number(let number): bytes += (number.isFinite ? number.description : "null").utf8
    case .string(let text): append(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(element, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(member.value, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private func append(_ text: String, to bytes: inout [UInt8]) {
    // json-c 0.16 loses the memory of a long string that is set to an empty one, so that this one never is.
    guard !text.isEmpty else {
      bytes += "\"\"".utf8
      return
    }
    var text = text
    text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        _ = json_object_set_string_len(string, characters.baseAddress, Int32(characters.count))
      }
    }
    var length = 0
    let written = json_object_to_json_string_length(string, JSON_C_TO_STRING_NOSLASHESCAPE, &length)
    bytes += UnsafeRawBufferPointer(start: written, count: length)
  }
}

extension JSON {
  /// The value as compact UTF-8; whoever writes many keeps a `JSONWriter` instead.
  package var bytes: [UInt8] { JSONWriter().write(self) }
}
