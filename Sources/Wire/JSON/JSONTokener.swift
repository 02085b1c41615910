import CJSONC
import Glibc

/// json-c's tokener, kept for many texts because making one costs more than a small parse.
///
/// It is not safe to use from two threads at once.
final class JSONTokener {
  private let tokener: UnsafeMutablePointer<json_tokener>
  /// The "C" locale. json-c derives one from the thread's locale for every text, which costs a fifth of a small parse
  /// unless the thread has this one already.
  private let plainLocale = newlocale(all_locale_categories, "C", nil)

  /// A tokener that goes as deep as any scan does.
  init() {
    // json-c counts one level for the text itself and refuses on reaching its bound.
    guard let tokener = json_tokener_new_ex(Int32(JSONScan.deepest + 2)) else {
      fatalError("json-c found no memory for a tokener")
    }
    // UTF-8 is checked by the scan, more strictly than JSON_TOKENER_VALIDATE_UTF8 would.
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT)
    self.tokener = tokener
  }

  deinit {
    json_tokener_free(tokener)
    freelocale(plainLocale)
  }

  /// The tree of a text that the scan has accepted, or nil for `null`. The caller gives it back with `json_object_put`.
  func tree(of bytes: UnsafeRawBufferPointer) throws(JSONError) -> OpaquePointer? {
    let threadLocale = uselocale(plainLocale)
    defer {
      json_tokener_reset(tokener)
      uselocale(threadLocale)
    }
    let characters = bytes.bindMemory(to: CChar.self)
    var tree = json_tokener_parse_ex(tokener, characters.baseAddress, Int32(characters.count))
    if json_tokener_get_error(tokener) == json_tokener_continue {
      // A number at the end of the text could go on for all that json-c knows.
      tree = json_tokener_parse_ex(tokener, "\n", 1)
    }
    let error = json_tokener_get_error(tokener)
    guard error == json_tokener_success else {
      json_object_put(tree)
      let reason = String(cString: json_tokener_error_desc(error))
      throw JSONError(.library(reason), at: Int(json_tokener_get_parse_end(tokener)))
    }
    return tree
  }
}

/// The text of a json-c string, U+0000 inside it included.
func text(of string: OpaquePointer) -> String {
  let length = Int(json_object_get_string_len(string))
  guard let start = json_object_get_string(string) else { return "" }
  return String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
}

/// How many members all objects of a tree together have.
func memberCount(of tree: OpaquePointer?) -> Int {
  switch json_object_get_type(tree) {
  case json_type_object:
    var count = Int(json_object_object_length(tree))
    var entry = json_object_get_object(tree)?.pointee.head
    while let current = entry {
      count += memberCount(of: OpaquePointer(current.pointee.v))
      entry = current.pointee.next
    }
    return count
  case json_type_array:
    var count = 0
    for index in 0..<json_object_array_length(tree) {
      count += memberCount(of: json_object_array_get_idx(tree, index))
    }
    return count
  default: return 0
  }
}
