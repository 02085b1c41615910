import Wire

/// JSON values as compact text, as the wire writes them.
enum JSONText {
  static func compact(_ value: JSON) -> String {
    String(decoding: value.bytes, as: UTF8.self)
  }

  /// Text escaped for the inside of a JSON string, without its quotes.
  ///
  /// The quotes are taken off as bytes: as a character, one could have joined with a combining mark beside it.
  static func escaped(_ text: String) -> String {
    String(decoding: JSON.string(text).bytes.dropFirst().dropLast(), as: UTF8.self)
  }
}
