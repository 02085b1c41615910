extension JSONScan {
  /// The object that a member of a frame holds, without the white space between its tokens.
  ///
  /// json-c would write it otherwise than it came: numbers in digits of its own, escapes as characters.
  ///
  /// - Parameter place: Which member of the outermost object it is, counted from 0. It holds an object.
  static func compactObject(
    inMember place: Int, of bytes: UnsafeRawBufferPointer
  ) throws(JSONError) -> [UInt8] {
    var scan = JSONScan(bytes, maximumDepth: deepest, keepsLandmarks: true)
    try scan.run()
    let name = scan.landmarks.names.filter { $0.object == 0 }[place]
    var compact: [UInt8] = []
    var (depth, isInString, isEscaped) = (0, false, false)
    for byte in bytes[name.range.upperBound...].drop(while: { $0 != UInt8(ascii: "{") }) {
      if isInString {
        isInString = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      } else {
        switch byte {
        case 0x20, 0x0a, 0x0d, 0x09: continue
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        case _: break
        }
      }
      compact.append(byte)
      if depth == 0 { break }
    }
    return compact
  }
}
