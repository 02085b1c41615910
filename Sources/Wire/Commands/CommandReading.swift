import Engine

/// What a definition reads a command from.
struct CommandReading {
  let fields: FrameFields
  let limits: Limits
  let hasID: Bool
  /// The frame as it came, in which the JSON is grammatical.
  let bytes: UnsafeRawBufferPointer

  func room() throws(Refusal) -> String { try fields.text("room") }

  /// An object in a field of the frame as compact text, byte for byte but for the white space between its tokens; nil where the
  /// field is absent or `null`.
  func optionalObjectText(_ name: StaticString) throws(Refusal) -> String? {
    guard try fields.optionalObject(name) != nil, let place = fields.place(of: name) else { return nil }
    let compact: [UInt8]
    do throws(JSONError) {
      compact = try JSONScan.compactObject(inMember: place, of: bytes)
      // What json-c took for infinite could not be read by those who are sent it.
      _ = try JSON.parse(compact, maximumBytes: compact.count, maximumDepth: limits[.jsonDepth])
    } catch {
      throw fields.refusal(name, "cannot be read: \(error)")
    }
    return String(decoding: compact, as: UTF8.self)
  }
}
